"""Two variables at once: how many clients of a group lie where, and how many of them default.

What is withheld is so for the reasons, and within the limits, that `place` states; of one cell alone that
is withheld the count is what the others leave of `known`.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import isqrt

import numpy as np

from scoring.groups.place import rate
from scoring.groups.scale import Drawn, Scale, Value

FEWEST = 2
"""Bands on a side, at least."""


@dataclass(frozen=True)
class Axis:
    """The bands on one side, and the one that the client's value is in; None when that is in none, or not known."""

    drawn: Drawn
    place: int | None


@dataclass(frozen=True)
class CellCount:
    """Clients who are in one band of each side (both from 0), and the share of defaults where enough are labelled."""

    across: int
    up: int
    count: int
    default_rate: float | None


@dataclass(frozen=True)
class Density:
    """The group's size, how many have both values, and the cells that hold the minimum of clients.

    A group in which too few have both values is withheld: known is 0 and there are no axes.
    """

    size: int
    known: int = 0
    across: Axis | None = None
    up: Axis | None = None
    cells: tuple[CellCount, ...] = ()


@dataclass(frozen=True)
class Side:
    """One variable of the pair: its scale, the fine bands of the group's n clients, and the client's own value."""

    scale: Scale
    codes: np.ndarray
    value: Value

    def axis(self, bands: int) -> Axis:
        """Choose the bands to draw, and find the client's."""
        drawn = self.scale.drawn(bands)
        return Axis(drawn, drawn.band_of(self.value))


def density(across: Side, up: Side, outcome: np.ndarray, bands: int, minimum: int) -> Density:
    """Count n clients of a group, of these outcomes, by both variables.

    There are as many bands on a side as leave a cell the minimum of clients on average, and at most `bands`.
    """
    both = (across.codes < across.scale.bands) & (up.codes < up.scale.bands)
    known = int(both.sum())
    if known < max(1, minimum):
        return Density(len(outcome))
    fit = min(bands, max(FEWEST, isqrt(known // max(1, minimum))))
    sides = across.axis(fit), up.axis(fit)
    columns, rows = (len(side.drawn.starts) for side in sides)
    places = [_band(axis.drawn, side.codes[both]) for axis, side in zip(sides, (across, up), strict=True)]
    keys = (places[0] * rows + places[1]) * 3 + outcome[both]
    counts = np.bincount(keys, minlength=columns * rows * 3).reshape(columns, rows, 3)
    shown = np.argwhere(counts.sum(axis=2) >= max(1, minimum)).tolist()
    cells = (CellCount(x, y, int(counts[x, y].sum()), rate(counts[x, y], minimum)) for x, y in shown)
    return Density(len(outcome), known, *sides, tuple(cells))


def _band(drawn: Drawn, codes: np.ndarray) -> np.ndarray:
    """Give the drawn band of each fine band."""
    return np.searchsorted(drawn.starts, codes, side="right") - 1
