"""How every plot looks."""

from __future__ import annotations

import io
from collections.abc import Sequence
from contextlib import AbstractContextManager

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

INK, LINE, RISK_UP, RISK_DOWN, GREY = "#1b1f24", "#d9dde3", "#b3332c", "#2166ac", "#6b7280"


class Plot(Figure):
    """A figure that a notebook shows by itself: pyplot, which would, is never imported."""

    def _repr_png_(self) -> bytes:
        content = io.BytesIO()
        self.savefig(content, format="png")
        return content.getvalue()


class Table(pd.DataFrame):  # type: ignore[misc]
    """A table that a notebook shows whole: no text is cut, no line left out."""

    def __repr__(self) -> str:
        with _whole():
            return str(super().__repr__())

    def _repr_html_(self) -> str:
        with _whole():
            return str(super()._repr_html_())


def _whole() -> AbstractContextManager[None]:
    limits = {"max_colwidth": None, "max_rows": None, "max_columns": None, "width": 1000}
    whole: AbstractContextManager[None] = pd.option_context({f"display.{name}": limits[name] for name in limits})
    return whole


def axes(title: str, x: str, y: str, width: float = 7.0, height: float = 4.0) -> tuple[Figure, Axes]:
    """Make one plot with a title that states what is seen and named axes; sizes in inches."""
    figure = Plot(figsize=(width, height), layout="constrained")
    return figure, dressed(figure.add_subplot(), title, x, y)


def panels(heights: Sequence[float], columns: int, width: float = 11.0) -> tuple[Figure, list[Axes]]:
    """Make a plot of several, row by row, each row as high as told; sizes in inches."""
    figure = Plot(figsize=(width, sum(heights)), layout="constrained")
    made = figure.subplots(len(heights), columns, squeeze=False, height_ratios=heights)
    return figure, list(made.flat)


def dressed(drawn: Axes, title: str, x: str, y: str) -> Axes:
    """Give a plot its title, the names of its axes and the look of every plot."""
    drawn.set_title(title, loc="left", color=INK, fontsize=11)
    drawn.set_xlabel(x, color=INK)
    drawn.set_ylabel(y, color=INK)
    drawn.spines[["top", "right"]].set_visible(False)
    drawn.grid(axis="y", color=LINE, linewidth=0.6)
    drawn.set_axisbelow(True)
    return drawn
