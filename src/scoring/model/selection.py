"""Which features a model uses: few defaults tell few features from chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from catboost import CatBoostClassifier, Pool

from scoring.features import Feature
from scoring.features.policy import SHIFTING
from scoring.model.parameters import Parameters

RANKING_TREES = 200
"""Trees of the model that ranks the features: enough for each to be tried some times."""
SHIFTED = "later applications fill it in otherwise"


@dataclass(frozen=True)
class Selection:
    """Positions of the features that a model does not use, ascending, each with the reason."""

    reasons: Mapping[int, str]

    @property
    def unused(self) -> list[int]:
        """The positions alone, as CatBoost is told them."""
        return sorted(self.reasons)


def kept(defaults: int, parameters: Parameters) -> int:
    """Give the number of features that so many defaults pay for."""
    paid = defaults // parameters.defaults_per_feature
    return min(max(paid, parameters.least_features), parameters.most_features)


def select(data: Pool, features: Sequence[Feature], parameters: Parameters) -> Selection:
    """Choose the features of a model of these n labelled clients.

    Those used are the ones that move a first, shorter model most (CatBoost's prediction values
    change); of equal ones the first declared. Columns that carry the shift between earlier and
    later applications are left out where the parameters ask for it.
    """
    left_out = () if parameters.shifting else SHIFTING
    shifted = {position: SHIFTED for position, feature in enumerate(features) if feature.name in left_out}
    defaults = int(np.sum(data.get_label()))
    keep = kept(defaults, parameters)
    if keep >= len(features) - len(shifted):
        return Selection(shifted)
    trees = min(RANKING_TREES, parameters.iterations)
    ranking = CatBoostClassifier(**parameters.catboost(), iterations=trees, ignored_features=list(shifted))
    order = np.argsort(-ranking.fit(data).get_feature_importance(), kind="stable")
    ranked = [int(position) for position in order if position not in shifted]
    few = {
        position: f"ranked {rank} of {len(ranked)}; {defaults:,} defaults pay for {keep}"
        for rank, position in enumerate(ranked[keep:], start=keep + 1)
    }
    return Selection(shifted | few)
