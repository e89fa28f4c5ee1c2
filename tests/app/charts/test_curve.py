"""A curve with two thresholds marked: the one in force, and another."""

from __future__ import annotations

import pytest

from advisor.charts.curve import LINE, ROOM, CurveChart

TOP = 3.0 * ROOM
BELOW = TOP * (1 - LINE)


@pytest.mark.parametrize(
    ("now", "best", "aligns", "heights"),
    [  # no line crosses another's name
        (0.10, 0.12, ["start", "start"], [TOP, BELOW]),
        (0.12, 0.10, ["start", "start"], [BELOW, TOP]),
        (0.40, 0.42, ["end", "end"], [BELOW, TOP]),
        (0.10, 0.40, ["start", "end"], [TOP, BELOW]),
        (0.10, 0.10, ["start", "start"], [TOP, BELOW]),
    ],
)
def test_a_curve_and_its_marks(now: float, best: float, aligns: list[str], heights: list[float]) -> None:
    chart = CurveChart()
    chart.draw([(0.0, 1.0), (0.25, 3.0), (0.5, 2.0)], [(now, "now"), (best, "best")], still=True)
    chart.scale({0.0: "0 %", 0.5: "50 %"}, {0.0: "0", 3.0: "3"}, "limit")
    assert list(chart.line.y) == [1.0, 3.0, 2.0]
    assert [list(mark.line.x) for mark in chart.marks] == [[now, now], [best, best]]
    assert [list(mark.name.text) for mark in chart.marks] == [["now"], ["best"]]
    assert [mark.name.align for mark in chart.marks] == aligns
    assert [list(mark.line.y) for mark in chart.marks] == [[0.0, height] for height in heights]
    assert (chart.across.label, chart.up.tick_labels) == ("limit", {"0": "0", "3": "3"})


def test_nothing_accepted_at_any_threshold_is_drawn_flat() -> None:
    chart = CurveChart()
    chart.draw([(0.0, 0.0), (1.0, 0.0)], [(0.5, "now"), (0.6, "best")], still=False)
    assert max(list(mark.line.y)[1] for mark in chart.marks) == 1.0


def test_a_mark_beyond_the_curve_is_left_out() -> None:
    chart = CurveChart()
    chart.draw([(0.0, 0.0), (0.5, 1.0)], [(0.1, "now"), (0.6, "best")], still=False)
    assert [(mark.line.visible, mark.name.visible) for mark in chart.marks] == [(True, True), (False, False)]
