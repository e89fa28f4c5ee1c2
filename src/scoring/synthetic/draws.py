"""The few ways in which everything here is drawn: categories, quantiles, and rows of a parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Coded:
    """A text column: codes into its values; a negative code is an empty cell."""

    codes: Ints
    values: tuple[str, ...]

    def take(self, where: Ints | Flags) -> Coded:
        """Give the entries at the positions, or where the mask holds."""
        return Coded(self.codes[where], self.values)

    def equals(self, value: str) -> Flags:
        """Tell where the text is this value."""
        return np.asarray(self.codes == self.values.index(value))


Column = Floats | Ints | Flags | Coded
Frame = dict[str, Column]


def texts(frame: Mapping[str, Column], name: str) -> Coded:
    """Give a column that is known to hold text; TypeError where it does not."""
    column = frame[name]
    if not isinstance(column, Coded):
        raise TypeError(f"{name} holds numbers, not texts.")
    return column


def take(frame: Mapping[str, Column], where: Ints | Flags) -> Frame:
    """Give the rows at the positions, or where the mask holds."""
    return {name: column.take(where) if isinstance(column, Coded) else column[where] for name, column in frame.items()}


def coded(rng: np.random.Generator, shares: Mapping[str, float], size: int) -> Coded:
    """Draw `size` texts by their shares, which need not add up to 1."""
    return Coded(chosen(rng, tuple(shares.values()), size), tuple(shares))


def chosen(rng: np.random.Generator, shares: Sequence[float] | Floats, size: int) -> Ints:
    """Draw `size` positions by their shares."""
    steps = np.cumsum(np.asarray(shares, float))
    return np.searchsorted(steps / steps[-1], rng.random(size), side="right").astype(np.int64)


def constant(value: str, size: int) -> Coded:
    """Repeat one text."""
    return Coded(np.zeros(size, np.int64), (value,))


def among(values: Sequence[str], *conditions: Flags) -> Coded:
    """Give the value of the first condition that holds; the last value where none does."""
    codes = np.select(conditions, list(range(len(conditions))), len(values) - 1)
    return Coded(codes.astype(np.int64), tuple(values))


def chance(rng: np.random.Generator, probability: Floats | float, size: int) -> Flags:
    """Toss `size` coins of the given probability."""
    return np.asarray(rng.random(size) < probability)


def logistic(value: Floats) -> Floats:
    """Turn log-odds into a probability."""
    return np.asarray(1.0 / (1.0 + np.exp(-value)))


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Give each of the counts' rows its parent's position and its own, from 0, under the parent."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - first[owner]


def blanked(values: Floats, where: Flags) -> Floats:
    """Empty the cells where the mask holds."""
    return np.where(where, np.nan, values)


def money(values: Floats, unit: float = 4.5) -> Floats:
    """Round to the unit in which the source counts money."""
    return np.asarray(np.round(np.round(values / unit) * unit, 3))
