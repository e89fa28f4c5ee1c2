"""95 per cent intervals: of what errs as a normal does, and of costs, whose clients are drawn again."""

from __future__ import annotations

import numpy as np

NORMAL_95 = 1.959963984540054
"""Standard errors on each side of a 95 per cent interval of a normal distribution."""
MIDDLE = (0.025, 0.975)
"""The quantiles between which 95 per cent lie."""
DRAWS = 2000


def around(value: float, error: float) -> tuple[float, float]:
    """Give the interval of a value with this standard error, in its unit; NaN where the error is."""
    return value - NORMAL_95 * error, value + NORMAL_95 * error


def redrawn_means(amounts: np.ndarray, seed: int, draws: int = DRAWS) -> np.ndarray:
    """Give the mean of n clients' amounts each time that n of them are drawn with replacement, shape (draws,).

    The amounts are few different ones: how many of each a draw holds is all that it tells.
    """
    values, clients = np.unique(amounts, return_counts=True)
    drawn = np.random.default_rng(seed).multinomial(len(amounts), clients / len(amounts), size=draws)
    return np.asarray(drawn @ values / len(amounts))


def middle(means: np.ndarray) -> tuple[float, float]:
    """Give the ends between which the middle 95 per cent of drawn means lie."""
    low, high = np.quantile(means, MIDDLE).tolist()
    return low, high
