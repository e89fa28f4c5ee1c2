"""One CatBoost model: grown against held-out clients to learn its length, or at a known length."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import pyarrow as pa
from catboost import CatBoostClassifier, Pool

from scoring.features import Feature
from scoring.features.directions import directions
from scoring.model.device import check_device
from scoring.model.matrix import pool
from scoring.model.parameters import Parameters
from scoring.model.selection import Selection, select
from scoring.model.support import Support

SNAPSHOT_SECONDS = 30
"""How much training a kill may cost, where there are snapshots."""


@dataclass(frozen=True)
class Grown:
    """One fold's model, its selection of features, its log-loss on the held-out clients after each tree, seconds."""

    model: CatBoostClassifier
    selection: Selection
    losses: list[float]
    seconds: float


@dataclass(frozen=True)
class Grower:
    """Makes models of one pool's clients, whose columns are `features`."""

    data: Pool
    support: Support
    features: Sequence[Feature]
    parameters: Parameters

    @classmethod
    def of(cls, table: pa.Table, target: np.ndarray, features: Sequence[Feature], parameters: Parameters) -> Self:
        """Take the feature rows of n labelled clients and their outcomes (0/1); Refused as by `check_device`."""
        check_device(parameters)
        return cls(pool(table, features, target), Support.of(table, target, features), features, parameters)

    def against(self, learn: np.ndarray, score: np.ndarray, snapshots: Path | None = None) -> Grown:
        """Train on the clients of `learn` until those of `score` stop gaining.

        With a folder for `snapshots`, of this training alone, it is gone on with where it was stopped.
        """
        start = time.perf_counter()
        chosen = self.data.slice(learn)
        patience = self.parameters.patience
        selection = self._selected(chosen, learn)
        model = self._model(self.parameters.iterations, selection, patience, snapshots)
        model.fit(chosen, eval_set=self.data.slice(score), use_best_model=False)
        return Grown(model, selection, model.evals_result_["validation"]["Logloss"], time.perf_counter() - start)

    def to(self, trees: int, learn: np.ndarray) -> tuple[CatBoostClassifier, Selection]:
        """Train so many trees on the clients of `learn`; give the model and its selection of features."""
        chosen = self.data.slice(learn)
        selection = self._selected(chosen, learn)
        return self._model(trees, selection).fit(chosen), selection

    def _selected(self, chosen: Pool, learn: np.ndarray) -> Selection:
        return select(chosen, self.support.counts(learn), self.features, self.parameters)

    def _model(
        self, trees: int, selection: Selection, patience: int | None = None, snapshots: Path | None = None
    ) -> CatBoostClassifier:
        constrained = directions(self.features) if self.parameters.monotone else None
        return CatBoostClassifier(
            **(self.parameters.catboost() | written(snapshots)),
            **constraints(constrained, selection.unused, self.features),
            iterations=trees,
            early_stopping_rounds=patience,
            ignored_features=selection.unused,
        )


def constraints(
    constrained: dict[str, int] | None, unused: Sequence[int], features: Sequence[Feature]
) -> dict[str, object]:
    """Give CatBoost's options for monotone features; a constraint alone would also turn on shrinking."""
    if not constrained:
        return {}
    left = {features[position].name for position in unused}
    signs = {name: sign for name, sign in constrained.items() if name not in left}
    return {"monotone_constraints": signs, "model_shrink_rate": 0.0} if signs else {}


def written(snapshots: Path | None) -> dict[str, object]:
    """Give CatBoost's options for snapshots in a folder; nothing is written without one."""
    if snapshots is None:
        return {}
    snapshots.mkdir(parents=True, exist_ok=True)
    return {
        "allow_writing_files": True,
        "train_dir": str(snapshots),
        "save_snapshot": True,
        "snapshot_file": str((snapshots / "snapshot").resolve()),
        "snapshot_interval": SNAPSHOT_SECONDS,
    }


def best_length(losses: Sequence[Sequence[float]]) -> int:
    """Number of trees with the smallest mean loss over the folds."""
    shortest = min(map(len, losses))
    return int(np.mean([fold[:shortest] for fold in losses], axis=0).argmin()) + 1
