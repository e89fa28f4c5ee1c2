"""Which way a feature pushes as it grows: what a person can be told of it in one word."""

from __future__ import annotations

import numpy as np

CLEAR = 0.3
"""Rank correlation from which a direction is told; under it, now this way, now that."""
FEWEST = 20
"""Known values under which none is."""


def pushes(values: np.ndarray, contributions: np.ndarray, fewest: int = FEWEST) -> np.ndarray:
    """Compare n clients' values (n, k), NaN where not known, with their contributions (n, k).

    Gives for each feature, shape (k,): 1 where more of it raises the risk, -1 where it lowers it, 0
    where neither is clear, or fewer than `fewest` values are known. What is told is the rank correlation
    (Spearman's), not a cause.
    """
    return np.array(
        [_push(column, moved, fewest) for column, moved in zip(values.T, contributions.T, strict=True)], dtype=int
    )


def _push(values: np.ndarray, contributions: np.ndarray, fewest: int) -> int:
    from scipy.stats import rankdata  # seconds that preparing need not wait for

    known = ~np.isnan(values)
    if known.sum() < fewest:
        return 0
    ranks, pushed = (rankdata(one[known]) for one in (values, contributions))
    ranks, pushed = ranks - ranks.mean(), pushed - pushed.mean()
    length = float(np.sqrt((ranks**2).sum() * (pushed**2).sum()))
    correlation = float((ranks * pushed).sum()) / length if length > 0 else 0.0
    return int(np.sign(correlation)) if abs(correlation) >= CLEAR else 0
