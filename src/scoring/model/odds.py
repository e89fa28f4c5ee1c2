"""Log-odds and probabilities."""

from __future__ import annotations

import numpy as np


def probability(raw: np.ndarray) -> np.ndarray:
    """Turn log-odds into probabilities of default, not calibrated."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(raw, dtype=float))))
