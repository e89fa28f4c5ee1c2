"""What the charts of a client's past show, worked out without any drawing library.

Across, time runs in years from the application: negative before it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from math import ceil, floor
from typing import Literal

from advisor.charts.ticks import round_step
from scoring.letters.past import ELSEWHERE, PREVIOUS, Column, cell
from scoring.serving.questions import CardMonth, CreditElsewhere, InstalmentMonth, PreviousApplication, Timeline
from scoring.words.formats import DAYS_IN_YEAR, Formats

State = Literal["running", "closed", "refused"]
Row = CreditElsewhere | PreviousApplication

LANES = 24
"""Credits that are drawn; more are in the table alone, the latest first."""
AHEAD = 2.0
"""Years after the application that are drawn: some credits run for decades."""
TICKS = 6
MONTHS = 12.0


@dataclass(frozen=True)
class Lane:
    """One credit or request, from its start to its end in years; a refused one is a point."""

    start: float
    end: float
    state: State
    row: Row = field(compare=False)


@dataclass(frozen=True)
class Months:
    """One series by month, in years; `marked` are the months in which something was late."""

    places: tuple[float, ...]
    heights: tuple[float, ...]
    marked: tuple[float, ...]
    line: tuple[float, ...]


def lanes(timeline: Timeline) -> tuple[Lane, ...]:
    """Give the credits and requests whose beginning is known, from the oldest on; the last LANES are drawn."""
    found = [lane for lane in (*map(_elsewhere, timeline.elsewhere), *map(_previous, timeline.previous)) if lane]
    return tuple(sorted(found, key=lambda lane: (lane.start, lane.end)))


def named(lane: Lane, formats: Formats) -> str:
    """Say which credit or request a lane is: what kind, how much, how it stands and since when, as the tables do."""
    row = lane.row
    if isinstance(row, PreviousApplication):
        told = _columns(PREVIOUS, "product", "granted" if row.granted else "asked", "status", "decided")
    else:
        told = _columns(ELSEWHERE, "kind", "amount", "status", "opened")
    return " · ".join(cell(column, row, formats) for column in told if getattr(row, column[0]) is not None)


def _columns(columns: tuple[Column, ...], *members: str) -> list[Column]:
    known = {column[0]: column for column in columns}
    return [known[member] for member in members]


def _elsewhere(credit: CreditElsewhere) -> Lane | None:
    if credit.opened is None:
        return None
    running = credit.status == "Active"
    end = (credit.planned_end if running else credit.ended) or 0.0
    return _lane(credit.opened, end, "running" if running else "closed", credit)


def _previous(request: PreviousApplication) -> Lane | None:
    if request.decided is None:
        return None
    if request.status != "Approved":
        return _lane(request.decided, request.decided, "refused", request)
    if request.ended is None:
        return _lane(request.decided, request.last_due or 0.0, "running", request)
    return _lane(request.decided, request.ended, "closed" if request.ended <= 0 else "running", request)


def _lane(start: float, end: float, state: State, row: Row) -> Lane:
    return Lane(start / DAYS_IN_YEAR, min(AHEAD, max(start, end) / DAYS_IN_YEAR), state, row)


def instalments(months: tuple[InstalmentMonth, ...]) -> Months:
    """Give what was due by month; a month is marked when an instalment of it was late."""
    return Months(
        tuple(month.month / MONTHS for month in months),
        tuple(month.due or 0.0 for month in months),
        tuple(month.month / MONTHS for month in months if month.late),
        (),
    )


def cards(months: tuple[CardMonth, ...]) -> Months:
    """Give the balance by month, with the limit as a line; a month is marked when the card was overdue."""
    return Months(
        tuple(month.month / MONTHS for month in months),
        tuple(max(0.0, month.balance or 0.0) for month in months),
        tuple(month.month / MONTHS for month in months if month.overdue_days),
        tuple(month.limit or 0.0 for month in months),
    )


def year_ticks(low: float, high: float, formats: Formats) -> dict[float, str]:
    """Give round years between two ends, with the application at 0."""
    step = round_step(max(high - low, 0.5) / TICKS)
    years = (number * step for number in range(ceil(low / step - 1e-9), floor(high / step + 1e-9) + 1))
    return {round(year, 6): formats.number(round(year, 6)) for year in years}
