"""What comparisons need, precomputed from the published columns: cells, bins, and the neighbours' matrix."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import store
from scoring.features import Feature
from scoring.groups.cells import NOT_KNOWN, Cells, cells
from scoring.groups.declaration import CRITERIA, DEFAULTED, GRANTED
from scoring.groups.neighbours import write_neighbours
from scoring.groups.scale import categories, numbers
from scoring.tables import CLIENT

IDS, TABLE, MEMBERS = "ids.npy", "cells.npy", "members.npy"


def publish(columns: Path, folder: Path, features: Sequence[Feature], importance: np.ndarray) -> None:
    """Write a new folder from the Parquet file of the published columns, ordered by client.

    `importance` is the mean absolute contribution of each feature. One column is held at a time:
    some 30 bytes a client.
    """
    folder.mkdir()
    with pq.ParquetFile(columns, memory_map=True) as file:

        def read(name: str) -> pa.ChunkedArray:
            return file.read(columns=[name]).column(0)

        ids = read(CLIENT).to_numpy().astype(np.int64)
        found = cells(
            _outcomes(read(DEFAULTED)),
            read(GRANTED).to_numpy(),
            [criterion.of(read(criterion.variable)) for criterion in CRITERIA],
        )
        for name, array in ((IDS, ids), (TABLE, found.table), (MEMBERS, found.members)):
            np.save(folder / name, array, allow_pickle=False)
        with store.BinsWriter(folder) as writer:
            for feature in features:
                _write_bins(writer, feature, read(feature.name), found)
        write_neighbours(folder, features, importance, read, len(ids))


def _outcomes(defaulted: pa.ChunkedArray) -> np.ndarray:
    """Number the outcomes as cells do."""
    known = defaulted.is_valid().to_numpy()
    return np.where(known, defaulted.fill_null(False).to_numpy().astype(np.uint8) + 1, NOT_KNOWN)


def _write_bins(writer: store.BinsWriter, feature: Feature, column: pa.ChunkedArray, found: Cells) -> None:
    if feature.kind == "category":
        scale = categories(column)
    else:
        values = column.to_numpy()
        scale = numbers(values[~np.isnan(values)])
    bands = scale.bands + 1
    keys = found.members.astype(np.int64) * bands + scale.codes(column)
    counts = np.bincount(keys, minlength=len(found.table) * bands)
    writer.write(feature.name, counts.reshape(-1, bands), scale.record())
