"""One model: its length, and features whose effect is fixed in direction."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from scoring.features.directions import directions
from scoring.model.growing import Grower, best_length, constraints
from tests.model.test_training import CLIENTS, PARAMETERS, USED, clients


@pytest.mark.parametrize(
    ("losses", "trees"),
    [
        ([[0.5, 0.4, 0.3]], 3),
        ([[0.5, 0.3, 0.4], [0.5, 0.3, 0.4]], 2),
        ([[0.5, 0.4, 0.1], [0.5, 0.4]], 2),  # as long as the shortest at most
        ([[0.5, 0.1, 0.3], [0.5, 0.9, 0.3]], 3),
    ],
)
def test_the_length_is_the_best_on_average(losses: list[list[float]], trees: int) -> None:
    assert best_length(losses) == trees


def swept(monotone: int) -> np.ndarray:
    """Log-odds of every client, shape (values, n), as their score of other sources grows."""
    table, target = clients(1.0)
    parameters = replace(PARAMETERS, monotone=monotone, iterations=60)
    model, _ = Grower.of(table, target, USED, parameters).to(60, np.arange(CLIENTS))
    frame = table.to_pandas()[[feature.name for feature in USED]]
    grid = np.linspace(-3, 4, 60)
    variants = (frame.assign(EXT_SOURCE_MEAN=value) for value in grid)
    return np.stack([model.predict(variant, prediction_type="RawFormulaVal") for variant in variants])


def test_a_constrained_feature_never_raises_the_risk_of_anyone() -> None:
    # Here the outcome rises with the score: left free, the model says so.
    assert (np.diff(swept(monotone=1), axis=0) <= 1e-12).all()
    assert (np.diff(swept(monotone=0), axis=0) > 0).any()


def test_a_constraint_brings_no_shrinking_along_and_none_of_what_is_left_out() -> None:
    declared = directions(USED)
    assert declared == {"EXT_SOURCE_MEAN": -1}
    assert constraints(declared, [], USED) == {"monotone_constraints": declared, "model_shrink_rate": 0.0}
    assert constraints(declared, [0], USED) == {}
    assert constraints(None, [], USED) == {}
