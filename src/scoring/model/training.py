"""Training: out-of-fold predictions, the threshold they give, the holdout's verdict, one model on everyone."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass

import numpy as np
import pyarrow as pa
from catboost import CatBoost, CatBoostClassifier

from scoring.features import Feature
from scoring.model.blend import Blend, fit_blend, fit_fold_blends, out_of_fold
from scoring.model.calibration import Calibration, choose_calibration
from scoring.model.evaluation import evaluate
from scoring.model.growing import Grower, Grown, best_length
from scoring.model.measures import auc
from scoring.model.odds import probability
from scoring.model.parameters import Parameters
from scoring.model.prior import Prior
from scoring.model.selection import Selection, agreement
from scoring.model.threshold import CostCurve, cost_curve, refused
from scoring.model.uncertainty import around

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Fold:
    """One fold: clients held out, trees grown, AUC of its scores, seconds to train."""

    clients: int
    trees: int
    auc: float
    seconds: float


@dataclass(frozen=True)
class Scored:
    """Clients whose outcomes (0/1) no choice has seen, and their probabilities; both of shape (n,)."""

    target: np.ndarray
    probability: np.ndarray


@dataclass(frozen=True)
class Training:
    """The result: the model on everyone, and what folds and holdout say of it.

    `rows` are the positions of the n clients in the folds, `fold` theirs, `target` and
    `probability` their outcomes and out-of-fold predictions; `losses` the held-out log-loss of each
    fold after each tree, and `trees` the length chosen. `members` are the folds' models, whose
    disagreement tells how uncertain a score is; `agreement` is the share of features that two of
    them have in common (see selection.agreement). `dropped` names the features not used, and says why.
    """

    model: CatBoost
    members: tuple[CatBoostClassifier, ...]
    blend: Blend
    calibration: Calibration
    dropped: Mapping[str, str]
    agreement: float
    rows: np.ndarray
    fold: np.ndarray
    target: np.ndarray
    probability: np.ndarray
    folds: tuple[Fold, ...]
    losses: tuple[list[float], ...]
    trees: int
    curve: CostCurve
    holdout: Scored | None
    review: float
    parameters: Parameters
    seconds: float

    def metrics(self) -> dict[str, object]:
        """Give the numbers that go with the bundle: those of the folds, and of the holdout if there is one."""

        def measured(target: np.ndarray, probability: np.ndarray) -> dict[str, object]:
            return evaluate(target, probability, self.curve.best, self.parameters.cost_ratio, self.parameters.seed)

        held = None if self.holdout is None else measured(self.holdout.target, self.holdout.probability)
        return measured(self.target, self.probability) | {
            "review_share": self.review,
            "trees": self.trees,
            "selection_agreement": self.agreement,
            "seconds": round(self.seconds, 1),
            "folds": [asdict(fold) for fold in self.folds],
            "holdout": held,
        }


def train(
    table: pa.Table,
    target: np.ndarray,
    fold: np.ndarray,
    features: Sequence[Feature],
    parameters: Parameters,
    progress: Progress = print,
    held: np.ndarray | None = None,
    prior: Prior | None = None,
) -> Training:
    """Train on n labelled clients: `table` holds their features, `target` their 0/1 outcomes, `fold` their fold.

    Every model chooses its features from its own clients, and all have the number of trees that is
    best on average over the held-out folds: predictions of unlike lengths could not be pooled. The
    clients of the mask `held` are a holdout: nothing is chosen by them, they are scored once, and
    the final model learns from them too. A `prior`, whose features come first among `features`, is
    summed into the model with the weight that the folds give it.
    """
    start = time.perf_counter()
    grower = Grower.of(table, target, features, parameters)
    rows = np.arange(len(target)) if held is None else np.flatnonzero(~held)
    known = np.zeros(len(target)) if prior is None else prior.log_odds(table)
    found = _over_folds(grower, rows, fold[rows], target[rows], known[rows], prior, progress)
    curve = cost_curve(target[rows], found.probability, parameters.cost_ratio)
    members = tuple(_member(part, found.trees, its, prior) for part, its in zip(found.grown, found.blends, strict=True))
    holdout = _held_out(grower, rows, target, known, found, progress)
    model, selection = grower.to(found.trees, np.arange(len(target)))
    dropped = _dropped(selection, features, prior)
    progress(f"final model: {found.trees} trees, {len(features) - len(dropped)} features, {len(target):,} clients")
    return Training(
        model=model if prior is None else found.blend.model(model, prior.model),
        members=members,
        blend=found.blend,
        calibration=found.calibration,
        dropped=dropped,
        agreement=agreement([part.selection for part in found.grown], len(features)),
        rows=rows,
        fold=fold[rows],
        target=target[rows],
        probability=found.probability,
        folds=_folds(found.grown, target[rows], found.probability, fold[rows]),
        losses=tuple(part.losses for part in found.grown),
        trees=found.trees,
        curve=curve,
        holdout=holdout,
        review=_review(grower, members, rows, found, curve.best),
        parameters=parameters,
        seconds=time.perf_counter() - start,
    )


@dataclass(frozen=True)
class _Found:
    """What the folds give: models, the length chosen, how log-odds become probabilities, and both of n clients."""

    grown: Sequence[Grown]
    trees: int
    blend: Blend
    blends: Sequence[Blend]
    calibration: Calibration
    raw: np.ndarray
    probability: np.ndarray


def _over_folds(
    grower: Grower,
    rows: np.ndarray,
    fold: np.ndarray,
    target: np.ndarray,
    known: np.ndarray,
    prior: Prior | None,
    progress: Progress,
) -> _Found:
    """Grow a model against each fold's clients, `rows` of the grower's; `known` are the prior's log-odds of these."""
    grown = _grow(grower, rows, fold, progress)
    trees = best_length([part.losses for part in grown])
    own = _out_of_fold(grower, grown, rows, fold, trees)
    blend = Blend() if prior is None else fit_blend(target, own, known)
    blends = (blend,) * len(grown) if prior is None else fit_fold_blends(target, own, known, fold)
    raw = out_of_fold(blends, own, known, fold)
    calibration = choose_calibration(target, probability(raw))
    return _Found(grown, trees, blend, blends, calibration, raw, calibration.apply(probability(raw)))


