"""What a model reaches on a group of clients, and how far that is from another on the same clients."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from scoring import model
from scoring.model import Difference
from scoring.pipeline.evaluation.clients import Clients
from scoring.settings import Settings


@dataclass(frozen=True)
class Scored:
    """One model on one set of columns: its out-of-fold probabilities (n) and the threshold that they give.

    `review` is the share of clients whose score is so uncertain that a human should look, where the model tells it.
    """

    model: str
    columns: str
    features: int
    threshold: float
    seconds: float
    processor_seconds: float
    review: float | None
    probability: np.ndarray = field(repr=False)


@dataclass(frozen=True)
class Line:
    """The measures of one model on one group; costs are per applicant, each model's at its own threshold.

    The differences are to the model or the columns named by `against`; None where that is nothing.
    """

    model: str
    columns: str
    group: str
    auc: float
    auc_error: float
    cost: float
    against: str | None
    auc_difference: Difference | None
    cost_difference: Difference | None


def find(scored: Iterable[Scored], name: str, columns: str) -> Scored | None:
    """Give what a model scored on a set of columns, if it did."""
    return next((one for one in scored if (one.model, one.columns) == (name, columns)), None)


def compared(settings: Settings, clients: Clients, pairs: Sequence[tuple[Scored, Scored | None]]) -> tuple[Line, ...]:
    """Measure the first of each pair against the second, group by group."""
    return tuple(_line(settings, clients, group, one, other) for group in clients.groups for one, other in pairs)


def _line(settings: Settings, clients: Clients, group: str, one: Scored, other: Scored | None) -> Line:
    """Measure one score on a group, and its difference to the other unless there is none, or it is the same."""
    held, ratio = clients.groups[group], settings.cost_ratio
    target, ours = clients.target[held], one.probability[held]
    against = auc_difference = cost_difference = None
    if other is not None and other is not one:
        theirs, thresholds = other.probability[held], (one.threshold, other.threshold)
        against = other.model if other.columns == one.columns else other.columns
        auc_difference = model.auc_difference(target, ours, theirs)
        cost_difference = model.cost_difference(target, ours, theirs, thresholds, ratio, settings.seed)
    return Line(
        one.model,
        one.columns,
        group,
        model.auc(target, ours),
        model.auc_error(target, ours),
        model.cost(target, ours, one.threshold, ratio),
        against,
        auc_difference,
        cost_difference,
    )
