"""The chart is built once and shows one picture after the other."""

from __future__ import annotations

from advisor.charts.bands import BandsChart
from advisor.charts.picture import Bar, Picture
from scoring.words.formats import formats

THREE = Picture(
    (Bar("a", 5, None, False), Bar("b", 40, 0.1, True), Bar("c", 1, None, False)), 1.25, {-0.5: "0", 1.5: "20"}, "years"
)
NOBODY = Picture((Bar("a", 0, None, False), Bar("b", 2, None, False)), None, {0.0: "0", 1.0: "1"}, "")


def test_bars_the_client_and_the_axes() -> None:
    chart = BandsChart()
    chart.draw(THREE, formats("en"), still=False)
    assert list(chart.bars.y) == [5, 40, 1]
    assert [color == "var(--mine)" for color in chart.bars.colors] == [False, True, False]
    assert list(chart.line.x) == [1.25, 1.25]
    assert list(chart.name.text) == ["this client"]
    assert chart.across.tick_labels == {"-0.5": "0", "1.5": "20"}
    assert (chart.across.label, chart.up.label) == ("years", "clients")
    assert chart.figure.animation_duration == 150


def test_the_next_picture_replaces_it() -> None:
    chart = BandsChart()
    chart.draw(THREE, formats("en"), still=True)
    chart.draw(NOBODY, formats("en"), still=True)
    assert list(chart.bars.y) == [0, 2]
    assert not chart.line.visible
    assert chart.across.tick_labels == {"0": "0", "1": "1"}  # as JavaScript writes the numbers
    assert chart.figure.animation_duration == 0


def test_the_count_axis_has_whole_steps() -> None:
    chart = BandsChart()
    chart.draw(NOBODY, formats("fr"), still=True)
    assert list(chart.up.tick_labels) == ["0", "1", "2"]


def test_the_line_of_rates_ends_at_a_known_one() -> None:
    # bqplot places a label where a line ends: at an unknown rate it would write "undefined" into the picture.
    rates = (None, 0.1, None, 0.2, None)
    chart = BandsChart()
    chart.draw(Picture(tuple(Bar("a", 9, rate, False) for rate in rates), None, {}, ""), formats("en"), still=True)
    assert list(chart.rates.x) == [1, 2, 3]
    assert [None if rate != rate else rate for rate in chart.rates.y] == [0.1, None, 0.2]
    assert (list(chart.dots.x), list(chart.dots.y)) == ([1, 3], [0.1, 0.2])
