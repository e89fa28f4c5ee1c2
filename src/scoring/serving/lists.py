"""Answers about which clients there are: declared lists over the published columns."""

from __future__ import annotations

from dataclasses import asdict
from functools import cached_property
from typing import Any

from scoring import store
from scoring.engine import identifier
from scoring.faults import Refused, UnknownName
from scoring.features import FEATURE
from scoring.serving.fields import field
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import ClientLine, ClientPage, Decision, Filters, Lists, Matches
from scoring.tables import CLIENT

NEAR = 0.2
"""How far from the threshold is near it, as a share of it: a file to be looked at with care."""
HIGH = 0.8
"""Quantile of incomes from which one is high: the best paid fifth."""
MOST_LINES = 100
"""Lines of one page."""

CONDITIONS: dict[str, str] = {
    "all": "TRUE",
    "to_review": "REVIEW",
    "near_threshold": "PROBABILITY BETWEEN {low!r} AND {high!r}",
    "granted_near_threshold": "GRANTED AND PROBABILITY >= {low!r}",
    "refused_near_threshold": "NOT GRANTED AND PROBABILITY <= {high!r}",
    "refused_high_income": "NOT GRANTED AND AMT_INCOME_TOTAL >= {income!r}",
}
"""The declared lists, over the published columns."""

SHOWN = ("AMT_CREDIT", "AMT_INCOME_TOTAL", "DAYS_BIRTH", "NAME_INCOME_TYPE")
"""Fields of a line: what a file is known by."""
SORTS: dict[str, str] = {"id": CLIENT, "probability": "PROBABILITY", **{name: name for name in SHOWN}}
"""What lists are sorted by, and the column behind it."""

RANGES: dict[str, str] = {
    "least_probability": "PROBABILITY >= ?",
    "most_probability": "PROBABILITY <= ?",
    "least_income": "AMT_INCOME_TOTAL >= ?",
    "most_income": "AMT_INCOME_TOTAL <= ?",
    "least_amount": "AMT_CREDIT >= ?",
    "most_amount": "AMT_CREDIT <= ?",
}
DECISIONS: dict[Decision | None, str] = {None: "TRUE", "granted": "GRANTED", "refused": "NOT GRANTED"}


class Listing:
    """Lists clients of one store."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def lists(self) -> Lists:
        """Name the declared lists and what sorts them."""
        return Lists(tuple(CONDITIONS), tuple(SORTS))

    def find(self, text: str, limit: int, offset: int, begins: str) -> Matches:
        """Find clients by part of their id and its beginning, those added since with them, some ids at a time."""
        part, begin = _digits(text), _digits(begins)
        if max(len(part), len(begin)) > store.ID_DIGITS:
            return Matches(0, ())
        every = self._opened.amendments.added()
        added = [client for client in every if part in str(client) and str(client).startswith(begin)]
        skipped = 0 if added else offset  # where some were added, it is not known before how many of these come first
        total, ids = self._opened.clients.find(part, limit + offset - skipped, skipped, begin)
        first = sorted([*ids, *added], key=lambda client: (not str(client).startswith(part), client))
        return Matches(total + len(added), tuple(first[offset - skipped :][:limit]))

    def page(self, filters: Filters, sort: str, descending: bool, offset: int, limit: int) -> ClientPage:
        """Scan the published columns: unknown values come last, and equal ones by id."""
        _check(filters, sort, offset, limit)
        where, bound = self._where(filters)
        columns = ", ".join(map(identifier, SHOWN))
        order = f"{identifier(SORTS[sort])} {'DESC' if descending else 'ASC'} NULLS LAST, {CLIENT}"
        with self._opened.everyone() as session:
            total = session.rows(f"SELECT COUNT(*) FROM {COLUMNS} WHERE {where}", bound)[0][0]
            rows = session.rows(
                f"SELECT {CLIENT}, PROBABILITY, GRANTED, REVIEW, {columns} FROM {COLUMNS} WHERE {where}"
                f" ORDER BY {order} LIMIT {limit:d} OFFSET {offset:d}",
                bound,
            )
        return ClientPage(total, offset, tuple(_line(*row) for row in rows))

    def _where(self, filters: Filters) -> tuple[str, list[float]]:
        given = {name: value for name, value in asdict(filters).items() if name in RANGES and value is not None}
        tests = [CONDITIONS[filters.name].format(**self._bounds), DECISIONS[filters.decision]]
        return " AND ".join([*tests, *(RANGES[name] for name in given)]), list(given.values())

    @cached_property
    def _bounds(self) -> dict[str, float]:
        """What "near" and "high" are in this store."""
        threshold = self._opened.bundle.manifest.threshold
        with self._opened.engine.session() as session:
            income = session.rows(f"SELECT quantile_disc(AMT_INCOME_TOTAL, {HIGH}) FROM {COLUMNS}")[0][0]
        return {"low": threshold * (1 - NEAR), "high": threshold * (1 + NEAR), "income": income}


def _digits(text: str) -> str:
    """Take the spaces out of part of an id; raises Refused for anything but digits."""
    digits = "".join(text.split())
    if digits and not (digits.isascii() and digits.isdigit()):
        raise Refused("a client's id is made of digits; type some of them")
    return digits


def _check(filters: Filters, sort: str, offset: int, limit: int) -> None:
    unknown = [
        f"there is no such {what}; allowed: {', '.join(allowed)}"
        for what, given, allowed in (("list", filters.name, CONDITIONS), ("order", sort, SORTS))
        if given not in allowed
    ]
    if unknown:
        raise UnknownName(unknown)
    if filters.decision not in DECISIONS:
        raise Refused("a decision is granted or refused")
    if offset < 0 or not 1 <= limit <= MOST_LINES:
        raise Refused(f"a page starts at 0 or later and has 1 to {MOST_LINES} lines")


def _line(client: int, probability: float, granted: bool, review: bool, *values: Any) -> ClientLine:
    fields = tuple(field(FEATURE[name], value) for name, value in zip(SHOWN, values, strict=True))
    return ClientLine(client, probability, "granted" if granted else "refused", review, fields)
