"""Of how many defaults a feature is known: a client without history counts for none of its features."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring.features import FEATURE
from scoring.model.support import Support

FEATURES = tuple(FEATURE[name] for name in ("AMT_CREDIT", "BUREAU_COUNT", "BUREAU_DAYS_LAST", "BUREAU_LAST_TYPE"))
TABLE = pa.table(
    {
        "AMT_CREDIT": [1.0, 2.0, float("nan"), 4.0, 5.0],
        "BUREAU_COUNT": [3.0, 0.0, 1.0, 2.0, 0.0],
        "BUREAU_DAYS_LAST": [-10.0, None, None, -5.0, None],
        "BUREAU_LAST_TYPE": ["Car loan", None, "Mortgage", None, None],
    }
)
TARGET = np.array([1.0, 1.0, 1.0, 0.0, 1.0])  # the second and the fifth have no history


def test_what_is_known_of_those_who_defaulted() -> None:
    support = Support.of(TABLE, TARGET, FEATURES)
    assert support.counts(np.arange(5)).tolist() == [3, 2, 1, 2]


def test_only_clients_learnt_from_count() -> None:
    support = Support.of(TABLE, TARGET, FEATURES)
    assert support.counts(np.array([2, 3])).tolist() == [0, 1, 0, 1]
    assert support.counts(np.array([1, 4])).tolist() == [2, 0, 0, 0]
    assert support.counts(np.array([], dtype=int)).tolist() == [0, 0, 0, 0]
