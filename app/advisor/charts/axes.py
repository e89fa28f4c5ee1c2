"""What bqplot needs to draw axes with texts of our own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from advisor.charts.drawing import Axis, LinearScale

# bqplot draws once before it has a size, and a margin would then make a width negative: the
# style sheet gives the axes their room instead.
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), 0)


def fit(scale: LinearScale, low: float, high: float) -> None:
    """Make a scale reach from one value to another: in one message, as every message draws all marks again."""
    with scale.hold_sync():
        scale.min, scale.max = low, high


def write_ticks(axis: Axis, ticks: Mapping[float, str], label: str = "") -> None:
    """Put these texts at these places of an axis, and name it."""
    # The browser looks a tick's text up by the number as JavaScript writes it. In one message: bqplot writes
    # new places with the texts it has.
    places = [round(place, 4) for place in ticks]
    written = (repr(int(place) if place == int(place) else place) for place in places)
    with axis.hold_sync():
        axis.tick_labels = dict(zip(written, ticks.values(), strict=True))
        axis.tick_values = np.array(places)
        axis.label = label
