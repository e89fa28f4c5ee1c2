"""The fine bands of a variable: chosen once, at publication, so that groups are compared on one scale."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

Value = float | str | None

POINTS = 64
"""A number of at most so many values has a band for each."""
GRID = 40
"""Bands of one width between the tails: what is drawn are sums of these."""
SHARES = 20
"""Bands of about one size: where clients are dense, a place among them is finer than the grid."""
TAIL = 0.01
"""Share of clients at each end that is drawn in the first and the last band."""


@dataclass(frozen=True)
class Drawn:
    """Bands to draw: each is `low` to `high` (one number where they are the same) or a category.

    Band i is the sum of the fine bands from `starts[i]` to before `starts[i + 1]`.
    """

    lows: tuple[float | None, ...]
    highs: tuple[float | None, ...]
    categories: tuple[str | None, ...]
    starts: np.ndarray

    def sums(self, counts: np.ndarray) -> np.ndarray:
        """Add up counts of fine bands, on the last axis."""
        totals = np.concatenate([np.zeros_like(counts[..., :1]), counts.cumsum(axis=-1)], axis=-1)
        ends = np.append(self.starts[1:], counts.shape[-1])
        return np.asarray(totals[..., ends] - totals[..., self.starts])

    def band_of(self, value: Value) -> int | None:
        """Give the band that holds one value, beyond the ends the first or the last; None where there is none."""
        if isinstance(value, str):
            return self.categories.index(value) if value in self.categories else None
        if value is None or not self.lows:
            return None
        below = np.searchsorted(np.array(self.lows, dtype=np.float64), value, side="right")
        band = max(int(below) - 1, 0)
        return None if self.lows[band] == self.highs[band] != value else band


@dataclass(frozen=True)
class Scale:
    """The bands of a variable, in order; one more band, the last, is of those whose value is not known.

    A number's band begins at `lows[i]` and ends before the next; the last one ends before `top`. Without
    `top` a band is one value. `span` are the numbers between which bands of one width are drawn.
    """

    lows: tuple[float, ...] = ()
    top: float | None = None
    span: tuple[float, float] = (0.0, 0.0)
    categories: tuple[str, ...] = ()

    @property
    def bands(self) -> int:
        """How many bands there are of known values."""
        return len(self.categories) or len(self.lows)

    @cached_property
    def edges(self) -> np.ndarray:
        """Where each band begins, and, for ranges, where the last ends."""
        return np.array(self.lows if self.top is None else (*self.lows, self.top))

    @cached_property
    def single(self) -> np.ndarray:
        """Mark the bands that hold one value alone."""
        if self.top is None:
            return np.ones(self.bands, dtype=bool)
        return np.asarray(np.nextafter(self.edges[:-1], np.inf) >= self.edges[1:])

    def codes(self, column: pa.ChunkedArray | pa.Array) -> np.ndarray:
        """Give the band of each of n values; `bands` where it is not known."""
        if self.categories:
            found = pc.index_in(column, value_set=pa.array(self.categories, column.type))
            return np.asarray(pc.fill_null(found, self.bands).to_numpy())
        values = np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)
        return np.where(np.isnan(values), self.bands, self.bands_of(values))

    def bands_of(self, values: np.ndarray) -> np.ndarray:
        """Give the band of each of n numbers."""
        return np.maximum(np.searchsorted(np.array(self.lows), values, side="right") - 1, 0)

    def drawn(self, bands: int) -> Drawn:
        """Choose at most `bands` bands of about one width to draw; categories, and few values, each have theirs."""
        if self.categories:
            nothing = (None,) * self.bands
            return Drawn(nothing, nothing, self.categories, np.arange(self.bands))
        low, high = self.span
        if (self.top is None and self.bands <= bands) or not low < high:
            highs = self.lows if self.top is None else (*self.lows[1:], self.top)
            ends = np.where(self.single, self.lows, highs).tolist()
            return Drawn(self.lows, tuple(ends), (None,) * self.bands, np.arange(self.bands))
        wanted = low + (high - low) * np.arange(1, bands) / bands
        starts = np.searchsorted(self.edges, wanted)
        if self.top is not None:
            starts = starts - (wanted - self.edges[starts - 1] < self.edges[starts] - wanted)
            wanted = self.edges[starts]
        edges = [low, *wanted.tolist(), high]
        return Drawn(tuple(edges[:-1]), tuple(edges[1:]), (None,) * bands, np.array([0, *starts]))

    def record(self) -> dict[str, Any]:
        """Give what JSON can hold; `Scale.of` makes the same of it."""
        return {"lows": self.lows, "top": self.top, "span": self.span, "categories": self.categories}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Scale:
        """Make the scale of a record."""
        return cls(tuple(record["lows"]), record["top"], tuple(record["span"]), tuple(record["categories"]))


def categories(column: pa.ChunkedArray) -> Scale:
    """Choose the bands of a category: one each, in alphabetical order."""
    return Scale(categories=tuple(sorted(value for value in column.unique().to_pylist() if value is not None)))


def numbers(values: np.ndarray) -> Scale:
    """Choose the bands of a number from all its n known values, in any order.

    A value that many clients share has a band of its own, so that who is below it is exactly known.
    """
    values = np.sort(values)
    if not len(values):
        return Scale()
    low, high = (float(_at(values, share)) for share in (TAIL, 1 - TAIL))
    distinct = values[np.append(True, values[1:] != values[:-1])]
    if len(distinct) <= POINTS:
        ends = (low, high) if low < high else (float(distinct[0]), float(distinct[-1]))
        return Scale(tuple(distinct.tolist()), span=ends)
    grid = low + (high - low) * np.arange(GRID + 1) / GRID
    shares = _at(values, np.arange(1, SHARES) / SHARES)
    common = shares[1:][shares[1:] == shares[:-1]]
    edges = np.unique(np.concatenate([values[:1], grid, shares, np.nextafter(common, np.inf)]))
    edges = edges[edges <= values[-1]]
    return Scale(tuple(edges.tolist()), float(np.nextafter(values[-1], np.inf)), (low, high))


def _at(values: np.ndarray, share: float | np.ndarray) -> np.ndarray:
    """Give the value at a share of the sorted values."""
    return np.asarray(values[(np.asarray(share) * (len(values) - 1)).astype(np.intp)])
