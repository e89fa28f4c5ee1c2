"""Counts of clients by cell and band, for each variable: additive, so that a group is a sum over its cells.

Most cells are small and most of their bands empty, so only what occurs is kept: two bytes an entry, of
a band and of at most 255 clients (three where there are more than 255 bands). The store's manifest hashes both files.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import numpy as np

COUNTS, INDEX = "bins.bin", "bins.json"
MOST = 255
"""Clients of one entry: more take several."""
ALIGNED = 8


class BinsWriter:
    """Writes the bins of one variable after another into a folder. A context manager."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = (folder / COUNTS).open("xb")
        self._index: dict[str, Any] = {}

    def write(self, variable: str, counts: np.ndarray, scale: Mapping[str, Any]) -> None:
        """Add a variable: `counts` is (cells, bands), whole and not negative; `scale` what its bands are."""
        cell, band = np.nonzero(counts)
        clients = counts[cell, band]
        times = -(-clients // MOST)
        last = np.cumsum(times) - 1
        parts = np.full(int(times.sum()), MOST, dtype=np.uint8)
        parts[last] = clients - (times - 1) * MOST
        bands = np.repeat(band, times).astype(np.min_scalar_type(counts.shape[1]))
        lengths = np.bincount(cell, weights=times, minlength=len(counts)).astype(np.int64)
        lengths = lengths.astype(np.min_scalar_type(int(lengths.max())))
        self._index[variable] = {
            "bands": counts.shape[1],
            "arrays": [self._append(array) for array in (lengths, bands, parts)],
            "scale": scale,
        }

    def _append(self, array: np.ndarray) -> tuple[int, int, str]:
        """Write an array; give where it begins, how many bytes it has, and of what type it is."""
        start = self._file.tell()
        self._file.write(array.tobytes() + bytes(-array.nbytes % ALIGNED))
        return start, array.nbytes, array.dtype.str

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        """Finish both files."""
        self._file.close()
        (self._folder / INDEX).write_text(json.dumps(self._index), encoding="utf-8")


class Bins:
    """Reads the bins of a folder, mapped into memory; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._index: dict[str, Any] = json.loads((folder / INDEX).read_text(encoding="utf-8"))
        self._bytes = np.memmap(folder / COUNTS, dtype=np.uint8, mode="r")

    @property
    def scales(self) -> dict[str, Mapping[str, Any]]:
        """What the bands of each variable are, as they were written."""
        return {variable: entry["scale"] for variable, entry in self._index.items()}

    def counts(self, variable: str, row: np.ndarray, rows: int) -> np.ndarray:
        """Add up cells: those whose `row` (a number per cell) is r make row r of (rows, bands); negative ones none."""
        entry = self._index[variable]
        lengths, bands, parts = (self._array(*array) for array in entry["arrays"])
        rows_of = np.repeat(row, lengths)
        chosen = np.flatnonzero(rows_of >= 0)
        keys = rows_of[chosen] * entry["bands"] + bands[chosen]
        # Sums of whole numbers in doubles are exact, whatever their order.
        sums = np.bincount(keys, weights=parts[chosen], minlength=rows * entry["bands"])
        return sums.astype(np.int64).reshape(rows, entry["bands"])

    def _array(self, start: int, size: int, kind: str) -> np.ndarray:
        return self._bytes[start : start + size].view(kind)
