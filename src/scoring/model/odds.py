"""Log-odds and probabilities."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from catboost import CatBoost, Pool

FEW = 256
"""Rows up to which one thread scores them sooner than others are woken; more threads change no score."""
CLOSEST = float(np.finfo(float).eps)
"""Nearer than this to 0 or 1 a probability is taken for no nearer: its log-odds stay finite."""


def probability(raw: np.ndarray) -> np.ndarray:
    """Turn log-odds into probabilities of default, not calibrated."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(raw, dtype=float))))


def raw_log_odds(model: CatBoost, data: Pool) -> np.ndarray:
    """Score n feature rows by one model: its raw log-odds, shape (n,)."""
    threads = 1 if data.num_row() <= FEW else -1
    return np.asarray(model.predict(data, prediction_type="RawFormulaVal", thread_count=threads))
