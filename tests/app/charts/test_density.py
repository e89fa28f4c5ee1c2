"""The chart of two variables is built once and shows one grid after the other."""

from __future__ import annotations

from advisor.charts.density import DensityChart
from advisor.charts.grid import Grid, Side, Square

ACROSS = Side("income", ("a", "b", "c"), {0.0: "0", 2.0: "20"}, 2)
UP = Side("age", ("x", "y"), {-0.5: "30"}, 1)
SIX = Grid(ACROSS, UP, (Square(0, 0, 40, None, 3), Square(2, 1, 30, 0.1, 6)), ("1", "2", "3", "4", "5", "6"))
ONE = Grid(Side("a", ("a",), {}, None), Side("b", ("b",), {}, 0), (), ())


def test_cells_have_their_colours_and_the_client_an_outline() -> None:
    chart = DensityChart()
    chart.draw(SIX, "count", still=False)
    assert chart.cells.color.tolist() == [[3, 0, 0], [0, 0, 6]]
    assert chart.cells.column.tolist() == [-0.5, 0.5, 1.5, 2.5]
    assert (chart.outline.x.min(), chart.outline.x.max()) == (1.5, 2.5)
    assert (chart.outline.y.min(), chart.outline.y.max()) == (0.5, 1.5)
    assert (chart.across.label, chart.up.label) == ("income", "age")
    assert chart.across.tick_labels == {"0": "0", "2": "20"}
    assert chart.figure.animation_duration == 150


def test_the_next_grid_replaces_it() -> None:
    chart = DensityChart()
    chart.draw(SIX, "count", still=True)
    before = chart.cells.scales["color"].colors
    chart.draw(ONE, "rate", still=True)
    assert chart.cells.color.tolist() == [[0, 0], [0, 0]]
    assert chart._x.max == 0.5
    assert not chart.outline.visible
    assert chart.cells.scales["color"].colors != before
    assert chart.figure.animation_duration == 0
