"""The declared rule by which a new model, the challenger, replaces the published one, the champion."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from scoring import model
from scoring.groups.declaration import DAYS_PER_BAND
from scoring.settings import Settings
from scoring.tables import TARGET

PROBABILITY = "probability"
CHAMPION = "champion_probability"
"""Columns of the clients that both predicted out of fold: the challenger's and the champion's."""
LEAST_DEFAULTS = 100
"""Defaults that two models must share to be compared at all."""
AUDITED = {"CODE_GENDER": "sex", "DAYS_BIRTH": "age", "REGION_RATING_CLIENT": "region rating"}
"""Columns of the application whose groups may not be worse off, and what they are called."""


@dataclass(frozen=True)
class GroupRefusals:
    """One audited group: its clients who repaid, and the share of them that each model refuses."""

    name: str
    repaid: int
    challenger: float
    champion: float


def group_refusals(
    clients: pa.Table, challenger: np.ndarray, champion: np.ndarray, minimum: int
) -> list[GroupRefusals]:
    """Compare the refusals of those who repaid, in each audited group that has the minimum of them."""
    repaid = clients.column(TARGET).to_numpy() == 0
    rows = []
    for name, member in audit_groups(clients):
        chosen = member & repaid
        if (count := int(chosen.sum())) >= minimum:
            rows.append(GroupRefusals(name, count, float(challenger[chosen].mean()), float(champion[chosen].mean())))
    return rows


def audit_groups(clients: pa.Table) -> Iterator[tuple[str, np.ndarray]]:
    """Mark the members of each audited group among n clients; who is not known to belong is in none."""
    for column, called in AUDITED.items():
        values = np.array([None if v is None else _label(column, v) for v in clients.column(column).to_pylist()])
        for value in sorted({label for label in values if label is not None}):
            yield f"{called} {value}", values == value


def _label(column: str, value: float | str) -> str:
    if column != "DAYS_BIRTH":
        return f"{value:g}" if isinstance(value, float) else str(value)
    decade = 10 * int(-float(value) // DAYS_PER_BAND)
    return f"{decade} to {decade + 9}"


@dataclass(frozen=True)
class Verdict:
    """What was found, in sentences; and what of the rule is not met: nothing for a model to promote."""

    said: tuple[str, ...]
    faults: tuple[str, ...]


def judge(clients: pa.Table, challenger: model.Manifest, champion: model.Manifest, settings: Settings) -> Verdict:
    """Apply the rule to the clients that both models predicted out of fold.

    `clients` has TARGET, the columns PROBABILITY and CHAMPION, and those of AUDITED. Each model
    decides at its own frozen threshold. Too few shared defaults tell nothing: then a champion of
    other data, which cannot answer for these, gives way, and one of the same data stays.
    """
    target = clients.column(TARGET).to_numpy()
    if (defaults := int(target.sum())) < LEAST_DEFAULTS:
        few = (
            f"models {challenger.id} and {champion.id} are not comparable: the clients that both predicted out of "
            f"fold have {defaults} defaults, {LEAST_DEFAULTS} are needed"
        )
        if champion.fingerprint == challenger.fingerprint:
            return Verdict((), (few,))
        return Verdict((few, f"model {champion.id} was trained on other data: it gives way without a comparison"), ())
    scores = [clients.column(name).to_numpy() for name in (PROBABILITY, CHAMPION)]
    thresholds, ratio = (challenger.threshold, champion.threshold), challenger.cost_ratio
    costs = [model.cost(target, score, at, ratio) for score, at in zip(scores, thresholds, strict=True)]
    apart = model.cost_difference(target, scores[0], scores[1], thresholds, ratio, settings.seed)
    found = (
        f"model {challenger.id} costs {costs[0]:.4f} per applicant, the published {champion.id} {costs[1]:.4f}: "
        f"{apart.value:+.4f} (95 % interval {apart.low:+.4f} to {apart.high:+.4f}) on {len(target):,} clients "
        f"with {defaults:,} defaults"
    )
    faults = []
    if not costs[0] <= settings.promotion_cost * costs[1]:
        faults.append(f"{found}; it must cost {settings.promotion_cost:g} times as much or less")
    refusals = [model.refused(score, at) for score, at in zip(scores, thresholds, strict=True)]
    for group in group_refusals(clients, refusals[0], refusals[1], settings.minimum_group):
        if group.challenger - group.champion > settings.promotion_group:
            faults.append(
                f"{group.name}: of {group.repaid:,} clients who repaid it refuses {group.challenger:.1%}, the "
                f"published model {group.champion:.1%}; this may rise by {settings.promotion_group:.1%} at most"
            )
    return Verdict((found,), tuple(faults))
