"""What probabilities mean, as plots."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import figures
from scoring.model import reliability_curve
from tests.figures.looks import drawn, is_png, several
from tests.model.drawn import clients, distorted


@pytest.mark.parametrize(
    ("said", "title"),
    [
        ((1.0, 0.0), "In 10 of 10 groups the default rate agrees with the probability;\nslope 1.0"),
        ((2.0, 0.0), "slope 0.5"),
    ],
)
def test_reliability_says_whether_probabilities_are_right(said: tuple[float, float], title: str) -> None:
    target, risk = clients(20_000)
    figure = figures.reliability(target, distorted(risk, *said))
    above, below = several(figure)
    assert title in above[0]
    assert (above[2], *below[1:]) == ("default rate, 95 % interval", "probability of default", "clients")
    assert is_png(figure)


def test_reliability_draws_the_curve() -> None:
    target, risk = clients(1000)
    axes = figures.reliability(target, risk).axes[0]
    curve = reliability_curve(target, risk)
    drawn_points = np.array(axes.containers[0].lines[0].get_xydata())
    assert drawn_points == pytest.approx(np.column_stack([curve.predicted, curve.observed]))


def test_histogram_says_the_medians_and_shows_everyone() -> None:
    target, probability = np.array([0, 0, 0, 1, 1, 1]), np.array([0.01, 0.02, 0.9, 0.1, 0.2, 0.95])
    figure = figures.score_histogram(target, probability, 0.15)
    assert drawn(figure) == (
        "Who defaulted was scored 20.0% at the median, who repaid 2.0%",
        "probability of default (last bin: all above)",
        "share of the outcome's clients",
    )
    for outline in figure.axes[0].patches:
        heights = np.array(outline.get_path().vertices)[:, 1]  # type: ignore[attr-defined]
        assert heights[1::2].sum() == pytest.approx(1)
    assert is_png(figure)
