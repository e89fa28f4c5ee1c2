"""How well probabilities rank and what the uncertainty of that is.

Everything takes n outcomes (1: default) and probabilities, shape (n,).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata
from sklearn import metrics

from scoring.model.bins import bins

TENTHS = 10


@dataclass(frozen=True)
class Gains:
    """Clients by tenths, the riskiest first: how many, and how many of them defaulted."""

    clients: np.ndarray
    defaults: np.ndarray

    @property
    def rate(self) -> np.ndarray:
        """Default rate of each tenth."""
        return np.asarray(self.defaults / self.clients)

    @property
    def reached(self) -> np.ndarray:
        """Share of clients in this tenth and those before."""
        return np.asarray(np.cumsum(self.clients) / self.clients.sum())

    @property
    def caught(self) -> np.ndarray:
        """Share of all defaults in this tenth and those before: the gains."""
        return np.asarray(np.cumsum(self.defaults) / self.defaults.sum())

    @property
    def lift(self) -> np.ndarray:
        """How many times more defaults than among as many clients taken at random, up to this tenth."""
        return np.asarray(self.caught / self.reached)


def auc(target: np.ndarray, probability: np.ndarray) -> float:
    """Area under the ROC curve of 0/1 outcomes; NaN when only one outcome is there."""
    return float(metrics.roc_auc_score(target, probability)) if _both(target) else float("nan")


def auc_error(target: np.ndarray, probability: np.ndarray) -> float:
    """Standard error of the AUC.

    Source: DeLong, DeLong and Clarke-Pearson (1988), in the rank form of Sun and Xu (2014).
    """
    return spread(*placements(target, probability))


def placements(target: np.ndarray, probability: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Give each defaulter the share of good clients below, each good client the share of defaulters above.

    A tie counts half. Both arrays, in the clients' order, have the AUC as mean.
    """
    bad, good = probability[target == 1], probability[target == 0]
    everyone = rankdata(np.concatenate([bad, good]))
    above_good = (everyone[: len(bad)] - rankdata(bad)) / max(len(good), 1)
    above_bad = 1 - (everyone[len(bad) :] - rankdata(good)) / max(len(bad), 1)
    return above_good, above_bad


def spread(of_bad: np.ndarray, of_good: np.ndarray) -> float:
    """Standard error of the mean of placements, or of their differences; NaN for fewer than two of an outcome."""
    if len(of_bad) < 2 or len(of_good) < 2:
        return float("nan")
    return float(np.sqrt(of_bad.var(ddof=1) / len(of_bad) + of_good.var(ddof=1) / len(of_good)))


def gini(target: np.ndarray, probability: np.ndarray) -> float:
    """Gini coefficient: twice the area between ROC curve and diagonal."""
    return 2 * auc(target, probability) - 1


def ks(target: np.ndarray, probability: np.ndarray) -> float:
    """Kolmogorov-Smirnov: the most that refused defaults exceed refused good clients, in shares, at one threshold."""
    if not _both(target):
        return float("nan")
    false_alarms, found, _ = metrics.roc_curve(target, probability)
    return float(np.max(found - false_alarms))


def average_precision(target: np.ndarray, probability: np.ndarray) -> float:
    """Mean precision over the defaults found, from the riskiest; chance gives the default rate."""
    return float(metrics.average_precision_score(target, probability)) if _both(target) else float("nan")


def log_loss(target: np.ndarray, probability: np.ndarray) -> float:
    """Mean negative log-likelihood of the outcomes, natural logarithm."""
    return float(metrics.log_loss(target, probability, labels=[0, 1]))


def gains(target: np.ndarray, probability: np.ndarray, count: int = TENTHS) -> Gains:
    """Count clients and defaults by tenths, the riskiest first."""
    place = bins(-probability, count)
    clients = np.bincount(place)
    there = clients > 0
    return Gains(clients[there], np.bincount(place, weights=target)[there].astype(int))


def _both(target: np.ndarray) -> bool:
    return bool(0 < target.sum() < len(target))
