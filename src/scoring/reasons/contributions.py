"""Exact SHAP contributions: CatBoost's own values of the deployed model's log-odds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from scoring import model

if TYPE_CHECKING:
    from catboost import CatBoost, Pool  # seconds that staging need not wait for


@dataclass(frozen=True)
class Contributions:
    """SHAP values in log-odds: `base` + the sum of a row of `values` is that client's raw score.

    `values` has shape (clients, features), in the bundle's order of features.
    """

    base: float
    values: np.ndarray

    @property
    def raw(self) -> np.ndarray:
        """Log-odds of each client, shape (clients,)."""
        return np.asarray(self.base + self.values.sum(axis=1))


def contributions(bundle: model.Bundle, rows: model.Rows) -> Contributions:
    """Explain n feature rows, whose columns are taken by name."""
    shap = _shap(bundle.model, model.pool(rows, bundle.features))
    return Contributions(float(shap[0, -1]), np.ascontiguousarray(shap[:, :-1]))


def member_contributions(bundle: model.Bundle, table: pa.Table) -> list[np.ndarray]:
    """Explain n feature rows by each of the folds' models, (n, features) each."""
    pool = model.pool(table, bundle.features)
    return [_shap(member, pool)[:, :-1] for member in bundle.members]


def _shap(asked: CatBoost, pool: Pool) -> np.ndarray:
    """Give contributions, and the base last, of n clients, (n, features + 1)."""
    return np.asarray(asked.get_feature_importance(pool, type="ShapValues"))
