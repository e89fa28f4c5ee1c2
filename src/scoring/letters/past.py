"""A client's past as tables: which columns each has, and what stands in a cell, on screen and on paper alike."""

from __future__ import annotations

from scoring.serving.questions import Timeline
from scoring.words.formats import Formats

Column = tuple[str, str, str]
"""A member of a row, which names the column's words too; what names its values, and their unit."""

ELSEWHERE: tuple[Column, ...] = (
    ("kind", "CREDIT_TYPE", "category"),
    ("status", "CREDIT_ACTIVE", "category"),
    ("opened", "", "days"),
    ("planned_end", "", "days"),
    ("ended", "", "days"),
    ("amount", "", "money"),
    ("debt", "", "money"),
    ("overdue", "", "money"),
)
PREVIOUS: tuple[Column, ...] = (
    ("product", "NAME_CONTRACT_TYPE", "category"),
    ("status", "NAME_CONTRACT_STATUS", "category"),
    ("decided", "", "days"),
    ("asked", "", "money"),
    ("granted", "", "money"),
    ("annuity", "", "money"),
    ("ended", "", "days"),
)
INSTALMENTS: tuple[Column, ...] = (
    ("month", "", "months"),
    ("instalments", "", "count"),
    ("due", "", "money"),
    ("paid", "", "money"),
    ("late", "", "count"),
    ("late_days", "", "duration"),
)
CARDS: tuple[Column, ...] = (
    ("month", "", "months"),
    ("balance", "", "money"),
    ("limit", "", "money"),
    ("drawn", "", "money"),
    ("paid", "", "money"),
    ("overdue_days", "", "duration"),
)
LOANS: tuple[Column, ...] = (
    ("month", "", "months"),
    ("loans", "", "count"),
    ("left", "", "count"),
    ("overdue_days", "", "duration"),
)

SHOWN: tuple[tuple[str, str, tuple[Column, ...]], ...] = (
    ("elsewhere", "bureau", ELSEWHERE),
    ("previous", "previous_application", PREVIOUS),
    ("instalments", "installments_payments", INSTALMENTS),
    ("cards", "credit_card_balance", CARDS),
    ("loans", "POS_CASH_balance", LOANS),
)
"""Each member of a timeline, the raw table it is made from, and its columns."""


def cell(column: Column, row: object, form: Formats) -> str:
    """Say what a row has in a column; a dash where it is not known."""
    member, name, unit = column
    value: float | str | None = getattr(row, member)
    return "–" if value is None else form.value(name, value, unit)


def tables(past: Timeline, form: Formats) -> list[tuple[str, tuple[str, ...], tuple[tuple[str, ...], ...]]]:
    """Give title, header and rows of each table that has rows, the latest row first."""
    text = form.words.text
    return [
        (
            text(f"record.table_{table}"),
            tuple(text(f"page.past_column_{key}") for key, *_ in columns),
            tuple(tuple(cell(column, row, form) for column in columns) for row in reversed(rows)),
        )
        for member, table, columns in SHOWN
        if (rows := getattr(past, member))
    ]
