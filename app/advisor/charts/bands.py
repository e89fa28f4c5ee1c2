"""The bars of a distribution with the client marked, and default rates over them; built once."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from ipywidgets import Layout

from advisor.charts.axes import MARGIN, fit, write_ticks
from advisor.charts.drawing import Axis, Bars, Figure, Label, LinearScale, Lines, Scatter
from advisor.charts.picture import Picture
from advisor.charts.ticks import round_step
from scoring.words.formats import Formats

ROOM = 1.12
"""Height of the axis against its highest bar: the client's name stands above the bars."""
STEPS = 5
MOVING = 150
"""Milliseconds in which values glide to the next picture."""


class BandsChart:
    """A figure that shows one picture after the other."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale(min=0.0)
        scales = {"x": self._x, "y": self._y}
        self.bars = Bars(x=[0], y=[0], scales=scales, padding=0.12, stroke=None)
        self.line = Lines(x=[0, 0], y=[0, 0], scales=scales, colors=["var(--ink)"], stroke_width=2)
        self.name = Label(x=[0], y=[0], text=[""], scales=scales, colors=["var(--ink)"], default_size=13)
        self._rate = LinearScale(min=0.0)
        rated = {"x": self._x, "y": self._rate}
        self.rates = Lines(x=[0, 1], y=[0, 0], scales=rated, colors=["var(--up)"], stroke_width=2)
        self.dots = Scatter(x=[0], y=[0], scales=rated, colors=["var(--up)"], marker="diamond", default_size=45)
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.up = Axis(scale=self._y, side="left", label_offset="48px")
        self.right = Axis(scale=self._rate, side="right", grid_lines="none", label_offset="48px")
        self.figure = Figure(
            marks=[self.bars, self.rates, self.dots, self.line, self.name],
            axes=[self.across, self.up, self.right],
            fig_margin=MARGIN,
            padding_y=0.0,
            layout=Layout(width="100%", height="100%", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, picture: Picture, formats: Formats, still: bool) -> None:
        """Show a picture that has bars."""
        self.figure.animation_duration = 0 if still else MOVING
        counts = [bar.count for bar in picture.bars]
        fit(self._x, -0.5, len(counts) - 0.5)
        self._scale(max(counts), formats)
        with self.bars.hold_sync():
            self.bars.x, self.bars.y = np.arange(len(counts)), np.array(counts)
            self.bars.colors = ["var(--mine)" if bar.mine else "var(--bar)" for bar in picture.bars]
        self._draw_rates([bar.default_rate for bar in picture.bars], formats)
        self._mark(picture, formats)
        write_ticks(self.across, picture.ticks, picture.axis)

    def _scale(self, most: int, formats: Formats) -> None:
        self._y.max = max(1.0, most * ROOM)
        step = max(1, round(round_step(max(1, most) / STEPS)))
        ticks: dict[float, str] = {count: formats.whole(count) for count in range(0, most + 1, step)}
        write_ticks(self.up, ticks, formats.words.text("page.compare_clients"))

    def _draw_rates(self, rates: Sequence[float | None], formats: Formats) -> None:
        """Draw a dot over each bar of a known rate; the line breaks where none is known."""
        known = [(place, rate) for place, rate in enumerate(rates) if rate is not None]
        self.rates.visible = self.dots.visible = self.right.visible = bool(known)
        if not known:
            return
        most = max(rate for _, rate in known)
        step = round_step(max(most, 0.01) / STEPS)
        self._rate.max = max(most, step) * ROOM
        # From the first known rate to the last: bqplot writes a line's (empty) label where it ends.
        first, last = known[0][0], known[-1][0]
        with self.rates.hold_sync():
            self.rates.x = np.arange(first, last + 1)
            self.rates.y = np.array([np.nan if rate is None else rate for rate in rates[first : last + 1]])
        with self.dots.hold_sync():
            self.dots.x, self.dots.y = (np.array(side) for side in zip(*known, strict=True))
        steps = [n * step for n in range(int(most / step) + 1)]
        ticks = dict(zip(steps, formats.ticks("", steps, "share"), strict=True))
        write_ticks(self.right, ticks, formats.words.text("page.compare_key_rate"))

    def _mark(self, picture: Picture, formats: Formats) -> None:
        self.line.visible = self.name.visible = picture.place is not None
        if picture.place is None:
            return
        top = float(self._y.max)
        left = picture.place < (len(picture.bars) - 1) / 2
        with self.line.hold_sync():
            self.line.x, self.line.y = [picture.place, picture.place], [0, top]
        with self.name.hold_sync():
            self.name.x, self.name.y = [picture.place], [top]
            self.name.text = [formats.words.text("page.compare_mine")]
            self.name.align = "start" if left else "end"
            self.name.x_offset, self.name.y_offset = (6 if left else -6), 14
