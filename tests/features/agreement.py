"""Whether two ways to compute the features agree."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring.features import FEATURES, Feature
from scoring.tables import CLIENT

CLOSE, SPREAD_CLOSE = 1e-9, 1e-7
"""Relative differences that the order of adding may make; more where near-equal sums are subtracted."""
SUBTRACTING = ("STDDEV", "VAR_", "COVAR")
WHOLE = ("count", "flag")
"""Units whose sums are of whole numbers, and so the same in any order."""


def differences(one: pa.Table, other: pa.Table) -> list[str]:
    """Say of each feature how often two tables of the same clients differ."""
    assert one.column_names == other.column_names == [CLIENT, *(feature.name for feature in FEATURES)]
    assert one.schema.types == other.schema.types
    assert one.column(CLIENT).equals(other.column(CLIENT))
    counted = ((f.name, int(_unlike(f, one.column(f.name), other.column(f.name)).sum())) for f in FEATURES)
    return [f"{name}: {count} of {one.num_rows:,} clients" for name, count in counted if count]


def _unlike(feature: Feature, one: pa.ChunkedArray, other: pa.ChunkedArray) -> np.ndarray:
    """Mark the clients whose values differ by more than the order of adding may make."""
    if feature.kind == "category":
        return np.array([a != b for a, b in zip(one.to_pylist(), other.to_pylist(), strict=True)], dtype=bool)
    a, b = one.to_numpy(), other.to_numpy()
    subtracts = any(name in feature.expression for name in SUBTRACTING)
    relative = 0.0 if feature.unit in WHOLE else SPREAD_CLOSE if subtracts else CLOSE
    unlike: np.ndarray = ~((np.isnan(a) & np.isnan(b)) | (np.abs(a - b) <= relative * np.maximum(np.abs(a), np.abs(b))))
    return unlike
