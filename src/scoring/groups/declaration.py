"""The groups a client can be compared with: an entry each.

A group is a condition over the published columns, with the client's own values bound to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

Value = float | str | None
GRANTED = "GRANTED"
"""Column of the published decision beside the features."""

DAYS_PER_BAND = 10 * 365.25
INCOME_EDGES = (90_000.0, 135_000.0, 180_000.0, 225_000.0, 315_000.0)
"""Incomes that cut applicants into about equal bands."""


@dataclass(frozen=True)
class Criterion:
    """What two clients have in common: the same value of an expression over one column."""

    column: str
    expression: str = "{0}"

    def sql(self) -> str:
        """Condition with one bound value; unknown is like unknown."""
        bound = f"CAST(? AS {'VARCHAR' if self.expression == '{0}' else 'DOUBLE'})"
        return f"{self.expression.format(self.column)} IS NOT DISTINCT FROM {self.expression.format(bound)}"


def banded(column: str, edges: tuple[float, ...]) -> Criterion:
    """Same band between declared edges."""
    steps = " ".join(f"WHEN {{0}} < {edge:.1f} THEN {band}" for band, edge in enumerate(edges))
    return Criterion(column, f"CASE {steps} WHEN {{0}} IS NOT NULL THEN {len(edges)} END")


@dataclass(frozen=True)
class Group:
    """One group: clients who meet every criterion (with this client) and every fixed condition."""

    name: str
    criteria: tuple[Criterion, ...] = ()
    conditions: tuple[str, ...] = ()

    def where(self, values: Mapping[str, Value]) -> tuple[str, list[Value]]:
        """Give the condition of the group around a client, and the values bound to it."""
        tests = [criterion.sql() for criterion in self.criteria]
        bound = [
            values[criterion.column]
            for criterion, test in zip(self.criteria, tests, strict=True)
            for _ in range(test.count("?"))
        ]
        return " AND ".join([*tests, *self.conditions]) or "TRUE", bound


AGE_BAND = Criterion("DAYS_BIRTH", f"FLOOR({{0}} / -{DAYS_PER_BAND})")
INCOME_BAND = banded("AMT_INCOME_TOTAL", INCOME_EDGES)
CONTRACT = Criterion("NAME_CONTRACT_TYPE")

GROUPS: tuple[Group, ...] = (
    Group("all"),
    Group("similar", criteria=(AGE_BAND, INCOME_BAND, CONTRACT)),
    Group("granted", conditions=(GRANTED,)),
    Group("refused", conditions=(f"NOT {GRANTED}",)),
)
