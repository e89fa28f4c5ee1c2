"""AUC and its standard error: known values, and a bootstrap."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.model import auc, auc_error


@pytest.mark.parametrize(
    ("target", "probability", "area"),
    [
        ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.75),
        ([0, 1], [0.2, 0.3], 1.0),
        ([1, 0], [0.2, 0.3], 0.0),
        ([1, 0, 1, 0], [0.3, 0.3, 0.3, 0.3], 0.5),
        ([1, 0, 0], [0.3, 0.3, 0.1], 0.75),
        ([0, 0], [0.2, 0.3], math.nan),
        ([1, 1], [0.2, 0.3], math.nan),
    ],
)
def test_auc(target: list[int], probability: list[float], area: float) -> None:
    assert auc(np.array(target), np.array(probability)) == pytest.approx(area, nan_ok=True)


@pytest.mark.parametrize(
    ("target", "probability", "error"),
    [
        # Of two defaults one ranks above half of the good clients, one above all; and the reverse:
        # both shares have variance 1/8, over two clients each.
        ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], math.sqrt(1 / 16 + 1 / 16)),
        ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], 0.0),
        # A tie counts half: shares 3/4 and 1 among the defaults, 1 and 3/4 among the good.
        ([0, 0, 1, 1], [0.1, 0.3, 0.3, 0.8], math.sqrt(1 / 64 + 1 / 64)),
        ([0, 0, 1], [0.1, 0.2, 0.3], math.nan),
        ([0, 1, 1], [0.1, 0.2, 0.3], math.nan),
    ],
)
def test_auc_error(target: list[int], probability: list[float], error: float) -> None:
    assert auc_error(np.array(target), np.array(probability)) == pytest.approx(error, nan_ok=True)


def test_auc_error_is_what_drawing_clients_again_gives() -> None:
    draw = np.random.default_rng(0)
    target = np.repeat([1, 0], [60, 240])
    probability = draw.normal(target * 0.8, 1.0)
    again = []
    for _ in range(400):
        drawn = np.concatenate([draw.integers(0, 60, 60), draw.integers(60, 300, 240)])
        again.append(auc(target[drawn], probability[drawn]))
    assert auc_error(target, probability) == pytest.approx(np.std(again), rel=0.15)
