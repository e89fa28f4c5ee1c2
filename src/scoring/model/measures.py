"""How well probabilities rank and what the uncertainty of that is."""

from __future__ import annotations

import numpy as np


def auc(target: np.ndarray, probability: np.ndarray) -> float:
    """Area under the ROC curve of 0/1 outcomes; NaN when only one outcome is there."""
    from sklearn.metrics import roc_auc_score

    return float(roc_auc_score(target, probability)) if 0 < target.sum() < len(target) else float("nan")


def auc_error(target: np.ndarray, probability: np.ndarray) -> float:
    """Standard error of the AUC.

    Source: DeLong, DeLong and Clarke-Pearson (1988), in the rank form of Sun and Xu (2014).
    """
    from scipy.stats import rankdata

    bad, good = probability[target == 1], probability[target == 0]
    if len(bad) < 2 or len(good) < 2:
        return float("nan")
    everyone = rankdata(np.concatenate([bad, good]))
    above_good = (everyone[: len(bad)] - rankdata(bad)) / len(good)
    above_bad = 1 - (everyone[len(bad) :] - rankdata(good)) / len(bad)
    return float(np.sqrt(above_good.var(ddof=1) / len(bad) + above_bad.var(ddof=1) / len(good)))
