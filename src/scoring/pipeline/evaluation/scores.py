"""Out-of-fold scores of the same clients by each model, on each set of columns and under each policy."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np

from scoring import model
from scoring.features import FEATURES, Feature, policy
from scoring.features.application import DERIVED, IMPLIED, RAW
from scoring.pipeline import steps
from scoring.pipeline.evaluation.clients import Clients, with_sex, without
from scoring.pipeline.evaluation.lines import Scored
from scoring.pipeline.layout import Layout
from scoring.settings import Settings

OURS, ALONE = "catboost", "catboost-alone"
"""Our own model as it is kept, and without the prior."""
ALL, OWN = "all features", "without the histories"
OTHERWISE: dict[str, tuple[str, str]] = {
    "shifting": ("without shifting columns", "with shifting columns"),
    "monotone": ("not monotone", "monotone"),
}
"""Settings that are policies, and what the policy is called where the setting is 0 and where it is 1."""
Found = tuple[np.ndarray, float | None]
"""Probabilities out of fold, shape (n,), and the share to review where a model tells it."""
COLUMNS: dict[str, tuple[Feature, ...]] = {ALL: FEATURES, OWN: RAW + DERIVED + IMPLIED}


def scored(settings: Settings, clients: Clients, name: str, columns: str, progress: steps.Progress) -> Scored:
    """Score the clients by one model on one of COLUMNS."""
    if name in (OURS, ALONE):
        return _ours(settings, clients, name, columns, COLUMNS[columns], progress)
    challenger, features = model.CHALLENGERS[name], offered(settings, COLUMNS[columns])

    def work() -> Found:
        said = _of(columns, progress)
        found = model.out_of_fold(
            challenger, clients.table, clients.target, clients.fold, features, settings.seed, said
        )
        return found, None

    return _timed(settings, clients, name, columns, features, work)


def offered(settings: Settings, features: Sequence[Feature]) -> list[Feature]:
    """Give the features without those that the settings leave to no model, ours or a challenger."""
    return [feature for feature in features if settings.shifting or feature.name not in policy.SHIFTING]


def under_policies(settings: Settings, clients: Clients, progress: steps.Progress) -> list[Scored]:
    """Score the clients by our own model under each policy but the default; alone: the prior knows no policy."""
    known = Clients(with_sex(Layout.of(settings).staged, clients.table), clients.target, clients.fold, clients.groups)
    allowed: dict[str, Sequence[Feature]] = {"with sex": (*FEATURES, *policy.SEX)}
    for name, forbidden in policy.WITHOUT.items():
        allowed[name] = [feature for feature in FEATURES if feature.name not in forbidden]
    found = [_ours(settings, known, ALONE, name, features, progress) for name, features in allowed.items()]
    for name, called in OTHERWISE.items():
        value = 1 - getattr(settings, name)
        found.append(_ours(replace(settings, **{name: value}), known, ALONE, called[value], FEATURES, progress))
    return found


def _ours(
    settings: Settings,
    clients: Clients,
    name: str,
    columns: str,
    features: Sequence[Feature],
    progress: steps.Progress,
) -> Scored:
    """Score by our own model: the only place that asks it."""
    prior = steps.prior(settings) if name == OURS else None
    table, arranged = clients.table, features
    if prior is not None:  # it reads every column: those not to be used are as of a client without history
        table, arranged = without(table, features), prior.arranged(FEATURES)

    def work() -> Found:
        parameters, said = steps.parameters(settings), _of(f"{columns}: {name}", progress)
        training = model.train(table, clients.target, clients.fold, arranged, parameters, said, prior=prior)
        return training.probability, training.review

    return _timed(settings, clients, name, columns, features, work)


def _of(what: str, progress: steps.Progress) -> steps.Progress:
    return lambda text: progress(f"{what}: {text}")


def _timed(
    settings: Settings,
    clients: Clients,
    name: str,
    columns: str,
    features: Sequence[Feature],
    work: Callable[[], Found],
) -> Scored:
    wall, processor = time.perf_counter(), time.process_time()
    probability, review = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    threshold = model.cost_curve(clients.target, probability, settings.cost_ratio).best
    count = len(offered(settings, features))
    return Scored(name, columns, count, threshold, round(wall, 1), round(processor, 1), review, probability)
