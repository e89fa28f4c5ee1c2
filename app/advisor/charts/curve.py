"""A curve over thresholds with some of them marked by name, drawn by bqplot and built once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from ipywidgets import Layout

from advisor.charts.axes import MARGIN, write_ticks
from advisor.charts.drawing import Axis, Figure, Label, LinearScale, Lines

ROOM = 1.45
"""Height of the axis against the highest point: the marks' names stand above."""
LINE = 0.14
"""Height of one name, as a share of the axis."""
STYLES = (("var(--ink)", "dashed"), ("var(--accent)", "dotted"))
"""Colour and stroke of the marks, in their order: their names tell them apart as well."""


class Mark:
    """A vertical line with a name beside its upper end."""

    def __init__(self, scales: Mapping[str, Any], colour: str, stroke: str) -> None:
        self.line = Lines(x=[0, 0], y=[0, 1], scales=scales, colors=[colour], line_style=stroke)
        self.name = Label(x=[0], y=[0], text=[""], scales=scales, colors=[colour], default_size=13)

    def draw(self, at: float, named: str, height: float, left: bool) -> None:
        """Stand at a threshold, as high as that; the name stands on the side with more room."""
        with self.line.hold_sync():
            self.line.x, self.line.y = [at, at], [0.0, height]
        with self.name.hold_sync():
            self.name.x, self.name.y, self.name.text = [at], [height], [named]
            self.name.align = "start" if left else "end"
            self.name.x_offset, self.name.y_offset = (6 if left else -6), 14


class CurveChart:
    """A line, and vertical ones with their names."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(min=0.0), LinearScale(min=0.0)
        scales = {"x": self._x, "y": self._y}
        self.line = Lines(x=[0, 1], y=[0, 0], scales=scales, colors=["var(--accent)"], stroke_width=2)
        self.marks = [Mark(scales, colour, stroke) for colour, stroke in STYLES]
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.up = Axis(scale=self._y, side="left", label_offset="48px")
        self.figure = Figure(
            marks=[self.line, *(drawn for mark in self.marks for drawn in (mark.line, mark.name))],
            axes=[self.across, self.up],
            fig_margin=MARGIN,
            padding_y=0.0,
            layout=Layout(width="100%", height="100%", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, points: Sequence[tuple[float, float]], marked: Sequence[tuple[float, str]], still: bool) -> None:
        """Show a curve of (threshold, height), with two thresholds marked by name; one beyond the curve is left out."""
        self.figure.animation_duration = 0 if still else 150
        across, heights = (np.array(values) for values in zip(*points, strict=True))
        self._x.max, self._y.max = float(across.max()), float(heights.max()) * ROOM or 1.0
        with self.line.hold_sync():
            self.line.x, self.line.y = across, heights
        middle = self._x.max / 2
        # The line that another's name would cross ends below that name.
        falling = sorted((at for at, _ in marked), reverse=all(at >= middle for at, _ in marked))
        for place, (mark, (at, named)) in enumerate(zip(self.marks, marked, strict=True)):
            rank = falling.index(at) if falling.count(at) == 1 else place
            mark.line.visible = mark.name.visible = at <= self._x.max
            mark.draw(at, named, self._y.max * (1 - LINE * rank), at < middle)

    def scale(self, across: Mapping[float, str], up: Mapping[float, str], axis: str) -> None:
        """Write the texts of the two axes, and the name of the one across."""
        write_ticks(self.across, across, axis)
        write_ticks(self.up, up)
