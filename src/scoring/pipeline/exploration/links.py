"""How the history tables hang on the applicants."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.engine import Session, identifier
from scoring.pipeline.exploration.parts import Counts
from scoring.pipeline.exploration.passes import OUTCOMES
from scoring.tables import CLIENT, TARGET, Table


@dataclass(frozen=True)
class Link:
    """One history: its rows of applicants, the applicants who have some, and how many they have."""

    table: Table
    rows: int
    held: Counts
    mean: float | None
    median: float | None
    many: float | None


TAIL = 0.01


def link(session: Session, table: Table, least: int) -> Link:
    """Count the rows per applicant; not their quantiles where fewer than `least` applicants have rows."""
    counts = f"SELECT {CLIENT}, COUNT(*) AS n FROM {identifier(table.name)} GROUP BY {CLIENT}"
    session.materialise("linked", f"SELECT n, {TARGET} FROM {OUTCOMES} JOIN ({counts}) AS c USING ({CLIENT})")
    by_outcome = (f"COUNT(CASE WHEN {TARGET} {test} THEN 1 END)" for test in ("= 0", "= 1", "IS NULL"))
    rows, *found = session.rows(f"SELECT CAST(COALESCE(SUM(n), 0) AS BIGINT), {', '.join(by_outcome)} FROM linked")[0]
    held = Counts(*found)
    if held.clients < least:
        return Link(table, rows, held, None, None, None)
    share = 1 - max(TAIL, least / held.clients)
    spread = session.rows(f"SELECT AVG(n), quantile_disc(n, 0.5), quantile_disc(n, {max(share, 0.5)!r}e0) FROM linked")
    return Link(table, rows, held, *spread[0])
