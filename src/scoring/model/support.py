"""Of how many defaults each feature is known: what is not known of a client tells nothing of their default."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from scoring.features import BLOCKS, Feature


@dataclass(frozen=True)
class Support:
    """Which clients defaulted (mask of n), and which of k features is known of each of them, (defaults, k)."""

    defaulted: np.ndarray
    known: np.ndarray

    @classmethod
    def of(cls, table: pa.Table, target: np.ndarray, features: Sequence[Feature]) -> Self:
        """Look at the feature rows of n clients with 0/1 outcomes.

        A count that is 0 for want of a history is not known: its block's other features tell that.
        """
        defaulted = target == 1
        rows = table.filter(pa.array(defaulted))
        blocks = {feature.name: block.features for block in BLOCKS for feature in block.features}

        def known(feature: Feature) -> np.ndarray:
            members = [feature] if feature.absent is None else blocks.get(feature.name, ())
            told = [_valid(rows, one) for one in members if one.absent is None and one.name in rows.column_names]
            return np.any(told, axis=0) if told else np.ones(rows.num_rows, dtype=bool)

        return cls(defaulted, np.column_stack([known(feature) for feature in features]))

    def counts(self, learn: np.ndarray) -> np.ndarray:
        """Count, for each feature, the defaults among the clients of `learn` (positions) that it is known of, (k,)."""
        chosen = np.zeros(len(self.defaulted), dtype=bool)
        chosen[learn] = True
        return np.asarray(self.known[chosen[self.defaulted]].sum(axis=0))


def _valid(rows: pa.Table, feature: Feature) -> np.ndarray:
    column = rows.column(feature.name)
    valid = pc.is_valid(column) if feature.kind == "category" else pc.is_finite(column).fill_null(False)
    return np.asarray(valid.to_numpy())
