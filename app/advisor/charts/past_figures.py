"""The charts of a client's past, drawn by bqplot and built once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ipywidgets import Layout

from advisor.charts.axes import MARGIN, fit, write_ticks
from advisor.charts.drawing import Axis, Bars, Figure, LinearScale, Lines, Scatter, Tooltip
from advisor.charts.past import Lane, Months, State, named, year_ticks
from advisor.charts.ticks import round_step
from scoring.words.formats import Formats

COLOURS: dict[State, str] = {"running": "var(--accent)", "closed": "var(--muted)", "refused": "var(--up)"}
WIDTHS: dict[State, int] = {"running": 7, "closed": 4}
STEPS = 4
ROOM = 1.15
"""Height of the axis against the highest bar: marks stand above the bars."""


def _figure(marks: list[Bars | Lines | Scatter], axes: list[Axis]) -> Figure:
    layout = Layout(width="100%", height="100%", min_width="0")
    made = Figure(marks=marks, axes=axes, fig_margin=MARGIN, padding_y=0.0, layout=layout, display_toolbar=False)
    return made.add_class("adv-bands")


class CreditsChart:
    """A lane for each credit, a cross for each request that led to none; pointed at, they say which it is."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale()
        scales = {"x": self._x, "y": self._y}
        self.tooltip = Tooltip(fields=["name"], show_labels=False)
        self.lines = {
            state: Lines(
                x=[[0, 0]], y=[[0, 0]], scales=scales, colors=[COLOURS[state]], stroke_width=width, labels=[""],
                tooltip=self.tooltip,
            )
            for state, width in WIDTHS.items()
        }  # fmt: skip
        self.crosses = Scatter(
            x=[0], y=[0], scales=scales, colors=[COLOURS["refused"]], marker="cross", default_size=60,
            display_names=False, names=[""], tooltip=self.tooltip,
        )  # fmt: skip
        self.today = Lines(x=[0, 0], y=[0, 1], scales=scales, colors=["var(--ink)"], line_style="dashed")
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.figure = _figure([self.today, *self.lines.values(), self.crosses], [self.across]).add_class("adv-lanes")

    def draw(self, lanes: Sequence[Lane], formats: Formats, still: bool) -> None:
        """Show lanes, of which there is one at least."""
        self.figure.animation_duration = 0 if still else 150
        names = [named(lane, formats) for lane in lanes]
        low, high = min(lane.start for lane in lanes), max(0.0, *(lane.end for lane in lanes))
        fit(self._x, low - 0.1, high + 0.1)
        fit(self._y, -1.0, float(len(lanes)))
        self.today.y = [-1.0, float(len(lanes))]
        for state, mark in self.lines.items():
            own = [(place, lane) for place, lane in enumerate(lanes) if lane.state == state]
            with mark.hold_sync():
                mark.visible = bool(own)
                if own:
                    mark.x = np.array([[lane.start, max(lane.end, lane.start + 0.03)] for _, lane in own])
                    mark.y = np.array([[place, place] for place, _ in own])
                    mark.colors = [COLOURS[state]] * len(own)
                    mark.labels = [names[place] for place, _ in own]
        refused = [(place, lane.start) for place, lane in enumerate(lanes) if lane.state == "refused"]
        with self.crosses.hold_sync():
            self.crosses.visible = bool(refused)
            if refused:
                self.crosses.y, self.crosses.x = np.array(refused).T
                self.crosses.names = np.array([names[place] for place, _ in refused])
        write_ticks(self.across, year_ticks(low, high, formats), formats.words.text("page.axis_days"))


class MonthsChart:
    """A bar for each month, a triangle above those in which something was late, and a line over them."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale(min=0.0)
        scales = {"x": self._x, "y": self._y}
        self.bars = Bars(x=[0], y=[0], scales=scales, padding=0.15, stroke=None, colors=["var(--bar)"])
        self.line = Lines(x=[0, 0], y=[0, 0], scales=scales, colors=["var(--accent)"], interpolation="step-after")
        self.late = Scatter(x=[0], y=[0], scales=scales, colors=["var(--up)"], marker="triangle-up", default_size=50)
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.up = Axis(scale=self._y, side="left", label_offset="48px")
        self.figure = _figure([self.bars, self.line, self.late], [self.across, self.up])

    def draw(self, months: Months, formats: Formats, still: bool) -> None:
        """Show months, of which there is one at least."""
        self.figure.animation_duration = 0 if still else 150
        low, high = min(months.places), max(months.places)
        fit(self._x, low - 0.08, max(high, 0.0) + 0.08)
        heights = dict(zip(months.places, months.heights, strict=True))
        most = max(1.0, *heights.values(), *months.line)
        self._y.max = most * ROOM
        with self.bars.hold_sync():
            self.bars.x, self.bars.y = np.array(months.places), np.array(months.heights)
        with self.line.hold_sync():
            self.line.visible = len(months.line) > 1
            if self.line.visible:
                self.line.x, self.line.y = np.array(months.places), np.array(months.line)
        with self.late.hold_sync():
            self.late.visible = bool(months.marked)
            if months.marked:
                self.late.x = np.array(months.marked)
                self.late.y = np.array([heights[place] + most * 0.06 for place in months.marked])
        step = round_step(most / STEPS)
        write_ticks(self.up, {step * n: formats.tick("", step * n, "money") for n in range(int(most // step) + 1)})
        write_ticks(self.across, year_ticks(low, max(high, 0.0), formats), formats.words.text("page.axis_days"))
