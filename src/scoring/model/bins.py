"""Clients in equally many, by rank of their probability."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata


def bins(probability: np.ndarray, count: int) -> np.ndarray:
    """Give the bin, from 0 (the lowest probabilities), of n clients: `count` bins of as many clients each.

    Clients of one probability share a bin, so that their order is nothing: with many of them bins
    are unequal and some numbers are left out.
    """
    return np.asarray(((rankdata(probability) - 1) * count / len(probability)).astype(int))
