"""The business cost of decisions, and the threshold that makes it smallest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class CostCurve:
    """Cost per applicant when everyone at or above a threshold is refused.

    `thresholds` (ascending) and `costs` have the same length; the first refuses everyone, the
    last grants everyone. A cost of 1 is one good client refused.
    """

    thresholds: np.ndarray
    costs: np.ndarray

    @property
    def best(self) -> float:
        """The threshold of the smallest cost; the lowest of several."""
        return float(self.thresholds[np.argmin(self.costs)])

    @property
    def least(self) -> float:
        """The smallest cost per applicant."""
        return float(self.costs.min())


def cost_curve(target: np.ndarray, probability: np.ndarray, ratio: float) -> CostCurve:
    """Compute ratio * missed defaults + refused good clients, per applicant, at every threshold.

    Thresholds lie half-way between neighbouring probabilities, so that none sits on a client
    (but where no number lies between two neighbours: then on the upper one, who is refused).
    """
    order = np.argsort(probability, kind="stable")
    sorted_p, defaults = probability[order], target[order].astype(float)
    last = np.append(sorted_p[1:] != sorted_p[:-1], True)
    missed = np.append(0.0, np.cumsum(defaults)[last])
    refused_good = (1 - defaults).sum() - np.append(0.0, np.cumsum(1 - defaults)[last])
    distinct = sorted_p[last]
    between = (distinct[1:] + distinct[:-1]) / 2
    between = np.where(between > distinct[:-1], between, distinct[1:])
    above_all = max(1.0, np.nextafter(distinct[-1], 2.0))
    thresholds = np.concatenate([[0.0], between, [above_all]])
    return CostCurve(thresholds, (ratio * missed + refused_good) / len(target))


def refused(probability: np.ndarray, threshold: float) -> np.ndarray:
    """Say of each probability of default whether the credit is refused."""
    return np.asarray(probability >= threshold)


def cost(target: np.ndarray, probability: np.ndarray, threshold: float, ratio: float) -> float:
    """Cost per applicant of one threshold."""
    return float(costs(target, probability, threshold, ratio).mean())


def costs(target: np.ndarray, probability: np.ndarray, threshold: float, ratio: float) -> np.ndarray:
    """Cost of each of n clients at one threshold: `ratio` for a missed default, 1 for a good client refused."""
    refusal = refused(probability, threshold)
    return np.asarray(ratio * (target * ~refusal) + (1 - target) * refusal)
