"""Other models on the same folds: a claim of being the best needs the difference to the others."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from scoring.faults import Refused
from scoring.features import Feature
from scoring.model import boosting, logistic, scorecard
from scoring.model.matrix import frame

FitPredict = Callable[[pd.DataFrame, np.ndarray, pd.DataFrame, int], np.ndarray]
"""Learning clients' columns (n, k) and outcomes (n), held-out clients' columns (m, k), seed; gives the
probabilities of default of those held out, shape (m,), each from that client's columns alone."""


@dataclass(frozen=True)
class Challenger:
    """A model to compare with: its name, the package it comes from, and how it learns and predicts."""

    name: str
    package: str
    fit_predict: FitPredict
    mend: str = "it comes with the extra challengers: pip install '.[challengers]'"

    def installed(self) -> bool:
        """Say whether its package is here."""
        return importlib.util.find_spec(self.package) is not None

    def check(self) -> None:
        """Raise Refused unless its package is here."""
        if not self.installed():
            raise Refused(f"the model {self.name} needs {self.package}, which is not installed; {self.mend}")


CHALLENGERS: dict[str, Challenger] = {
    challenger.name: challenger
    for challenger in (
        Challenger("lightgbm", "lightgbm", boosting.fit_predict),
        Challenger("logistic", "sklearn", logistic.fit_predict),
        Challenger("scorecard", "optbinning", scorecard.fit_predict),
    )
}


def out_of_fold(
    challenger: Challenger,
    table: pa.Table,
    target: np.ndarray,
    fold: np.ndarray,
    features: Sequence[Feature],
    seed: int,
    progress: Callable[[str], None] = print,
) -> np.ndarray:
    """Predict each of n labelled clients by the model that learnt from the other folds, shape (n,).

    `table` holds their features, `target` their 0/1 outcomes, `fold` their fold from 0. Raises
    Refused when the challenger's package is not installed.
    """
    challenger.check()
    columns = frame(table, features)
    probability = np.empty(len(target))
    for number in range(fold.max() + 1):
        progress(f"{challenger.name}: fold {number + 1} of {fold.max() + 1}")
        held_out = fold == number
        learn = columns[~held_out]
        probability[held_out] = challenger.fit_predict(learn, target[~held_out], columns[held_out], seed)
    return probability
