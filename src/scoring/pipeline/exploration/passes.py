"""The three passes over every feature: moments, edges of the parts, clients by part.

Each is a few statements, whatever the number of features, and keeps a few numbers of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isfinite
from typing import Any, TypeVar

from scoring.engine import Session, identifier
from scoring.features import Feature
from scoring.pipeline.exploration.parts import COUNTED, Counts
from scoring.tables import CLIENT, TARGET

T = TypeVar("T")
OUTCOMES, ROWS = "outcomes", "features"
BATCH = 100
"""Features per statement: it bounds what a pass holds in memory."""
DRAWN = 20_000
"""Labelled clients that the edges are taken from, by chance; every client is counted."""
TENTHS = tuple(tenth / 10 for tenth in range(1, 10))
LARGEST = 1e100
"""A value beyond has no square: it is left out of moments."""
KINDS: Mapping[float | None, str] = {0.0: "repaid", 1.0: "defaulted", None: "unlabelled"}

Found = Mapping[str, Mapping[str, Any]]
"""A row of aggregates per outcome that some client has."""
Limits = tuple[float | None, float | None]
"""What lies below or above is outside; None: nothing does on that side."""


@dataclass(frozen=True)
class Moments:
    """Clients for whom a feature is known; a number's least and largest value, and per outcome its
    clients, mean and variance. `mark` stands for whom it is not known."""

    known: Counts
    mark: int
    spreads: Mapping[str, tuple[int, float, float]]
    least: float | None = None
    most: float | None = None


@dataclass(frozen=True)
class Edges:
    """Where a number's tenths end, where its tails begin and its median; None where too few are known."""

    tenths: tuple[float, ...] = ()
    median: float | None = None
    low: float | None = None
    high: float | None = None


def name_outcomes(session: Session) -> None:
    """Keep each applicant's outcome, with a number that stands for the applicant."""
    session.materialise(OUTCOMES, f"SELECT {CLIENT}, {TARGET}, hash({CLIENT}) AS mark FROM application")


def everyone(session: Session) -> Counts:
    """Count the applicants by outcome."""
    found = session.rows(f"SELECT {TARGET}, COUNT(*) FROM {OUTCOMES} GROUP BY {TARGET}")
    return Counts(**{KINDS[target]: count for target, count in found})


def moments(session: Session, features: Sequence[Feature]) -> dict[str, Moments]:
    """First pass: who is known, and how the values lie."""
    found: dict[str, Moments] = {}
    for some in _batches(features):
        columns = {}
        for feature in some:
            x = identifier(feature.name)
            columns[f"{feature.name} n"] = f"COUNT({x})"
            columns[f"{feature.name} mark"] = f"bit_xor(CASE WHEN {x} IS NULL THEN mark END)"
            if feature.kind == "number":
                sane = _sane(feature.name)
                columns[f"{feature.name} mean"] = f"AVG({sane})"
                columns[f"{feature.name} variance"] = f"VAR_POP({sane})"
                columns[f"{feature.name} least"], columns[f"{feature.name} most"] = f"MIN({x})", f"MAX({x})"
        rows = _by_outcome(session, columns)
        found |= {feature.name: _moments(rows, feature) for feature in some}
    return found


def _moments(rows: Found, feature: Feature) -> Moments:
    name, mark = feature.name, 0
    for row in rows.values():
        mark ^= row[f"{name} mark"] or 0
    known = Counts(**{kind: row[f"{name} n"] for kind, row in rows.items()})
    if feature.kind == "category":
        return Moments(known, mark, {})
    spreads = {
        kind: (row[f"{name} n"], row[f"{name} mean"], row[f"{name} variance"])
        for kind, row in rows.items()
        if row[f"{name} mean"] is not None
    }
    ends = [row[f"{name} {end}"] for row in rows.values() for end in ("least", "most") if row[f"{name} n"]]
    return Moments(known, mark, spreads, min(ends, default=None), max(ends, default=None))


def edges(session: Session, tails: Mapping[str, float | None], labelled: int) -> dict[str, Edges]:
    """Second pass: the quantiles of each number among labelled clients drawn by chance.

    `tails` gives the share of clients that either tail of a number holds, or None for no tail.
    """
    found: dict[str, Edges] = {}
    drawn = f"{TARGET} IS NOT NULL AND mark % {max(1, labelled // DRAWN)} = 0"
    for some in _batches(tuple(tails)):
        asked = {name: (*TENTHS, 0.5, tails[name] or 0.5, 1 - (tails[name] or 0.5)) for name in some}
        columns = ", ".join(
            f"quantile_disc({identifier(name)}, [{', '.join(map(double, shares))}])" for name, shares in asked.items()
        )
        (row,) = session.rows(f"SELECT {columns} FROM {_joined()} WHERE {drawn}")
        found |= {name: _edges(values, tails[name]) for name, values in zip(some, row, strict=True)}
    return found


