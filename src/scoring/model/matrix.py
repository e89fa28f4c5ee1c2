"""Feature rows as CatBoost takes them: by name, in the bundle's order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pyarrow as pa
from catboost import Pool

from scoring.features import Feature

if TYPE_CHECKING:
    import pandas as pd  # not in a service, which seldom scores a multitude

UNKNOWN = ""
"""The category that stands for a value that is not known."""
Rows: TypeAlias = pa.Table | Pool
"""Feature rows, or a pool made of them: one pool answers several questions."""
FEW = 10
"""Clients up to whom a list is a pool sooner than an array, which costs some 2 µs a column."""
MANY = 5_000
"""Clients up to whom an array is a pool, without pandas; up to some 400 sooner than a frame, too."""


def pool(rows: Rows, features: Sequence[Feature], target: np.ndarray | None = None) -> Pool:
    """Make a pool of n clients by len(features) columns, in that order; one made before is given back.

    A table has a column for each feature (KeyError otherwise), numbers as doubles with NULL or NaN
    where not known, categories as text. `target` holds 0/1, or probabilities, for n clients.
    """
    if isinstance(rows, Pool):
        return rows
    if 0 < rows.num_rows <= FEW:
        return listed(values(rows, features), features, target)
    if 0 < rows.num_rows <= MANY:
        return _arrayed(rows, features, target)
    try:
        import pandas as pd
    except ModuleNotFoundError:  # in a service: a multitude takes it longer
        return _arrayed(rows, features, target)
    columns = pd.DataFrame({feature.name: _narrow(rows, feature) for feature in features}, copy=False)
    categories = [feature.name for feature in features if feature.kind == "category"]
    return Pool(columns, label=target, cat_features=categories)


def listed(
    rows: Sequence[Sequence[float | str | None]], features: Sequence[Feature], target: np.ndarray | None = None
) -> Pool:
    """Make a pool of n clients' values in the order of the features, None where not known."""
    unknown = [UNKNOWN if feature.kind == "category" else math.nan for feature in features]
    known = [[gap if value is None else value for value, gap in zip(row, unknown, strict=True)] for row in rows]
    return _plain(known, features, target)


def _arrayed(rows: pa.Table, features: Sequence[Feature], target: np.ndarray | None) -> Pool:
    cells = np.empty((rows.num_rows, len(features)), dtype=object)
    for place, feature in enumerate(features):
        cells[:, place] = _column(rows, feature)
    return _plain(cells, features, target)


def _plain(cells: np.ndarray | list[list[float | str]], features: Sequence[Feature], target: np.ndarray | None) -> Pool:
    """Make a pool of n clients' values where none is missing: text for categories, NaN for unknown numbers."""
    places = [place for place, feature in enumerate(features) if feature.kind == "category"]
    names = [feature.name for feature in features]
    return Pool(cells, label=target, cat_features=places, feature_names=names, thread_count=1)


def values(table: pa.Table, features: Sequence[Feature]) -> list[tuple[float | str | None, ...]]:
    """Give n feature rows as tuples in that order, None where not known."""
    batches = table.select([feature.name for feature in features]).to_batches()
    # Columns of a table, which are in chunks, take five times as long.
    return [row for batch in batches for row in zip(*(column.to_pylist() for column in batch.columns), strict=True)]


def frame(table: pa.Table, features: Sequence[Feature]) -> pd.DataFrame:
    """Make a frame of n clients by len(features) columns, in that order: numbers as doubles, categories as text."""
    import pandas as pd

    return pd.DataFrame({feature.name: _column(table, feature) for feature in features})


def _column(table: pa.Table, feature: Feature) -> np.ndarray:
    column = table.column(feature.name)
    if feature.kind == "category":
        return np.array([UNKNOWN if value is None else value for value in column.to_pylist()], dtype=object)
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float64)


def _narrow(table: pa.Table, feature: Feature) -> np.ndarray | pd.Categorical:
    """Give a column as CatBoost keeps it: numbers in single precision, each category hashed once."""
    import pandas as pd

    column = table.column(feature.name)
    if feature.kind == "category":
        encoded = column.cast(pa.string()).fill_null(UNKNOWN).combine_chunks().dictionary_encode()
        return pd.Categorical.from_codes(encoded.indices.to_numpy(), encoded.dictionary.to_pylist())
    return np.asarray(column.to_numpy(zero_copy_only=False), dtype=np.float32)


def categories(table: pa.Table, features: Sequence[Feature]) -> dict[str, tuple[str, ...]]:
    """List the known categories of each categorical feature, sorted."""
    return {
        feature.name: tuple(
            sorted(value for value in table.column(feature.name).unique().to_pylist() if value is not None)
        )
        for feature in features
        if feature.kind == "category"
    }
