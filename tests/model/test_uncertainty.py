"""The spread of a score: the jackknife's standard error, and an interval that covers as often as it says."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model.uncertainty import interval, spread


@pytest.mark.parametrize(
    ("models", "expected"),
    [
        ([[1.0], [1.0], [1.0]], 0.0),
        ([[0.0], [1.0]], np.sqrt(0.5 * 0.5)),  # (k - 1) / k times the squared distances from their mean
        ([[0.0], [3.0], [0.0]], np.sqrt(2 / 3 * (1 + 4 + 1))),
    ],
)
def test_the_standard_error_of_models_that_each_left_a_part_out(models: list[list[float]], expected: float) -> None:
    assert spread(np.array(models))[0] == pytest.approx(expected)


def test_of_a_mean_it_is_the_usual_one_and_the_interval_covers_it() -> None:
    draw = np.random.default_rng(0)
    samples = draw.normal(size=(4_000, 5, 40))
    left_out = np.stack([np.delete(samples, part, axis=1).mean(axis=(1, 2)) for part in range(5)])
    error = spread(left_out)
    assert np.mean(error**2) == pytest.approx(1 / 200, rel=0.05)
    low, high = interval(samples.mean(axis=(1, 2)), error, 5, 0.8)
    assert np.mean((low < 0) & (high > 0)) == pytest.approx(0.8, abs=0.02)


def test_fewer_models_and_more_confidence_make_it_wider() -> None:
    raw, error = np.zeros(1), np.ones(1)
    widths = [np.ptp(interval(raw, error, models, sure)) for models, sure in ((5, 0.8), (3, 0.8), (3, 0.95))]
    assert widths == sorted(widths)
    assert len(set(widths)) == 3