def _edges(values: Sequence[float] | None, tail: float | None) -> Edges:
    if values is None:
        return Edges()
    *tenths, median, low, high = values
    kept = tuple(dict.fromkeys(tenths))
    return Edges(kept) if tail is None else Edges(kept, median, low, high)


@dataclass(frozen=True)
class Cut:
    """What to count of a feature: clients by part, the first up to and with the first of the edges,
    and those outside of the limits."""

    feature: Feature
    edges: tuple[float, ...] = ()
    limits: Limits = (None, None)


@dataclass(frozen=True)
class Held:
    """Clients by part (numbers) or by value (categories), and those outside of the limits.

    `whole` says that the edges are small whole numbers and no value has decimals.
    """

    parts: tuple[Counts, ...]
    values: Mapping[str, Counts]
    outside: int
    whole: bool


def held(session: Session, cuts: Sequence[Cut]) -> dict[str, Held]:
    """Third pass: count every client by outcome and part."""
    found: dict[str, Held] = {}
    for some in _batches(cuts):
        columns = {f"{cut.feature.name} {what}": sql for cut in some for what, sql in _asked(cut).items()}
        rows = _by_outcome(session, columns)
        found |= {cut.feature.name: _held(rows, cut) for cut in some}
    return found


def _asked(cut: Cut) -> dict[str, str]:
    x = identifier(cut.feature.name)
    bounds = "" if cut.feature.kind == "category" else f", [{', '.join(map(double, cut.edges))}]::DOUBLE[]"
    asked = {"held": f"histogram({x}{bounds})"}
    sides = [f"{x} {sign} {double(limit)}" for sign, limit in zip("<>", cut.limits, strict=True) if limit is not None]
    if sides:
        asked["outside"] = f"COUNT(CASE WHEN {' OR '.join(sides)} THEN 1 END)"
    if cut.edges and all(edge.is_integer() and abs(edge) < COUNTED for edge in cut.edges):
        asked["broken"] = f"COUNT(CASE WHEN {x} <> FLOOR({x}) THEN 1 END)"
    return asked


def _held(rows: Found, cut: Cut) -> Held:
    name = cut.feature.name
    bins = {kind: row[f"{name} held"] or {} for kind, row in rows.items()}
    values = {
        value: Counts(**{kind: found.get(value, 0) for kind, found in bins.items()})
        for value in sorted({value for found in bins.values() for value in found})
    }
    if cut.feature.kind == "category":
        return Held((), values, 0, whole=False)
    parts = tuple(values.get(bound, Counts()) for bound in (*cut.edges, float("inf")))
    outside = sum(row.get(f"{name} outside", 0) for row in rows.values())
    return Held(parts, {}, outside, whole=not any(row.get(f"{name} broken", 1) for row in rows.values()))


def correlations(session: Session, names: Sequence[str]) -> dict[tuple[str, str], float | None]:
    """Pearson's correlation of each pair of numbers, over the clients for whom both are known."""
    pairs = list(combinations(names, 2))
    if not pairs:
        return {}
    columns = ", ".join(f"corr({_sane(first)}, {_sane(second)})" for first, second in pairs)
    (row,) = session.rows(f"SELECT {columns} FROM {ROWS}")
    return {
        pair: found if found is not None and isfinite(found) else None for pair, found in zip(pairs, row, strict=True)
    }


def _sane(name: str) -> str:
    x = identifier(name)
    return f"CASE WHEN ABS({x}) <= {LARGEST!r} THEN {x} END"


def double(value: float) -> str:
    """Write a finite number so that it is read as the same double."""
    text = repr(float(value))
    return text if "e" in text else f"{text}e0"


def _by_outcome(session: Session, columns: Mapping[str, str]) -> dict[str, dict[str, Any]]:
    selected = ", ".join(columns.values())
    rows = session.rows(f"SELECT {TARGET}, {selected} FROM {_joined()} GROUP BY {TARGET}")
    return {KINDS[target]: dict(zip(columns, found, strict=True)) for target, *found in rows}


def _joined() -> str:
    return f"{ROWS} JOIN {OUTCOMES} USING ({CLIENT})"


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[start : start + BATCH] for start in range(0, len(items), BATCH))
