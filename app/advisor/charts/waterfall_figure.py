"""The waterfall of one client's contributions, drawn by bqplot and built once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ipywidgets import Layout

from advisor.charts.axes import MARGIN, fit, write_ticks
from advisor.charts.drawing import Axis, Figure, LinearScale, Lines
from advisor.charts.ticks import round_step
from advisor.charts.waterfall import Step
from scoring.words.formats import Formats

COLOURS = {True: "var(--up)", False: "var(--down)"}
TICKS = 5


class WaterfallChart:
    """A bar for each step, in rows of one height, and a dashed line where the explanation starts."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale()
        scales = {"x": self._x, "y": self._y}
        self.bars = {
            raises: Lines(x=[[0, 0]], y=[[0, 0]], scales=scales, colors=[colour], stroke_width=10)
            for raises, colour in COLOURS.items()
        }
        self.base = Lines(x=[0, 0], y=[0, 1], scales=scales, colors=["var(--bar)"], line_style="dashed")
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.figure = Figure(
            marks=[self.base, *self.bars.values()],
            axes=[self.across],
            fig_margin=MARGIN,
            padding_y=0.0,
            layout=Layout(width="100%", height="100%", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, steps: Sequence[Step], formats: Formats, still: bool) -> None:
        """Show steps, of which there is one at least: the first one on top."""
        self.figure.animation_duration = 0 if still else 150
        ends = [end for step in steps for end in (step.start, step.end)]
        room = 0.04 * (max(ends) - min(ends)) or 0.01
        low, high = max(0.0, min(ends) - room), max(ends) + room
        fit(self._x, low, high)
        fit(self._y, -0.5, len(steps) - 0.5)
        with self.base.hold_sync():
            self.base.x, self.base.y = [steps[0].start] * 2, [-0.5, len(steps) - 0.5]
        rows = list(enumerate(reversed(steps)))
        for raises, mark in self.bars.items():
            own = [(place, step) for place, step in rows if step.raises is raises]
            mark.visible = bool(own)
            if own:
                with mark.hold_sync():
                    mark.x = np.array([[step.start, step.end] for _, step in own])
                    mark.y = np.array([[place - 0.22, place - 0.22] for place, _ in own])
        self._scale(low, high, formats)

    def _scale(self, low: float, high: float, formats: Formats) -> None:
        unit = round_step((high - low) / TICKS)
        places = [unit * n for n in range(int(low // unit) + 1, int(high // unit) + 1)]
        ticks = {place: formats.tick("", place, "share") for place in places}
        write_ticks(self.across, ticks, formats.words.text("page.gauge_probability"))
