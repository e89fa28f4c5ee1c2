"""Two scores of the same clients: how far apart they are, and whether that may be chance.

The clients are the same, so that most of what makes either score look good or bad is in both and
cancels: a difference is known far better than either measure.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model.intervals import DRAWS, around, middle, redrawn_means
from scoring.model.measures import placements, spread
from scoring.model.threshold import client_costs


@dataclass(frozen=True)
class Difference:
    """First score's measure less the second's: its standard error and 95 % interval; NaN where not known."""

    value: float
    error: float
    low: float
    high: float


def auc_difference(target: np.ndarray, first: np.ndarray, second: np.ndarray) -> Difference:
    """Compare the areas under the ROC curve of two scores of n clients with 0/1 outcomes.

    NaN where an outcome has fewer than two clients.
    Source: DeLong, DeLong and Clarke-Pearson (1988), in the rank form of Sun and Xu (2014).
    """
    ours, theirs = placements(target, first), placements(target, second)
    of_bad, of_good = ours[0] - theirs[0], ours[1] - theirs[1]
    error = spread(of_bad, of_good)
    value = float(of_bad.mean()) if len(of_bad) and len(of_good) else float("nan")
    return Difference(value, error, *around(value, error))


def loss_difference(target: np.ndarray, first: np.ndarray, second: np.ndarray) -> Difference:
    """Compare the log-losses (natural logarithm) of two probabilities of n clients, two or more, with 0/1 outcomes."""
    apart = np.log(np.where(target == 1, second / first, (1 - second) / (1 - first)))
    value, error = float(apart.mean()), float(apart.std(ddof=1) / np.sqrt(len(apart)))
    return Difference(value, error, *around(value, error))


def cost_difference(
    target: np.ndarray,
    first: np.ndarray,
    second: np.ndarray,
    thresholds: tuple[float, float],
    ratio: float,
    seed: int,
    draws: int = DRAWS,
) -> Difference:
    """Compare the costs per applicant of two probabilities of n clients, each refused at its own threshold.

    The interval holds the middle 95 % of the differences when clients are drawn again with
    replacement, `draws` times. Both scores keep their client in each draw.
    """
    apart = client_costs(target, first, thresholds[0], ratio) - client_costs(target, second, thresholds[1], ratio)
    means = redrawn_means(apart, seed, draws)
    return Difference(float(apart.mean()), float(means.std(ddof=1)), *middle(means))
