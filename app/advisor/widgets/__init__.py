"""Four small widgets of the page that no library draws well: gauge, force plot, client finder, slider."""

from __future__ import annotations

from advisor.widgets.finder import Finder
from advisor.widgets.force import ForcePlot
from advisor.widgets.gauge import Gauge
from advisor.widgets.slider import Slider

__all__ = ["Finder", "ForcePlot", "Gauge", "Slider"]
