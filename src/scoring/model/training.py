"""Training: out-of-fold predictions, the threshold they give, and one model on everyone."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from scoring.features import Feature
from scoring.model.matrix import pool
from scoring.model.measures import auc, auc_error
from scoring.model.parameters import Parameters
from scoring.model.selection import dropped
from scoring.model.threshold import CostCurve, cost_curve

if TYPE_CHECKING:
    from catboost import CatBoostClassifier, Pool

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Fold:
    """One fold: clients held out, trees grown, AUC of its scores, seconds to train."""

    clients: int
    trees: int
    auc: float
    seconds: float


@dataclass(frozen=True)
class Training:
    """The result: the model on everyone, and what the folds say of it.

    `target` and `probability` are the labelled clients' outcomes and out-of-fold predictions (n);
    `dropped` are positions of the features that the model does not use.
    """

    model: CatBoostClassifier
    dropped: tuple[int, ...]
    target: np.ndarray
    probability: np.ndarray
    folds: tuple[Fold, ...]
    curve: CostCurve
    seconds: float

    def metrics(self) -> dict[str, object]:
        """Give the numbers that go with the bundle."""
        return {
            "clients": len(self.target),
            "default_rate": float(self.target.mean()),
            "auc": auc(self.target, self.probability),
            "auc_error": auc_error(self.target, self.probability),
            "cost_per_applicant": self.curve.least,
            "refused_share": float((self.probability >= self.curve.best).mean()),
            "trees": self.model.tree_count_,
            "seconds": round(self.seconds, 1),
            "folds": [asdict(fold) for fold in self.folds],
        }


def train(
    table: pa.Table,
    target: np.ndarray,
    fold: np.ndarray,
    features: Sequence[Feature],
    parameters: Parameters,
    progress: Progress = print,
) -> Training:
    """Train on n labelled clients: `table` holds their features, `target` their 0/1 outcomes, `fold` their fold.

    Every model, the folds' and the final one, chooses its features from its own clients, so that
    those held out take no part in the choice, and has the number of trees that is best on average
    over the held-out folds: models of unlike length would not be comparable when their predictions
    are pooled.
    """
    start = time.perf_counter()
    data = pool(table, features, target)
    held_out = [np.flatnonzero(fold == number) for number in range(fold.max() + 1)]
    from catboost import CatBoostClassifier

    grown = []
    for number, score in enumerate(held_out, start=1):
        grown.append(_grow(data, score, parameters))
        progress(f"fold {number} of {len(held_out)}: {len(grown[-1].losses)} trees in {grown[-1].seconds:.0f} s")
    trees = _best_length([part.losses for part in grown])
    probability = np.empty(len(target))
    for part, score in zip(grown, held_out, strict=True):
        probability[score] = part.model.predict_proba(data.slice(score), ntree_end=trees)[:, 1]
    unused = dropped(data, parameters)
    progress(f"final model: {trees} trees, {len(features) - len(unused)} features, {len(target):,} clients")
    model = CatBoostClassifier(**parameters.catboost(), iterations=trees, ignored_features=unused).fit(data)
    folds = tuple(
        Fold(len(score), len(part.losses), auc(target[score], probability[score]), part.seconds)
        for part, score in zip(grown, held_out, strict=True)
    )
    curve = cost_curve(target, probability, parameters.cost_ratio)
    return Training(model, tuple(unused), target, probability, folds, curve, time.perf_counter() - start)


@dataclass(frozen=True)
class _Grown:
    """One fold's model, its log-loss on the held-out clients after each tree, seconds to train."""

    model: CatBoostClassifier
    losses: list[float]
    seconds: float


def _grow(data: Pool, score: np.ndarray, parameters: Parameters) -> _Grown:
    """Train on everyone but the clients of `score`, until these stop gaining."""
    from catboost import CatBoostClassifier

    start = time.perf_counter()
    learn = data.slice(np.setdiff1d(np.arange(data.num_row()), score))
    model = CatBoostClassifier(
        **parameters.catboost(),
        ignored_features=dropped(learn, parameters),
        iterations=parameters.iterations,
        early_stopping_rounds=parameters.patience,
        use_best_model=False,
    ).fit(learn, eval_set=data.slice(score))
    return _Grown(model, model.evals_result_["validation"]["Logloss"], time.perf_counter() - start)


def _best_length(losses: Sequence[Sequence[float]]) -> int:
    """Number of trees with the smallest mean loss over the folds."""
    shortest = min(map(len, losses))
    return int(np.mean([fold[:shortest] for fold in losses], axis=0).argmin()) + 1
