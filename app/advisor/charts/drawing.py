"""The library that draws, bqplot, without pandas, which it imports and our charts never use: 40 MB of every session.

While bqplot is loaded a module stands in for pandas; then it goes, and whoever imports pandas gets pandas.
"""

from __future__ import annotations

import importlib
import sys
from types import ModuleType
from typing import Any


class Frameless:
    """Stands for a data frame where bqplot declares charts that take one (radar, market map); none is drawn here."""


def _instead() -> ModuleType:
    """Make what bqplot holds as pandas: pandas itself, loaded by the first use of anything but a data frame."""
    module = ModuleType("pandas")
    module.__dict__["DataFrame"] = Frameless
    module.__dict__["__getattr__"] = _loaded
    return module


def _loaded(name: str) -> Any:
    return getattr(importlib.import_module("pandas"), name)


def _load() -> None:
    if "pandas" in sys.modules:  # nothing to spare
        importlib.import_module("bqplot")
        return
    sys.modules["pandas"] = _instead()
    try:
        importlib.import_module("bqplot")
    finally:
        del sys.modules["pandas"]


_load()

from bqplot import (  # noqa: E402
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
