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
class CostDifference:
    """Cost per applicant of two models on the same clients; `low` and `high` bound the difference (95 %)."""

    challenger: float
    champion: float
    low: float
    high: float


def cost_difference(
    target: np.ndarray, challenger: np.ndarray, champion: np.ndarray, ratio: float, seed: int = 0
) -> CostDifference:
    """Compare what the refusals of two models cost on n clients with 0/1 outcomes, by a paired bootstrap."""
    certain = (challenger.astype(float), champion.astype(float))
    apart = model.cost_difference(target, *certain, (0.5, 0.5), ratio, seed)
    ours, theirs = (model.cost(target, refused, 0.5, ratio) for refused in certain)
    return CostDifference(ours, theirs, apart.low, apart.high)


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
    refused = model.refused(clients.column(PROBABILITY).to_numpy(), challenger.threshold)
    before = model.refused(clients.column(CHAMPION).to_numpy(), champion.threshold)
    cost = cost_difference(target, refused, before, challenger.cost_ratio)
    found = (
        f"model {challenger.id} costs {cost.challenger:.4f} per applicant, the published {champion.id} "
        f"{cost.champion:.4f}: {cost.challenger - cost.champion:+.4f} (95 % interval {cost.low:+.4f} to "
        f"{cost.high:+.4f}) on {len(target):,} clients with {defaults:,} defaults"
    )
    faults = []
    if not cost.challenger <= settings.promotion_cost * cost.champion:
        faults.append(f"{found}; it must cost {settings.promotion_cost:g} times as much or less")
    for group in group_refusals(clients, refused, before, settings.minimum_group):
        if group.challenger - group.champion > settings.promotion_group:
            faults.append(
                f"{group.name}: of {group.repaid:,} clients who repaid it refuses {group.challenger:.1%}, the "
                f"published model {group.champion:.1%}; this may rise by {settings.promotion_group:.1%} at most"
            )
    return Verdict((found,), tuple(faults))
