"""What bqplot needs to draw axes with texts of our own."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from advisor.charts.drawing import Axis

# bqplot draws once before it has a size, and a margin would then make a width negative: the
# style sheet gives the axes their room instead.
MARGIN = dict.fromkeys(("top", "bottom", "left", "right"), 0)


def write_ticks(axis: Axis, ticks: Mapping[float, str]) -> None:
    """Put these texts at these places of an axis."""
    # Labels before values, in two messages: bqplot writes new values with the labels it has.
    # The browser looks a label up by the number as JavaScript writes it.
    places = [round(place, 4) for place in ticks]
    written = (repr(int(place) if place == int(place) else place) for place in places)
    axis.tick_labels = dict(zip(written, ticks.values(), strict=True))
    axis.tick_values = np.array(places)
