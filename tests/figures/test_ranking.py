"""How well probabilities rank, as plots and a table."""

from __future__ import annotations

import numpy as np
import pytest

from scoring import figures
from tests.figures.looks import is_png, several

# From the riskiest: a default, a good client, a default, three good ones.
TARGET, PROBABILITY = np.array([0, 0, 0, 1, 0, 1]), np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])


def test_ranking_says_what_is_seen() -> None:
    figure = figures.ranking(TARGET, PROBABILITY, 0.45)
    roc, precision = several(figure)
    assert roc[0].startswith("AUC 0.875 ± ")
    assert roc[1:] == ("good clients refused", "defaults refused")
    assert precision[0] == "Refusing at 45.0% finds 50% of the defaults;\nof those refused 50% default"
    assert precision[1:] == ("defaults refused (recall)", "defaults among the refused (precision)")
    assert is_png(figure)


@pytest.mark.parametrize(
    ("threshold", "roc", "precision"),
    [
        (0.55, (0.0, 0.5), (0.5, 1.0)),
        (0.45, (0.25, 0.5), (0.5, 0.5)),
        (0.35, (0.25, 1.0), (1.0, 2 / 3)),
        (0.0, (1.0, 1.0), (1.0, 1 / 3)),
    ],
)
def test_the_threshold_is_marked_where_it_refuses(
    threshold: float, roc: tuple[float, float], precision: tuple[float, float]
) -> None:
    for axes, expected in zip(figures.ranking(TARGET, PROBABILITY, threshold).axes, (roc, precision), strict=True):
        ((x, y),) = np.array(axes.lines[-1].get_xydata()).tolist()
        assert (x, y) == pytest.approx(expected)


def test_who_refuses_nobody_is_said_so() -> None:
    assert several(figures.ranking(TARGET, PROBABILITY, 0.9))[1][0] == "At 90.0% nobody is refused"


def test_gains_say_what_is_seen() -> None:
    figure = figures.gains(np.repeat(TARGET, 10), np.linspace(0, 1, 60))
    (gained, *_), (lifted, *_) = several(figure)
    # Of sixty clients the riskiest six are all defaults, of twenty.
    assert gained == "The riskiest 10% of the clients\nhold 30% of the defaults"
    assert lifted == "The riskiest tenth defaults 3.0 times as often as all,\nthe safest 0.00 times"
    assert is_png(figure)


def test_gains_table_has_a_line_per_tenth() -> None:
    table = figures.gains_table(np.repeat(TARGET, 10), np.linspace(0, 1, 60))
    assert table.index.tolist() == list(range(1, 11))
    assert table.iloc[0].tolist() == ["6", "6", "100.0%", "30.0%", "3.00"]
    assert table.iloc[-1].tolist() == ["6", "0", "0.0%", "100.0%", "1.00"]
