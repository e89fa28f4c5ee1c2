"""Which features the model reads together, and what a pair of them adds beyond each alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from scoring import model


@dataclass(frozen=True)
class Pair:
    """Two features of the model, and the share (0 to 1) of all its interaction that is theirs."""

    first: str
    second: str
    share: float


def interacting(bundle: model.Bundle, most: int) -> tuple[Pair, ...]:
    """Give the pairs that interact most in the trees, the strongest first (CatBoost's "Interaction")."""
    found = bundle.model.get_feature_importance(type="Interaction")
    names, total = [feature.name for feature in bundle.features], sum(strength for *_, strength in found)
    return tuple(Pair(names[int(i)], names[int(j)], float(strength / total)) for i, j, strength in found[:most])


def interaction(bundle: model.Bundle, table: pa.Table, pair: Pair) -> np.ndarray:
    """Give what the pair adds to n clients' log-odds beyond each alone, shape (n,): SHAP interaction values."""
    names = [feature.name for feature in bundle.features]
    places = [names.index(pair.first), names.index(pair.second)]
    data = model.pool(table, bundle.features)
    found = bundle.model.get_feature_importance(data, type="ShapInteractionValues", interaction_indices=places)
    # The matrix is symmetric, and each side of the diagonal holds half.
    return np.asarray(2.0 * found[:, 0, 1])
