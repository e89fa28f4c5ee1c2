"""How every plot looks."""

from __future__ import annotations

import io

from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, LINE, RISK_UP, RISK_DOWN, GREY = "#1b1f24", "#d9dde3", "#b3332c", "#2166ac", "#6b7280"


class Plot(Figure):
    """A figure that a notebook shows by itself: pyplot, which would, is never imported."""

    def _repr_png_(self) -> bytes:
        content = io.BytesIO()
        self.savefig(content, format="png")
        return content.getvalue()


def axes(title: str, x: str, y: str, width: float = 7.0, height: float = 4.0) -> tuple[Figure, Axes]:
    """Make one plot with a title that states what is seen and named axes; sizes in inches."""
    figure = Plot(figsize=(width, height), layout="constrained")
    drawn = figure.add_subplot()
    drawn.set_title(title, loc="left", color=INK, fontsize=11)
    drawn.set_xlabel(x, color=INK)
    drawn.set_ylabel(y, color=INK)
    drawn.spines[["top", "right"]].set_visible(False)
    drawn.grid(axis="y", color=LINE, linewidth=0.6)
    drawn.set_axisbelow(True)
    return figure, drawn
