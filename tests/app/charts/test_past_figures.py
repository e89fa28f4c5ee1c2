"""The charts of the past take any past, one after the other."""

from __future__ import annotations

from advisor.charts.past import Lane, Months, State
from advisor.charts.past_figures import CreditsChart, MonthsChart
from scoring.serving.questions import CreditElsewhere
from scoring.words.formats import DAYS_IN_YEAR, formats

FR = formats("fr")


def lane(start: float, end: float, state: State, amount: float = 1.0) -> Lane:
    row = CreditElsewhere("Car loan", "Closed", start * DAYS_IN_YEAR, None, None, amount, None, None, None, None)
    return Lane(start, end, state, row)


def test_lanes_are_drawn_by_their_state() -> None:
    chart = CreditsChart()
    chart.draw((lane(-3, -2, "closed"), lane(-2, 1, "running"), lane(-1, -1, "refused")), FR, still=True)
    assert chart.lines["closed"].x.reshape(-1, 2).tolist() == [[-3, -2]]
    assert chart.lines["running"].y.reshape(-1, 2).tolist() == [[1, 1]]
    assert (chart.crosses.x.tolist(), chart.crosses.y.tolist()) == ([-1], [2])
    chart.draw((lane(-1, -1, "refused"),), FR, still=False)
    assert [mark.visible for mark in chart.lines.values()] == [False, False]
    assert chart.crosses.visible


def test_each_lane_says_which_it_is_and_two_alike_have_a_lane_each() -> None:
    chart = CreditsChart()
    credits = (lane(-3, -2, "closed", 1.0), lane(-3, -2, "closed", 2.0), lane(-1, -1, "refused", 3.0))
    chart.draw((*credits, lane(-1, -1, "refused", 4.0)), FR, still=True)
    assert [name.split(" · ")[1] for name in chart.lines["closed"].labels] == ["1", "2"]
    assert chart.lines["closed"].y.reshape(-1, 2)[:, 0].tolist() == [0, 1]
    assert [name.split(" · ")[1] for name in chart.crosses.names] == ["3", "4"]
    assert chart.crosses.y.tolist() == [2, 3]
    assert {mark.tooltip for mark in (*chart.lines.values(), chart.crosses)} == {chart.tooltip}


def test_months_are_bars_with_a_line_and_marks() -> None:
    chart = MonthsChart()
    chart.draw(Months((-1.0, -0.5), (100.0, 50.0), (-0.5,), (200.0, 200.0)), FR, still=True)
    assert chart.bars.y.tolist() == [100.0, 50.0]
    assert chart.line.y.tolist() == [200.0, 200.0]
    assert chart.late.x.tolist() == [-0.5]
    chart.draw(Months((-1.0,), (0.0,), (), ()), FR, still=True)
    assert not chart.line.visible
    assert not chart.late.visible
