"""A curve over thresholds with the one in force marked, drawn by bqplot and built once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from ipywidgets import Layout

from advisor.charts.axes import MARGIN, write_ticks
from advisor.charts.drawing import Axis, Figure, Label, LinearScale, Lines

ROOM = 1.3
"""Height of the axis against the highest point: the mark's name stands above."""


class CurveChart:
    """A line, and a vertical one with its name."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(min=0.0), LinearScale(min=0.0)
        scales = {"x": self._x, "y": self._y}
        self.line = Lines(x=[0, 1], y=[0, 0], scales=scales, colors=["var(--accent)"], stroke_width=2)
        self.mark = Lines(x=[0, 0], y=[0, 1], scales=scales, colors=["var(--ink)"], line_style="dashed")
        self.name = Label(x=[0], y=[0], text=[""], scales=scales, colors=["var(--ink)"], default_size=13)
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.up = Axis(scale=self._y, side="left", label_offset="48px")
        self.figure = Figure(
            marks=[self.line, self.mark, self.name],
            axes=[self.across, self.up],
            fig_margin=MARGIN,
            padding_y=0.0,
            layout=Layout(width="100%", height="100%", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, points: Sequence[tuple[float, float]], at: float, named: str, still: bool) -> None:
        """Show a curve of (threshold, height), and name the threshold in force."""
        self.figure.animation_duration = 0 if still else 150
        across, heights = (np.array(values) for values in zip(*points, strict=True))
        self._x.max, self._y.max = float(across.max()), float(heights.max()) * ROOM or 1.0
        with self.line.hold_sync():
            self.line.x, self.line.y = across, heights
        with self.mark.hold_sync():
            self.mark.x, self.mark.y = [at, at], [0.0, self._y.max]
        with self.name.hold_sync():
            self.name.x, self.name.y, self.name.text = [at], [self._y.max], [named]
            left = at < self._x.max / 2
            self.name.align = "start" if left else "end"
            self.name.x_offset, self.name.y_offset = (6 if left else -6), 14

    def scale(self, across: Mapping[float, str], up: Mapping[float, str], axis: str) -> None:
        """Write the texts of the two axes, and the name of the one across."""
        write_ticks(self.across, across, axis)
        write_ticks(self.up, up)
