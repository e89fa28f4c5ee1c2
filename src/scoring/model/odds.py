"""Log-odds and probabilities."""

from __future__ import annotations

import numpy as np

CLOSEST = float(np.finfo(float).eps)
"""Nearer than this to 0 or 1 a probability is taken for no nearer: its log-odds stay finite."""


def probability(raw: np.ndarray) -> np.ndarray:
    """Turn log-odds into probabilities of default, not calibrated."""
    return np.asarray(1.0 / (1.0 + np.exp(-np.asarray(raw, dtype=float))))
