"""How well probabilities rank and what the uncertainty of that is."""

from __future__ import annotations

import numpy as np
from scipy.stats import rankdata
from sklearn.metrics import roc_auc_score


def auc(target: np.ndarray, probability: np.ndarray) -> float:
    """Area under the ROC curve of 0/1 outcomes; NaN when only one outcome is there."""
    return float(roc_auc_score(target, probability)) if 0 < target.sum() < len(target) else float("nan")


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
