"""LightGBM as a challenger, regularised as strongly as what won on this data."""

from __future__ import annotations

import numpy as np
import pandas as pd
from sklearn.model_selection import train_test_split

SETTINGS: dict[str, object] = {
    "objective": "binary",
    "learning_rate": 0.03,
    "num_leaves": 15,
    "max_depth": 5,
    "min_data_in_leaf": 50,
    "feature_fraction": 0.1,
    "bagging_fraction": 0.8,
    "bagging_freq": 1,
    "lambda_l2": 50,
    "deterministic": True,
    "force_col_wise": True,
    "num_threads": 1,
    "verbose": -1,
}
"""What topped the leaderboard: few columns a tree, few leaves, a heavy penalty. One thread: on a busy
machine two wait for one another longer than one works."""
MOST_TREES, PATIENCE, SET_APART = 4000, 100, 0.2
"""Trees at most; trees without a gain before it stops; share of the learning clients that tell when."""


def fit_predict(learn: pd.DataFrame, target: np.ndarray, held_out: pd.DataFrame, seed: int) -> np.ndarray:
    """Learn from clients with outcomes (0/1); give the probabilities of those held out.

    How many trees is found on learning clients set apart; then all of them are learnt from.
    """
    import lightgbm

    settings = {**SETTINGS, "seed": seed}
    known = _coded(learn, learn)
    part, apart, of_part, of_apart = train_test_split(
        known, target, test_size=SET_APART, stratify=target, random_state=seed
    )
    first = lightgbm.train(
        settings,
        lightgbm.Dataset(part, of_part),
        MOST_TREES,
        valid_sets=[lightgbm.Dataset(apart, of_apart)],
        callbacks=[lightgbm.early_stopping(PATIENCE, verbose=False)],
    )
    final = lightgbm.train(settings, lightgbm.Dataset(known, target), first.best_iteration)
    return np.asarray(final.predict(_coded(held_out, learn)))


def _coded(rows: pd.DataFrame, learn: pd.DataFrame) -> pd.DataFrame:
    """Make texts categories: those of the learning clients; another is not known."""
    coded = {}
    for name in learn:
        if not pd.api.types.is_numeric_dtype(learn[name]):
            known = sorted(learn[name].unique())
            coded[name] = pd.Categorical(rows[name].where(rows[name].isin(known), None), categories=known)
    return rows.assign(**coded)
