"""Out-of-fold scores of the same clients by each model, on each set of columns and under each policy."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import numpy as np

from scoring import model
from scoring.features import FEATURES, Feature, policy
from scoring.features.application import DERIVED, IMPLIED, RAW
from scoring.pipeline import steps
from scoring.pipeline.evaluation.clients import Clients, with_sex
from scoring.pipeline.evaluation.lines import Scored
from scoring.pipeline.layout import Layout
from scoring.settings import Settings

OURS = "catboost"
ALL, OWN = "all features", "without the histories"
COLUMNS: dict[str, tuple[Feature, ...]] = {ALL: FEATURES, OWN: RAW + DERIVED + IMPLIED}


def scored(settings: Settings, clients: Clients, name: str, columns: str, progress: steps.Progress) -> Scored:
    """Score the clients by one model on one of COLUMNS."""
    if name == OURS:
        return _ours(settings, clients, columns, COLUMNS[columns], progress)
    challenger, features = model.CHALLENGERS[name], COLUMNS[columns]

    def work() -> np.ndarray:
        return model.out_of_fold(
            challenger, clients.table, clients.target, clients.fold, features, settings.seed, _of(columns, progress)
        )

    return _timed(settings, clients, name, columns, features, work)


def under_policies(settings: Settings, clients: Clients, progress: steps.Progress) -> list[Scored]:
    """Score the clients by our own model under each policy but the default."""
    known = Clients(with_sex(Layout.of(settings).staged, clients.table), clients.target, clients.fold, clients.groups)
    allowed: dict[str, Sequence[Feature]] = {"with sex": (*FEATURES, *policy.SEX)}
    for name, forbidden in policy.WITHOUT.items():
        allowed[name] = [feature for feature in FEATURES if feature.name not in forbidden]
    return [_ours(settings, known, name, features, progress) for name, features in allowed.items()]


def _ours(
    settings: Settings, clients: Clients, columns: str, features: Sequence[Feature], progress: steps.Progress
) -> Scored:
    """Score by our own model: the only place that asks it."""

    def work() -> np.ndarray:
        parameters, said = steps.parameters(settings), _of(f"{columns}: {OURS}", progress)
        return model.train(clients.table, clients.target, clients.fold, features, parameters, said).probability

    return _timed(settings, clients, OURS, columns, features, work)


def _of(what: str, progress: steps.Progress) -> steps.Progress:
    return lambda text: progress(f"{what}: {text}")


def _timed(
    settings: Settings,
    clients: Clients,
    name: str,
    columns: str,
    features: Sequence[Feature],
    work: Callable[[], np.ndarray],
) -> Scored:
    wall, processor = time.perf_counter(), time.process_time()
    probability = work()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    threshold = model.cost_curve(clients.target, probability, settings.cost_ratio).best
    return Scored(name, columns, len(features), threshold, round(wall, 1), round(processor, 1), probability)
