"""The one scoring path: feature rows in, probabilities of default out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring.model.bundle import Bundle
from scoring.model.matrix import pool


def log_odds(bundle: Bundle, table: pa.Table) -> np.ndarray:
    """Score n feature rows (columns by name): the model's raw log-odds of default, shape (n,)."""
    return np.asarray(bundle.model.predict(pool(table, bundle.features), prediction_type="RawFormulaVal"))


def probability(raw: np.ndarray) -> np.ndarray:
    """Turn log-odds into probabilities of default."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(raw, dtype=float))))
