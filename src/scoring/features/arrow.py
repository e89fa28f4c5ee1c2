"""Feature values as Arrow columns."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from scoring.features.declaration import Feature

TYPES = {"number": pa.float64(), "category": pa.string()}


def column(feature: Feature, values: Sequence[float | str | None]) -> pa.Array:
    """Make the column of one feature from n values."""
    return pa.array(values, TYPES[feature.kind])
