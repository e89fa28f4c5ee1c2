"""A curve with the threshold in force marked."""

from __future__ import annotations

import pytest

from advisor.charts.curve import ROOM, CurveChart


@pytest.mark.parametrize(("at", "align"), [(0.1, "start"), (0.4, "end")])
def test_a_curve_and_its_mark(at: float, align: str) -> None:
    chart = CurveChart()
    chart.draw([(0.0, 1.0), (0.25, 3.0), (0.5, 2.0)], at, "now", still=True)
    chart.scale({0.0: "0 %", 0.5: "50 %"}, {0.0: "0", 3.0: "3"}, "limit")
    assert list(chart.line.y) == [1.0, 3.0, 2.0]
    assert list(chart.mark.x) == [at, at]
    assert (list(chart.name.text), chart.name.align) == (["now"], align)
    assert list(chart.mark.y) == [0.0, 3.0 * ROOM]
    assert (chart.across.label, chart.up.tick_labels) == ("limit", {"0": "0", "3": "3"})


def test_nothing_accepted_at_any_threshold_is_drawn_flat() -> None:
    chart = CurveChart()
    chart.draw([(0.0, 0.0), (1.0, 0.0)], 0.5, "now", still=False)
    assert list(chart.mark.y) == [0.0, 1.0]
