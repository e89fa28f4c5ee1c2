"""Which features a model uses: few defaults tell few features from chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from catboost import CatBoostClassifier, Pool

from scoring.features import Feature
from scoring.features.policy import SHIFTING
from scoring.model.parameters import Parameters

RANKING_TREES = 200
"""Trees of the model that ranks the features: enough for each to be tried some times."""
RARE = 2
"""How many times the price a feature has that is known of fewer than half the defaults."""
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


def select(data: Pool, support: np.ndarray, features: Sequence[Feature], parameters: Parameters) -> Selection:
    """Choose the features of a model of these n labelled clients; `support` counts the defaults each is known of.

    Those used are the ones that move a first, shorter model most (CatBoost's prediction values
    change); of equal ones the first declared. What is known of few defaults has to be paid for by
    these, twice: no more such features are used than that. Columns that carry the shift between
    earlier and later applications are left out unless the parameters ask for them.
    """
    left_out = () if parameters.shifting else SHIFTING
    shifted = {position: SHIFTED for position, feature in enumerate(features) if feature.name in left_out}
    defaults = int(np.sum(data.get_label()))
    keep = kept(defaults, parameters)
    if keep >= len(features) - len(shifted) and support.min() >= defaults / 2:
        return Selection(shifted)
    trees = min(RANKING_TREES, parameters.iterations)
    ranking = CatBoostClassifier(**parameters.catboost(), iterations=trees, ignored_features=list(shifted))
    order = np.argsort(-ranking.fit(data).get_feature_importance(), kind="stable")
    ranked = [int(position) for position in order if position not in shifted]
    return Selection(shifted | unpaid(ranked, keep, support, defaults, parameters.defaults_per_feature))


def agreement(selections: Sequence[Selection], features: int) -> float:
    """Say how stable a selection among so many features is: of two models' features, the share that both use.

    It is the mean over all pairs of models (Jaccard); NaN of a single model, 1 where two use nothing.
    """
    used = [set(range(features)) - selection.reasons.keys() for selection in selections]
    shares = [len(one & other) / len(both) if (both := one | other) else 1.0 for one, other in combinations(used, 2)]
    return float(np.mean(shares)) if shares else float("nan")


def unpaid(ranked: Sequence[int], keep: int, support: np.ndarray, defaults: int, price: int) -> dict[int, str]:
    """Give the positions that are not paid for, with the reason.

    `ranked` has the best first, of which `keep` are kept at most; `price` is in defaults.
    """
    reasons: dict[int, str] = {}
    used: list[int] = []
    for rank, position in enumerate(ranked, start=1):
        known = int(support[position])
        paid = known // (RARE * price)
        if len(used) >= keep:
            reasons[position] = f"ranked {rank} of {len(ranked)}; {defaults:,} defaults pay for {keep}"
        elif known < defaults / 2 and (support[used] <= known).sum() >= paid:
            reasons[position] = f"ranked {rank} of {len(ranked)}; known of {known:,} defaults, which pay for {paid}"
        else:
            used.append(position)
    return reasons
