"""How far a client's score would move had the model learnt from other clients.

The folds' models, each without a part of the clients, are a jackknife by groups.
Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 11.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from catboost import CatBoost, Pool
from scipy.special import stdtrit

from scoring.model.odds import raw_log_odds


def around(
    data: Pool, raw: np.ndarray, members: Sequence[CatBoost], confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """Give the ends of the interval around n clients' log-odds, by models that each left a part of others out."""
    others = np.stack([raw_log_odds(member, data) for member in members])
    return interval(raw, spread(others), len(members), confidence)


def spread(raw: np.ndarray) -> np.ndarray:
    """Standard error of n clients' log-odds, shape (n,), from those of k models that each left a part out, (k, n)."""
    models = raw.shape[0]
    return np.asarray(np.sqrt((models - 1) ** 2 / models * raw.var(axis=0, ddof=1)))


def interval(raw: np.ndarray, error: np.ndarray, models: int, confidence: float) -> tuple[np.ndarray, np.ndarray]:
    """Log-odds below and above which the score lies with (1 - confidence) / 2 each, shape (n,) both.

    `models` gave the standard error: the fewer, the wider (Student's distribution).
    """
    reach = stdtrit(models - 1, 0.5 + confidence / 2) * error
    return raw - reach, raw + reach
