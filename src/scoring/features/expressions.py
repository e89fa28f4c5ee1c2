"""The vocabulary of expressions: the few SQL shapes that mean the same on every engine.

Divisions go through `divided`, decimal literals are doubles (1e0), conditions become CASE.
"""

from __future__ import annotations


def divided(numerator: str, denominator: str) -> str:
    """Quotient of two doubles; NULL where the denominator is 0 or NULL."""
    return f"({numerator}) / NULLIF({denominator}, 0e0)"


def when(condition: str | None, value: str) -> str:
    """The value where the condition holds, NULL elsewhere; no condition: the value."""
    return value if condition is None else f"CASE WHEN {condition} THEN {value} END"


def mean(value: str, where: str | None = None) -> str:
    """Mean of the known values; NULL when there is none."""
    return f"AVG({when(where, value)})"


def total(value: str, where: str | None = None) -> str:
    """Sum of the known values; NULL when there is none."""
    return f"SUM({when(where, value)})"


def largest(value: str, where: str | None = None) -> str:
    """Maximum of the known values; NULL when there is none."""
    return f"MAX({when(where, value)})"


def smallest(value: str, where: str | None = None) -> str:
    """Minimum of the known values; NULL when there is none."""
    return f"MIN({when(where, value)})"


def spread(value: str, where: str | None = None) -> str:
    """Sample standard deviation of the known values; NULL for fewer than two."""
    return f"STDDEV_SAMP({when(where, value)})"


def rows(where: str | None = None) -> str:
    """Number of rows where the condition holds: 0 when none does."""
    if where is None:
        return "CAST(COUNT(*) AS DOUBLE)"
    return f"SUM(CASE WHEN {where} THEN 1e0 ELSE 0e0 END)"


def part(where: str, of: str | None = None) -> str:
    """Share of the rows (of those where `of` holds) that meet the condition; NULL without rows."""
    indicator = f"CASE WHEN {where} THEN 1e0 ELSE 0e0 END"
    return f"AVG({when(of, indicator)})"


def different(value: str) -> str:
    """Number of different known values."""
    return f"CAST(COUNT(DISTINCT {value}) AS DOUBLE)"
