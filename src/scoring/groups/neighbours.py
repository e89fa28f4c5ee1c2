"""The clients nearest to one, by the features that weigh most in the model.

A feature's distance is the difference of two clients' ranks among all, from 0 to 1; between
categories it is 0 or 1; who is not known is as far as can be from who is, and like one another. Features
weigh as much as they contribute on average, so that a distance is 0 for twins and 1 for opposites.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa

from scoring.features import Feature
from scoring.groups.scale import categories

WEIGHTY = 20
"""Features that are compared: the rest of some hundreds contribute little each, and would drown these."""
MATRIX, WEIGHTS, FEATURES = "neighbours.npy", "weights.npy", "weighty.npy"
UNHEARD_OF = -1.0
"""Stands for a category that no client has: unlike every other."""


class Neighbours:
    """Reads what `write_neighbours` wrote, mapped into memory; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._matrix = np.load(folder / MATRIX, mmap_mode="r", allow_pickle=False)
        self._weights = np.load(folder / WEIGHTS, allow_pickle=False)
        self.features: tuple[int, ...] = tuple(np.load(folder / FEATURES, allow_pickle=False).tolist())
        """Positions, among the store's features, of those that are compared."""

    def ranks(self, client: int) -> np.ndarray:
        """Give the ranks of the client at a position, one for each feature that is compared, NaN where not known."""
        return np.array(self._matrix[:, client])

    def nearest(
        self, ranks: np.ndarray, count: int, but: int | None = None, among: np.ndarray | None = None
    ) -> tuple[np.ndarray, np.ndarray]:
        """Give the positions of the clients nearest to one of these ranks, and their distances: nearest first.

        There are `count`, or as many as are marked in `among` (n,), without the one at the position `but`. Of equally
        near ones those with lower positions come first.
        """
        distance = self._distances(ranks)
        if but is not None:
            distance[but] = np.inf
        if among is not None:
            distance[~among] = np.inf
        count = min(count, int(np.isfinite(distance).sum()))
        if count < 1:
            return np.array([], dtype=np.intp), np.array([], dtype=np.float32)
        last = np.partition(distance, count - 1)[count - 1]
        closer = np.flatnonzero(distance < last)
        found = np.concatenate([closer, np.flatnonzero(distance == last)[: count - len(closer)]])
        found = found[np.lexsort((found, distance[found]))]
        return found, distance[found]

    def _distances(self, ranks: np.ndarray) -> np.ndarray:
        """Give the distance from each of n clients: (n,)."""
        total, gap = np.zeros((2, self._matrix.shape[1]), dtype=np.float32)
        for row, own, weight in zip(self._matrix, ranks.astype(np.float32), self._weights, strict=True):
            if np.isnan(own):
                gap[:] = ~np.isnan(row)
            else:
                # The lesser of two, one of which is not known, is the other: 1, as between categories.
                np.fmin(np.abs(np.subtract(row, own, out=gap), out=gap), np.float32(1), out=gap)
            total += np.multiply(gap, weight, out=gap)
        return np.asarray(total)


def write_neighbours(
    folder: Path,
    features: Sequence[Feature],
    importance: np.ndarray,
    read: Callable[[str], pa.ChunkedArray],
    clients: int,
) -> None:
    """Write the weightiest features of n clients, a row each, into a folder.

    `importance` is the mean absolute contribution of each feature, `read` gives a column by its
    name: one at a time is held.
    """
    chosen = np.argsort(-importance, kind="stable")[:WEIGHTY]
    matrix = np.lib.format.open_memmap(folder / MATRIX, "w+", np.float32, (len(chosen), clients))
    for row, place in enumerate(chosen):
        matrix[row] = _scaled(features[place], read(features[place].name))
    matrix.flush()
    weights = importance[chosen] / (importance[chosen].sum() or 1.0)
    np.save(folder / WEIGHTS, weights.astype(np.float32), allow_pickle=False)
    np.save(folder / FEATURES, chosen, allow_pickle=False)


def rank(less: int, equal: int, known: int) -> float:
    """Give the rank, from 0 to 1, of a number that `less` of the known ones are under, and `equal` ones the same as.

    One that none of them is lies half-way between its neighbours, and never beyond the first and the last.
    """
    return min(max(less + (equal - 1) / 2, 0.0) / max(1, known - 1), 1.0)


def _scaled(feature: Feature, column: pa.ChunkedArray) -> np.ndarray:
    """Give ranks in [0, 1], or numbers of categories; NaN where not known."""
    from scipy.stats import rankdata  # seconds that preparing need not wait for

    if feature.kind == "category":
        scale = categories(column)
        codes = scale.codes(column)
        return np.where(codes < scale.bands, codes, np.nan)
    values = np.array(column.to_numpy(), dtype=np.float64)
    known = ~np.isnan(values)
    values[known] = (rankdata(values[known]) - 1) / max(1, known.sum() - 1)
    return values
