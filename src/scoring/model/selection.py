"""Which features a model uses: few defaults tell few features from chance."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from scoring.model.parameters import Parameters

if TYPE_CHECKING:
    from catboost import Pool

RANKING_TREES = 200
"""Trees of the model that ranks the features: enough for each to be tried some times."""


def kept(defaults: int, parameters: Parameters) -> int:
    """Give the number of features that so many defaults pay for."""
    paid = defaults // parameters.defaults_per_feature
    return min(max(paid, parameters.least_features), parameters.most_features)


def dropped(data: Pool, parameters: Parameters) -> list[int]:
    """Give the positions, ascending, of the features that a model of these n labelled clients does not use.

    Those used are the ones that move a first, shorter model most (CatBoost's prediction values
    change); of equal ones the first declared.
    """
    from catboost import CatBoostClassifier

    keep = kept(int(np.sum(data.get_label())), parameters)
    if keep >= data.num_col():
        return []
    trees = min(RANKING_TREES, parameters.iterations)
    ranking = CatBoostClassifier(**parameters.catboost(), iterations=trees).fit(data).get_feature_importance()
    return sorted(int(position) for position in np.argsort(-ranking, kind="stable")[keep:])
