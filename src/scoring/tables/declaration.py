"""How a raw table is declared: its files, key and columns."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Kind = Literal["id", "whole", "number", "text"]

DAY_SENTINEL = 365243.0
"""Day columns hold this (1,000 years) where the date does not exist."""


@dataclass(frozen=True)
class Column:
    """One column as received; its labels and help are in `words`, by name.

    `unit` is a key of the words (money, days, flag ...). `sentinels` are values that mean
    "not known" and are blanked by staging. `allowed` lists the only values accepted, if declared.
    What a person may enter goes from `least` to `most`, both included; files may go beyond. A text
    that is none of its `categories` counts as a category that nobody has had.
    """

    name: str
    kind: Kind
    unit: str
    sentinels: tuple[float | str, ...] = ()
    allowed: tuple[float, ...] = ()
    least: float | None = None
    most: float | None = None
    categories: tuple[str, ...] = ()

    def within(self, value: float) -> float:
        """Give the nearest number that a person may enter."""
        raised = value if self.least is None else max(value, self.least)
        return raised if self.most is None else min(raised, self.most)


@dataclass(frozen=True)
class Table:
    """One raw table: `files` are the names it is delivered under, without suffix.

    `key` identifies a row; empty where the source has no key. `parent` names the column
    that points at another table's rows, and that table.
    """

    name: str
    files: tuple[str, ...]
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    parent: tuple[str, str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in declared order."""
        return tuple(column.name for column in self.columns)

    def __getitem__(self, name: str) -> Column:
        """Give the column of that name, or raise KeyError."""
        return self._by_name[name]

    @cached_property
    def _by_name(self) -> dict[str, Column]:
        return {column.name: column for column in self.columns}


def identifier(name: str) -> Column:
    """Declare an id: a whole number that names a row and is never a feature."""
    return Column(name, "id", "id")


def whole(name: str, unit: str, least: float | None = None, most: float | None = None) -> Column:
    """Declare a whole number that staging verifies to be whole."""
    return Column(name, "whole", unit, least=least, most=most)


def number(
    name: str, unit: str, sentinel: float | None = None, least: float | None = None, most: float | None = None
) -> Column:
    """Declare a finite number."""
    return Column(name, "number", unit, () if sentinel is None else (sentinel,), least=least, most=most)


def days(name: str, least: float | None = None, most: float | None = None) -> Column:
    """Declare days relative to the application (negative before), with the day sentinel."""
    return number(name, "days", DAY_SENTINEL, least, most)


def flag(name: str) -> Column:
    """Declare a 0/1 flag."""
    return Column(name, "whole", "flag", allowed=(0.0, 1.0), least=0.0, most=1.0)


def text(name: str, *sentinels: str, categories: tuple[str, ...] = ()) -> Column:
    """Declare a category; the sentinels mean "not known"."""
    return Column(name, "text", "category", sentinels, categories=categories)
