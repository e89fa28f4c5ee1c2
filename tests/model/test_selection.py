"""How many features a model has, and which: those that tell outcomes apart, chosen without the held-out clients."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from catboost import Pool

from scoring.model.selection import dropped, kept
from tests.model.test_training import PARAMETERS

LIMITS = replace(PARAMETERS, defaults_per_feature=15, least_features=120, most_features=300)


@pytest.mark.parametrize(
    ("defaults", "features"), [(0, 120), (244, 120), (1800, 120), (1828, 121), (3000, 200), (4500, 300), (24825, 300)]
)
def test_defaults_pay_for_features_within_limits(defaults: int, features: int) -> None:
    assert kept(defaults, LIMITS) == features


def signal(columns: int, telling: int) -> Pool:
    """Clients of whom one column follows the outcome and the others are chance."""
    draw = np.random.default_rng(5)
    target = (draw.random(400) < 0.3).astype(float)
    values = draw.normal(size=(400, columns))
    values[:, telling] += 2 * target
    return Pool(values, label=target)


@pytest.mark.parametrize("telling", [0, 7, 11])
def test_what_tells_outcomes_apart_is_kept(telling: int) -> None:
    few = replace(PARAMETERS, least_features=2, most_features=2)
    found = dropped(signal(12, telling), few)
    assert len(found) == 10
    assert telling not in found
    assert found == sorted(found) == dropped(signal(12, telling), few)


def test_nothing_is_dropped_where_all_are_paid_for() -> None:
    assert dropped(signal(5, 0), replace(PARAMETERS, least_features=5)) == []
