"""The library that draws, bqplot, without pandas, which it imports and our charts never use: 40 MB of every session."""

from __future__ import annotations

from scoring.standin import standing_in

with standing_in("pandas", "DataFrame"):  # of charts that take a frame (radar, market map): none is drawn here
    from bqplot import (
        Axis,
        Bars,
        Figure,
        GridHeatMap,
        Label,
        LinearScale,
        Lines,
        OrdinalColorScale,
        Scatter,
        Tooltip,
    )

__all__ = [
    "Axis",
    "Bars",
    "Figure",
    "GridHeatMap",
    "Label",
    "LinearScale",
    "Lines",
    "OrdinalColorScale",
    "Scatter",
    "Tooltip",
]
