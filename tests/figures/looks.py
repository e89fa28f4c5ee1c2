"""What every figure has."""

from __future__ import annotations

from matplotlib.figure import Figure
from matplotlib.patches import Rectangle


def drawn(figure: Figure) -> tuple[str, str, str]:
    """Draw the figure; give its title and the names of its axes, none of which may be missing."""
    figure.draw_without_rendering()
    (axes,) = figure.axes
    texts = axes.get_title(loc="left"), axes.get_xlabel(), axes.get_ylabel()
    assert texts[0]
    assert texts[1]
    assert texts[2] or axes.get_yticklabels()
    return texts


def several(figure: Figure) -> list[tuple[str, str, str]]:
    """Draw a figure of several plots; give the title and the names of the axes of each."""
    figure.draw_without_rendering()
    return [(axes.get_title(loc="left"), axes.get_xlabel(), axes.get_ylabel()) for axes in figure.axes]


def is_png(figure: Figure) -> bool:
    """Whether a notebook that shows the figure by itself gets a picture."""
    show = getattr(figure, "_repr_png_", None)
    return show is not None and show().startswith(b"\x89PNG")


def bars(figure: Figure) -> list[Rectangle]:
    """The bars of a figure's one plot, in the order drawn."""
    (axes,) = figure.axes
    return [patch for patch in axes.patches if isinstance(patch, Rectangle)]
