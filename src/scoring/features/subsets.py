"""Subsets, windows and measures: a feature for each pair, named once, written once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scoring.features.declaration import Feature
from scoring.features.expressions import divided, largest, mean, part, rows, smallest, spread, total

Render = Callable[[str | None], str]


@dataclass(frozen=True)
class Subset:
    """Some rows of a source: those that meet a condition; the condition None means all.

    `name` stands in the features' names ("" for all).
    """

    name: str
    condition: str | None

    def within(self, other: Subset) -> Subset:
        """Give the rows of this subset that are in the other too."""
        conditions = [subset.condition for subset in (self, other) if subset.condition is not None]
        name = "_".join(subset.name for subset in (self, other) if subset.name)
        return Subset(name, " AND ".join(conditions) or None)


ALL = Subset("", None)


@dataclass(frozen=True)
class Measure:
    """One aggregate over the rows of a subset: its name, SQL, unit and value without rows."""

    name: str
    render: Render
    unit: str
    absent: float | None = None


def counted(name: str = "COUNT", where: str | None = None) -> Measure:
    """Number of rows (that meet a condition): 0 for none."""

    def render(subset: str | None) -> str:
        return rows(_and(subset, where))

    return Measure(name, render, "count", 0.0)


def averaged(name: str, value: str, unit: str) -> Measure:
    """Mean of the known values."""
    return Measure(name, lambda subset: mean(value, subset), unit)


def summed(name: str, value: str, unit: str, absent: float | None = None) -> Measure:
    """Sum of the known values; `absent` also stands where the client has rows, but none in the subset."""
    if absent is None:
        return Measure(name, lambda subset: total(value, subset), unit)
    return Measure(name, lambda subset: f"COALESCE({total(value, subset)}, {absent!r}e0)", unit, absent)


def highest(name: str, value: str, unit: str) -> Measure:
    """Maximum of the known values."""
    return Measure(name, lambda subset: largest(value, subset), unit)


def lowest(name: str, value: str, unit: str) -> Measure:
    """Minimum of the known values."""
    return Measure(name, lambda subset: smallest(value, subset), unit)


def spreading(name: str, value: str, unit: str) -> Measure:
    """Standard deviation of the known values; unknown under two."""
    return Measure(name, lambda subset: spread(value, subset), unit)


def proportion(name: str, where: str) -> Measure:
    """Share of the rows that meet a condition."""
    return Measure(name, lambda subset: part(where, subset), "share")


def quotient(name: str, numerator: str, denominator: str, unit: str = "ratio") -> Measure:
    """Sum of one value over the sum of another."""
    return Measure(name, lambda subset: divided(total(numerator, subset), total(denominator, subset)), unit)


def over(prefix: str, subsets: Sequence[Subset], measures: Sequence[Measure]) -> tuple[Feature, ...]:
    """Declare every measure over every subset: PREFIX_SUBSET_MEASURE."""
    return tuple(
        Feature(
            "_".join(filter(None, (prefix, subset.name, measure.name))),
            measure.render(subset.condition),
            measure.unit,
            absent=measure.absent,
        )
        for subset in subsets
        for measure in measures
    )


def latest(value: str, recency: str) -> str:
    """Value of the most recent row, by a column that numbers them from 1."""
    return f"MAX(CASE WHEN {recency} = 1 THEN {value} END)"


def numbered(order: str) -> str:
    """Expression that numbers a client's rows from 1, by a total order; unknown values come last."""
    keys = ", ".join(f"{key} NULLS LAST" for key in order.split(", "))
    return f"ROW_NUMBER() OVER (PARTITION BY SK_ID_CURR ORDER BY {keys})"


def _and(*conditions: str | None) -> str | None:
    return " AND ".join(condition for condition in conditions if condition is not None) or None
