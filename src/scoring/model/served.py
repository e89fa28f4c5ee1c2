"""The bundle as MLflow's "python function": `mlflow models serve` answers as everything else does.

MLflow reads `MLmodel` in a bundle's folder, imports this module and calls `_load_pyfunc`: the bundle
is verified and loaded as ever, nothing is pickled, and MLflow itself is not imported here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from scoring.features import Feature
from scoring.features.arrow import TYPES
from scoring.model.bundle import Bundle, load
from scoring.model.prediction import scores


class Served:
    """What MLflow asks: feature rows in, scores out."""

    def __init__(self, bundle: Bundle) -> None:
        self.bundle = bundle

    def predict(self, model_input: pd.DataFrame, params: dict[str, Any] | None = None) -> pd.DataFrame:
        """Score n feature rows; a feature without a column, or without a value, is not known.

        Gives probability, low, high, decision ("granted" or "refused") and review, a row each.
        """
        rows = pa.table({feature.name: _column(model_input, feature) for feature in self.bundle.features})
        found = scores(self.bundle, rows)
        return pd.DataFrame(
            {
                "probability": found.probability,
                "low": found.low,
                "high": found.high,
                "decision": ["refused" if refused else "granted" for refused in found.refused],
                "review": found.review,
            },
            index=model_input.index,
        )


def _column(rows: pd.DataFrame, feature: Feature) -> pa.Array:
    kind = TYPES[feature.kind]
    if feature.name not in rows:
        return pa.nulls(len(rows), kind)
    return pa.array(rows[feature.name], type=kind, from_pandas=True)


def _load_pyfunc(path: str) -> Served:
    """Load the bundle of a folder, as MLflow asks for it. Raises Damaged."""
    return Served(load(Path(path)))
