"""Whether a model's probabilities mean what they say, and its cost is what its AUC lets expect."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring import model
from scoring.pipeline.evaluation.clients import Clients
from scoring.pipeline.evaluation.lines import Scored
from scoring.pipeline.policies import EVERYONE
from scoring.settings import Settings


@dataclass(frozen=True)
class Check:
    """Calibration and cost of one model on one group; NaN where nothing can be told.

    `review` is the share of clients whose score is so uncertain that a human should look: None
    where a model does not tell it, and of groups of the clients.
    """

    model: str
    columns: str
    group: str
    slope: float
    slope_error: float
    intercept: float
    intercept_error: float
    calibration_error: float
    brier: float
    review: float | None
    cost: float
    cost_expected: float
    cost_error: float
    alarm: bool


def checked(settings: Settings, clients: Clients, scored: Sequence[Scored]) -> tuple[Check, ...]:
    """Check every score, group by group, at the threshold that it has on everyone."""
    return tuple(_check(settings, clients, group, one) for group in clients.groups for one in scored)


def _check(settings: Settings, clients: Clients, group: str, one: Scored) -> Check:
    held = clients.groups[group]
    target, probability = clients.target[held], one.probability[held]
    line = model.calibration_line(target, probability)
    cost = model.check_cost(target, probability, one.threshold, settings.cost_ratio)
    return Check(
        model=one.model,
        columns=one.columns,
        group=group,
        slope=line.slope,
        slope_error=line.slope_error,
        intercept=line.intercept,
        intercept_error=line.intercept_error,
        calibration_error=model.calibration_error(target, probability),
        brier=model.brier(target, probability).score,
        review=one.review if group == EVERYONE else None,
        cost=cost.observed,
        cost_expected=cost.expected,
        cost_error=cost.error,
        alarm=cost.alarm,
    )
