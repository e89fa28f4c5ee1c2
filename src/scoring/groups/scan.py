"""One variable's distribution in a group, by a scan of the published columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from scoring.engine import Session, identifier
from scoring.features import Feature

Value = float | str | None
TAIL = 0.01
"""Share of clients at each end that is gathered into the first and the last band."""


@dataclass(frozen=True)
class BandCount:
    """Clients of one band: a number in [low, high), or one category."""

    low: float | None
    high: float | None
    category: str | None
    count: int


@dataclass(frozen=True)
class Distribution:
    """The group's size, how many values are known, and the bands; `below` is the share of known
    values under the client's (for categories: equal to it), None when it is not known."""

    size: int
    known: int
    below: float | None
    median: float | None
    bands: tuple[BandCount, ...]


def distribution(
    session: Session,
    relation: str,
    feature: Feature,
    where: str,
    bound: Sequence[Value],
    value: Value,
    bands: int,
) -> Distribution:
    """Scan `relation` for the clients that meet `where` (with `bound` values)."""
    scan = f"(SELECT {identifier(feature.name)} AS x FROM {relation} WHERE {where})"
    size, known = session.rows(f"SELECT COUNT(*), COUNT(x) FROM {scan}", bound)[0]
    if known == 0:
        return Distribution(size, known, None, None, ())
    if feature.kind == "category":
        return _categories(session, scan, bound, value, size, known)
    return _numbers(session, scan, bound, value, size, known, bands)


def _categories(
    session: Session, scan: str, bound: Sequence[Value], value: Value, size: int, known: int
) -> Distribution:
    found = session.rows(
        f"SELECT x, COUNT(*) AS n FROM {scan} WHERE x IS NOT NULL GROUP BY x ORDER BY n DESC, x", bound
    )
    same = next((count for category, count in found if category == value), 0)
    bars = tuple(BandCount(None, None, category, count) for category, count in found)
    return Distribution(size, known, None if value is None else same / known, None, bars)


def _numbers(
    session: Session, scan: str, bound: Sequence[Value], value: Value, size: int, known: int, bands: int
) -> Distribution:
    low, median, high, below, distinct = session.rows(
        f"SELECT quantile_cont(x, {TAIL}), median(x), quantile_cont(x, {1 - TAIL}),"
        f" count_if(x < CAST(? AS DOUBLE)), COUNT(DISTINCT x) FROM {scan}",
        [value, *bound],
    )[0]
    if distinct <= bands:
        bars = _each_value(session, scan, bound)
    else:
        bars = _equal_widths(session, scan, bound, low, high if high > low else low + 1.0, bands)
    return Distribution(size, known, None if value is None else below / known, median, bars)


def _each_value(session: Session, scan: str, bound: Sequence[Value]) -> tuple[BandCount, ...]:
    found = session.rows(f"SELECT x, COUNT(*) FROM {scan} WHERE x IS NOT NULL GROUP BY x ORDER BY x", bound)
    return tuple(BandCount(x, x, None, count) for x, count in found)


def _equal_widths(
    session: Session, scan: str, bound: Sequence[Value], low: float, high: float, bands: int
) -> tuple[BandCount, ...]:
    """Count between the edges themselves, so that a value on an edge or far out is where its band says."""
    edges = [low + (high - low) * number / bands for number in range(bands + 1)]
    under = ", ".join("count_if(x < CAST(? AS DOUBLE))" for _ in edges[1:-1])
    found = session.rows(f"SELECT {under}, COUNT(x) FROM {scan}", [*edges[1:-1], *bound])[0]
    counts = (after - before for before, after in pairwise((0, *found)))
    return tuple(BandCount(*band, None, count) for band, count in zip(pairwise(edges), counts, strict=True))
