"""The map of what is granted, amount by duration, drawn by bqplot and built once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from ipywidgets import Layout

from advisor import offered
from advisor.charts.axes import MARGIN, fit, write_ticks
from advisor.charts.drawing import Axis, Figure, Label, LinearScale, Scatter, Tooltip
from advisor.charts.ticks import round_step
from scoring.serving.questions import MapCell, OfferMap, State
from scoring.words.formats import Formats

MARKS: dict[State, tuple[str, str, int]] = {
    "granted": ("circle", "var(--down)", 56),
    "review": ("diamond", "var(--accent)", 64),
    "refused": ("cross", "var(--up)", 56),
    "outside": ("circle", "var(--muted)", 6),
}
"""Sign, colour and size of each state: no two have the same sign at the same size."""
STEPS = 5
Place = tuple[float, int | None]
"""An amount and months."""


class AcceptanceChart:
    """A sign for each point of the map, rings around what was asked and what is offered."""

    def __init__(self) -> None:
        self._x, self._y = LinearScale(), LinearScale()
        scales = {"x": self._x, "y": self._y}
        self.tooltip = Tooltip(fields=["name"], show_labels=False)
        self.points = {
            state: Scatter(
                x=[0], y=[0], scales=scales, marker=marker, colors=[colour], default_size=size, tooltip=self.tooltip,
                display_names=False, names=[""], stroke_width=0,
            )
            for state, (marker, colour, size) in MARKS.items()
        }  # fmt: skip
        self.rings = Scatter(
            x=[0], y=[0], scales=scales, marker="circle", colors=["var(--ink)"], fill=False, default_size=220,
            stroke_width=2,
        )  # fmt: skip
        self.names = Label(
            x=[0], y=[0], text=[""], scales=scales, colors=["var(--ink)"], default_size=13, font_weight="bold"
        )
        self.across = Axis(scale=self._x, grid_lines="none", label_offset="36px")
        self.up = Axis(scale=self._y, side="left", grid_lines="none", label_offset="40px")
        self.figure = Figure(
            marks=[*self.points.values(), self.rings, self.names],
            axes=[self.across, self.up],
            fig_margin=MARGIN,
            padding_x=0.0,
            padding_y=0.0,
            animation_duration=0,
            layout=Layout(width="100%", height="100%", min_width="0"),
            display_toolbar=False,
        ).add_class("adv-bands")

    def draw(self, found: OfferMap, marked: Mapping[str, Place], formats: Formats) -> None:
        """Show a map that has cells, with the places `marked` by their names."""
        self._fit(found, [*marked.values()], formats)
        for state, mark in self.points.items():
            self._put(mark, [cell for cell in found.cells if cell.state == state], formats)
        with self.rings.hold_sync():
            self.rings.x = np.array([amount for amount, _ in marked.values()])
            self.rings.y = np.array([months or 0 for _, months in marked.values()])
        with self.names.hold_sync():
            self.names.x, self.names.y = self.rings.x, self.rings.y
            self.names.text = [*marked]
            self.names.x_offset, self.names.y_offset = 10, -10

    def _fit(self, found: OfferMap, marked: Sequence[Place], formats: Formats) -> None:
        amounts = [*found.amounts, *(amount for amount, _ in marked)]
        months = [each or 0 for each in (*found.durations, *(months for _, months in marked))]
        wide, tall = max(amounts) - min(amounts), max(months) - min(months)
        fit(self._x, min(amounts) - 0.04 * wide, max(amounts) + 0.06 * wide)
        fit(self._y, min(months) - 0.06 * tall - 0.5, max(months) + 0.08 * tall + 0.5)
        step = round_step(max(amounts) / STEPS)
        ticks = [step * n for n in range(1, int(max(amounts) // step) + 1) if step * n >= min(amounts)]
        amount, duration = (
            formats.words.text(f"page.{name}") for name in ("offers_axis_amount", "axis_duration_months")
        )
        write_ticks(self.across, dict(zip(ticks, formats.ticks("", ticks, "money"), strict=True)), amount)
        years = (12.0 * n for n in range(1, int(max(months) // 12) + 1)) if tall else ()
        write_ticks(self.up, {tick: formats.whole(tick) for tick in years if tick >= min(months)}, duration)
        self.up.visible = tall > 0

    def _put(self, mark: Scatter, cells: Sequence[MapCell], formats: Formats) -> None:
        mark.visible = bool(cells)
        if not cells:
            return
        with mark.hold_sync():
            mark.x = np.array([cell.amount for cell in cells])
            mark.y = np.array([cell.duration or 0 for cell in cells])
            mark.names = np.array([offered.cell(cell, formats) for cell in cells])
