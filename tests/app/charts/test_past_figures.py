"""The charts of the past take any past, one after the other."""

from __future__ import annotations

from advisor.charts.past import Lane, Months
from advisor.charts.past_figures import CreditsChart, MonthsChart
from scoring.words.formats import formats

FR = formats("fr")


def test_lanes_are_drawn_by_their_state() -> None:
    chart = CreditsChart()
    chart.draw((Lane(-3, -2, "closed"), Lane(-2, 1, "running"), Lane(-1, -1, "refused")), FR, still=True)
    assert chart.lines["closed"].x.reshape(-1, 2).tolist() == [[-3, -2]]
    assert chart.lines["running"].y.reshape(-1, 2).tolist() == [[1, 1]]
    assert (chart.crosses.x.tolist(), chart.crosses.y.tolist()) == ([-1], [2])
    chart.draw((Lane(-1, -1, "refused"),), FR, still=False)
    assert [mark.visible for mark in chart.lines.values()] == [False, False]
    assert chart.crosses.visible


def test_months_are_bars_with_a_line_and_marks() -> None:
    chart = MonthsChart()
    chart.draw(Months((-1.0, -0.5), (100.0, 50.0), (-0.5,), (200.0, 200.0)), FR, still=True)
    assert chart.bars.y.tolist() == [100.0, 50.0]
    assert chart.line.y.tolist() == [200.0, 200.0]
    assert chart.late.x.tolist() == [-0.5]
    chart.draw(Months((-1.0,), (0.0,), (), ()), FR, still=True)
    assert not chart.line.visible
    assert not chart.late.visible
