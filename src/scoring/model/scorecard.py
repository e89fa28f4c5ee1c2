"""A points scorecard as a challenger: columns cut into bins, each bin worth whole points.

Bins, their weights of evidence, the choice of columns and the points are learnt from the clients
that it is fitted on.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.linear_model import LogisticRegression

from scoring.model.points import DOUBLING, ODDS, POINTS, probability_of

COLUMNS = 60
"""Columns of a scorecard: those of the highest information value."""
RARE = 0.01
"""Categories of a smaller share of the clients share a bin."""
STRENGTH = 0.1


def fit_predict(learn: pd.DataFrame, target: np.ndarray, held_out: pd.DataFrame, seed: int) -> np.ndarray:
    """Learn from clients with outcomes (0/1); give the probabilities of those held out, from their whole points.

    Nothing is drawn by `seed`.
    """
    return probability_of(_card(learn, target).score(held_out))


def _card(learn: pd.DataFrame, target: np.ndarray):  # type: ignore[no-untyped-def]
    from optbinning import BinningProcess, Scorecard

    told = [name for name in learn if learn[name].notna().any()]
    categories = [name for name in told if not pd.api.types.is_numeric_dtype(learn[name])]
    bins = BinningProcess(
        told,
        categorical_variables=categories,
        selection_criteria={"iv": {"strategy": "highest", "top": COLUMNS}},
        binning_fit_params={name: {"cat_cutoff": RARE} for name in categories},
    )
    card = Scorecard(
        bins,
        LogisticRegression(C=STRENGTH, max_iter=1000),
        scaling_method="pdo_odds",
        scaling_method_params={"pdo": DOUBLING, "odds": ODDS, "scorecard_points": POINTS},
        rounding=True,
    )
    return card.fit(learn, target, metric_missing="empirical", metric_special="empirical")
