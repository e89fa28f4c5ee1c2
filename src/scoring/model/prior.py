"""What is known before any outcome is seen: a model of invented clients.

They lean on the published figures of 307,511 real ones, so that a lender with few defaults of its
own does not learn from nothing. `python -m scoring.pipeline.prior` makes it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from catboost import CatBoostClassifier

from scoring.aside import folder_aside
from scoring.faults import Damaged
from scoring.features import FEATURE, Feature
from scoring.model.matrix import pool
from scoring.model.odds import raw_log_odds
from scoring.model.saving import save_model

FOLDER = Path(__file__).parent / "known"
MODEL, RECORD = "prior.cbm", "prior.json"
AGAIN = "make it again: python -m scoring.pipeline.prior"


@dataclass(frozen=True)
class Prior:
    """The model, its features in order, and the record of how it was made."""

    model: CatBoostClassifier
    features: tuple[Feature, ...]
    record: Mapping[str, Any]

    @property
    def used(self) -> set[str]:
        """Names of the features it uses."""
        return {feature.name for feature in self.features} - set(self.record["dropped"])

    def log_odds(self, table: pa.Table) -> np.ndarray:
        """Score n feature rows, shape (n,)."""
        return raw_log_odds(self.model, pool(table, self.features))

    def arranged(self, features: Sequence[Feature]) -> tuple[Feature, ...]:
        """Give the features with the prior's first: models are added up by position.

        Raises Damaged when one of the prior's is not among them.
        """
        missing = [feature.name for feature in self.features if feature not in features]
        if missing:
            raise Damaged(f"{FOLDER}: made for features that are not used: {', '.join(missing)}; {AGAIN}")
        return self.features + tuple(feature for feature in features if feature not in self.features)


@cache
def load_prior(folder: Path = FOLDER) -> Prior:
    """Load a prior, hashed before it is parsed; raises Damaged where it is not the one that was made."""
    try:
        record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
        content = (folder / MODEL).read_bytes()
    except (OSError, ValueError) as error:
        raise Damaged(f"{folder}: no readable prior; {AGAIN}") from error
    if hashlib.sha256(content).hexdigest() != record["sha256"]:
        raise Damaged(f"{folder / MODEL}: its SHA-256 is not the recorded one; {AGAIN}")
    unknown = [name for name, kind in record["features"] if name not in FEATURE or FEATURE[name].kind != kind]
    if unknown:
        raise Damaged(f"{folder}: made for features that are not declared: {', '.join(unknown)}; {AGAIN}")
    features = tuple(FEATURE[name] for name, _ in record["features"])
    return Prior(CatBoostClassifier().load_model(blob=content), features, record)


def save_prior(model: CatBoostClassifier, features: Sequence[Feature], folder: Path = FOLDER, **facts: Any) -> None:
    """Write a prior and its record, `facts` of how it was made, in place of the one before."""
    with folder_aside(folder) as aside:
        save_model(model, aside / MODEL)
        record = facts | {
            "sha256": hashlib.sha256((aside / MODEL).read_bytes()).hexdigest(),
            "features": [(feature.name, feature.kind) for feature in features],
        }
        (aside / RECORD).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
