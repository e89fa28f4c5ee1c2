"""The bars of a distribution with the client marked, drawn by bqplot and built once."""

from __future__ import annotations

import numpy as np
from bqplot import Axis, Bars, Figure, Label, LinearScale, Lines
from ipywidgets import Layout

from advisor.charts.picture import Picture
from advisor.formats import Formats

MARGIN = {"top": 28, "bottom": 44, "left": 56, "right": 16}


class BandsChart:
    """A figure that shows one picture after the other."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale(min=0.0)
        scales = {"x": self._x, "y": self._y}
        self.bars = Bars(x=[0], y=[0], scales=scales, padding=0.12, stroke=None)
        self.line = Lines(x=[0, 0], y=[0, 0], scales=scales, colors=["var(--ink)"], stroke_width=2)
        self.name = Label(x=[0], y=[0], text=[""], scales=scales, colors=["var(--ink)"], default_size=13)
        self.across = Axis(scale=self._x, grid_lines="none")
        self.up = Axis(scale=self._y, orientation="vertical", num_ticks=4)
        self.figure = Figure(
            marks=[self.bars, self.line, self.name],
            axes=[self.across, self.up],
            fig_margin=MARGIN,
            layout=Layout(width="100%", height="280px", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, picture: Picture, formats: Formats, still: bool) -> None:
        """Show a picture that has bars."""
        self.figure.animation_duration = 0 if still else 150
        counts = [bar.count for bar in picture.bars]
        self._x.min, self._x.max = -0.5, len(counts) - 0.5
        self._y.max = max(1.0, max(counts) * 1.12)
        with self.bars.hold_sync():
            self.bars.x, self.bars.y = np.arange(len(counts)), np.array(counts)
            self.bars.colors = ["var(--mine)" if bar.mine else "var(--bar)" for bar in picture.bars]
        self._mark(picture, formats)
        with self.across.hold_sync():
            self.across.tick_values = np.array(list(picture.ticks))
            self.across.tick_labels = {str(place): text for place, text in picture.ticks.items()}
            self.across.label = picture.axis
        self.up.label = formats.words.text("page.compare_clients")

    def _mark(self, picture: Picture, formats: Formats) -> None:
        self.line.visible = self.name.visible = picture.place is not None
        if picture.place is None:
            return
        top = float(self._y.max)
        left = picture.place < (len(picture.bars) - 1) / 2
        self.line.x, self.line.y = [picture.place, picture.place], [0, top]
        with self.name.hold_sync():
            self.name.x, self.name.y = [picture.place], [top]
            self.name.text = [formats.words.text("page.compare_mine")]
            self.name.align = "start" if left else "end"
            self.name.x_offset, self.name.y_offset = (6 if left else -6), -6
