"""Cells of two variables, coloured, with the client's own outlined; drawn by bqplot and built once."""

from __future__ import annotations

import numpy as np
from ipywidgets import Layout

from advisor.charts.axes import MARGIN, fit, write_ticks
from advisor.charts.drawing import Axis, Figure, GridHeatMap, LinearScale, Lines, OrdinalColorScale
from advisor.charts.grid import CLASSES, Grid

COLOURS = {"rate": "up", "count": "down"}
"""The hue of each shade, whose steps the style sheet declares."""


class DensityChart:
    """A figure that shows one grid after the other."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale()
        self._colour = OrdinalColorScale(domain=list(range(CLASSES + 1)), colors=_colours("rate"))
        self.cells = GridHeatMap(
            color=np.zeros((2, 2)),
            row=np.array([-0.5, 0.5, 1.5]),
            column=np.array([-0.5, 0.5, 1.5]),
            scales={"row": self._y, "column": self._x, "color": self._colour},
            stroke="transparent",
        )
        scales = {"x": self._x, "y": self._y}
        # The outline is seen on every colour: paper under ink.
        self.halo, self.outline = (
            Lines(x=[0, 0], y=[0, 0], scales=scales, colors=[f"var(--{colour})"], stroke_width=width)
            for colour, width in (("paper", 6), ("ink", 3))
        )
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.up = Axis(scale=self._y, side="left", grid_lines="none", label_offset="112px")
        self.figure = Figure(
            marks=[self.cells, self.halo, self.outline],
            axes=[self.across, self.up],
            fig_margin=MARGIN,
            padding_x=0.0,
            padding_y=0.0,
            layout=Layout(width="100%", height="100%", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, grid: Grid, shade: str, still: bool) -> None:
        """Show a grid that has cells."""
        self.figure.animation_duration = 0 if still else 150
        columns, rows = len(grid.across.bands), len(grid.up.bands)
        # Of one row or column, bqplot would make a list: there is an empty one beyond the axis.
        colours = np.zeros((max(2, rows), max(2, columns)))
        for square in grid.squares:
            colours[square.up, square.across] = square.colour
        fit(self._x, -0.5, columns - 0.5)
        fit(self._y, -0.5, rows - 0.5)
        self._colour.colors = _colours(shade)
        # Together, because bqplot checks that the three agree; in one message.
        with self.cells.hold_sync(), self.cells.hold_trait_notifications():
            self.cells.row, self.cells.column = (np.arange(size + 1) - 0.5 for size in colours.shape)
            self.cells.color = colours
        self._mark(grid.marked)
        for axis, side in ((self.across, grid.across), (self.up, grid.up)):
            write_ticks(axis, side.ticks, side.title)

    def _mark(self, place: tuple[int, int] | None) -> None:
        self.halo.visible = self.outline.visible = place is not None
        if place is None:
            return
        x, y = place
        for line in (self.halo, self.outline):
            with line.hold_sync():
                line.x = np.array([x - 0.5, x + 0.5, x + 0.5, x - 0.5, x - 0.5])
                line.y = np.array([y - 0.5, y - 0.5, y + 0.5, y + 0.5, y - 0.5])


def _colours(shade: str) -> list[str]:
    return ["transparent", *(f"var(--{COLOURS[shade]}-{number})" for number in range(1, CLASSES + 1))]
