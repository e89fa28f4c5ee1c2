"""The rule by which what is personal is let go: once it is so many months old."""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, datetime

from scoring.faults import Refused


def over_before(months: int, asked: datetime | None = None) -> datetime:
    """Give the time before which what is personal is to go: the one asked for, else the latest that the rule allows.

    Raises Refused for a time that the rule does not let go yet.
    """
    allowed = months_before(datetime.now(UTC), months)
    if asked is not None and asked > allowed:
        raise Refused(f"what is personal is kept for {months} months; give a date up to {allowed:%Y-%m-%d}")
    return (asked or allowed).astimezone(UTC)


def months_before(time: datetime, months: int) -> datetime:
    """Give the same time of day some months earlier, on the month's last day where it has no such day."""
    year, month = divmod(12 * time.year + time.month - 1 - months, 12)
    return time.replace(year=year, month=month + 1, day=min(time.day, monthrange(year, month + 1)[1]))