def _held_out(
    grower: Grower, rows: np.ndarray, target: np.ndarray, known: np.ndarray, found: _Found, progress: Progress
) -> Scored | None:
    """Score the clients that are not among `rows` by a model of those that are; None where all are."""
    if len(rows) == len(target):
        return None
    alone = np.setdiff1d(np.arange(len(target)), rows)
    progress(f"holdout: {len(alone):,} clients, scored once")
    model, _ = grower.to(found.trees, rows)
    raw = model.predict(grower.data.slice(alone), prediction_type="RawFormulaVal")
    blended = probability(found.blend.log_odds(raw, known[alone]))
    return Scored(target[alone], found.calibration.apply(blended))


def _grow(grower: Grower, rows: np.ndarray, fold: np.ndarray, progress: Progress) -> list[Grown]:
    """Grow a model against each fold's clients."""
    grown, count = [], fold.max() + 1
    for number in range(count):
        grown.append(grower.against(rows[fold != number], rows[fold == number]))
        progress(f"fold {number + 1} of {count}: {len(grown[-1].losses)} trees in {grown[-1].seconds:.0f} s")
    return grown


def _out_of_fold(grower: Grower, grown: Sequence[Grown], rows: np.ndarray, fold: np.ndarray, trees: int) -> np.ndarray:
    """Log-odds of each client by the model that did not learn from them."""
    raw = np.empty(len(rows))
    for number, part in enumerate(grown):
        data = grower.data.slice(rows[fold == number])
        raw[fold == number] = part.model.predict(data, prediction_type="RawFormulaVal", ntree_end=trees)
    return raw


def _dropped(selection: Selection, features: Sequence[Feature], prior: Prior | None) -> dict[str, str]:
    """Name the features that neither the own model nor the prior uses, with the own model's reason."""
    used = set() if prior is None else prior.used
    return {
        features[position].name: reason
        for position, reason in sorted(selection.reasons.items())
        if features[position].name not in used
    }


def _review(
    grower: Grower, members: Sequence[CatBoostClassifier], rows: np.ndarray, found: _Found, threshold: float
) -> float:
    """Share of the folds' clients whose score is so uncertain that the threshold lies within its interval."""
    ends = around(grower.data.slice(rows), found.raw, members, grower.parameters.confidence)
    low, high = (refused(found.calibration.apply(probability(end)), threshold) for end in ends)
    return float((low != high).mean())


def _member(part: Grown, trees: int, blend: Blend, prior: Prior | None) -> CatBoostClassifier:
    """Cut a fold's model to the chosen length, and blend it as the fold's other clients would have it.

    How much the prior weighs is uncertain, too: where the own model weighs nothing, nothing else would differ.
    """
    member = part.model.copy()
    member.shrink(trees)
    return member if prior is None else blend.model(member, prior.model)


def _folds(grown: Sequence[Grown], target: np.ndarray, found: np.ndarray, fold: np.ndarray) -> tuple[Fold, ...]:
    return tuple(
        Fold(int((fold == n).sum()), len(part.losses), auc(target[fold == n], found[fold == n]), part.seconds)
        for n, part in enumerate(grown)
    )
