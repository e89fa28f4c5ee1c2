"""Points: 600 at odds of 60 to 1, 50 more double the odds."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model.points import points_of, probability_of


@pytest.mark.parametrize(("points", "odds"), [(600, 60), (650, 120), (550, 30), (471, 10.03)])
def test_points_stand_for_odds(points: int, odds: float) -> None:
    probability = probability_of(np.array([points]))[0]
    assert (1 - probability) / probability == pytest.approx(odds, rel=1e-3)
    assert points_of(probability) == points


@pytest.mark.parametrize(("probability", "points"), [(0.08, 481), (0.5, 305), (0.0, 1800), (1.0, -1190)])
def test_every_probability_has_whole_points(probability: float, points: int) -> None:
    assert points_of(probability) == points


def test_more_risk_is_fewer_points() -> None:
    told = [points_of(probability) for probability in np.linspace(0, 1, 101)]
    assert told == sorted(told, reverse=True)
