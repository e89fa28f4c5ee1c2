"""Raw files of clients at the edges: nothing known, zeros, ties, negatives, sentinels, one row, none."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

import numpy as np

from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLES, TARGET, Column, Table
from tests.staging.raw_files import raw_csv
from tests.stores import TINY

PATTERNS = ("ordinary", "unknown", "zeros", "ties", "negative", "sentinels", "halves", "large")
"""What a client's values are like; `halves` are unknown every other time."""
LENGTHS = (0, 1, 2, 9)
"""Rows that a client has in each history."""
REPEATS = 6
AMOUNTS = (0.0, 33.33, 4_999.99, 5_000.0, 45_000.1, 270_000.0, 1_129_500.0)
"""Few enough that the same ratio of two amounts comes again and again."""
Rows = list[dict[str, str]]


def write_edges(folder: Path) -> Path:
    """Write the raw files of clients of every pattern and length of history into a new folder."""
    folder.mkdir(parents=True)
    for file, rows in _Edges().files().items():
        (folder / f"{file}.csv").write_text(raw_csv(file, rows), encoding="utf-8")
    return folder


def _categories() -> dict[tuple[str, str], list[str]]:
    """Give the categories that the invented clients have, by table and column."""
    found: dict[tuple[str, str], list[str]] = {}
    for table in TABLES:
        with (TINY / f"{table.files[0]}.csv").open(encoding="utf-8", newline="") as lines:
            rows = list(csv.DictReader(lines))
        for column in table.columns:
            if column.kind == "text":
                known = {row[column.name] for row in rows} - {"", *map(str, column.sentinels)}
                found[table.name, column.name] = sorted(known)
    return found


@dataclass
class _Edges:
    """The rows made so far, by table."""

    rows: dict[str, Rows] = field(default_factory=lambda: {table.name: [] for table in TABLES})
    draw: np.random.Generator = field(default_factory=lambda: np.random.default_rng(3))
    known: dict[tuple[str, str], list[str]] = field(default_factory=_categories)
    loans: Iterator[int] = field(default_factory=lambda: count(2_000_001))

    def files(self) -> dict[str, Rows]:
        """Make every client; give the rows by raw file."""
        cases = [(pattern, length) for pattern in PATTERNS for length in LENGTHS for _ in range(REPEATS)]
        for number, (pattern, length) in enumerate(cases):
            self._client(100_001 + number, pattern, length)
        return {table.files[0]: self.rows[table.name] for table in TABLES}

    def _client(self, client: int, pattern: str, length: int) -> None:
        ids = {CLIENT: client, TARGET: client % 2}
        self._add(APPLICATION, pattern, 0, ids)
        latest = int(self.draw.integers(0, 15))
        for position in range(length):
            loan = next(self.loans)
            for table in HISTORIES:
                for month in range(1, length + 1):
                    if month == 1 or "MONTHS_BALANCE" in table.names:
                        keys = {
                            CLIENT: client,
                            "SK_ID_BUREAU": loan,
                            "SK_ID_PREV": loan,
                            "MONTHS_BALANCE": -latest - month,
                        }
                        self._add(table, pattern, position + month, keys)
            self._instalment_in_parts(client, loan)

    def _instalment_in_parts(self, client: int, loan: int) -> None:
        """Add an instalment of 100.00 paid in three parts whose sum depends on the order of adding."""
        for part in ("33.33", "33.33", "33.34"):
            self.rows["installments_payments"].append(
                {
                    CLIENT: str(client),
                    "SK_ID_PREV": str(loan),
                    "NUM_INSTALMENT_NUMBER": "99",
                    "DAYS_INSTALMENT": "-40",
                    "DAYS_ENTRY_PAYMENT": "-40",
                    "AMT_INSTALMENT": "100.0",
                    "AMT_PAYMENT": part,
                }
            )

    def _add(self, table: Table, pattern: str, position: int, keys: dict[str, int]) -> None:
        row = {column.name: self._value(table, column, pattern, position) for column in table.columns}
        self.rows[table.name].append(row | {name: str(key) for name, key in keys.items() if name in row})

    def _value(self, table: Table, column: Column, pattern: str, position: int) -> str:
        if pattern == "unknown" or (pattern == "halves" and self.draw.random() < 0.5):
            return ""
        if pattern == "sentinels" and column.sentinels:
            return str(column.sentinels[0])
        if column.kind == "text":
            known = self.known[table.name, column.name]
            return known[0 if pattern == "ties" else int(self.draw.integers(len(known)))]
        if pattern == "zeros":
            return "0" if position % 2 else "-0.0"
        if column.allowed:
            return str(int(self.draw.choice(column.allowed)))
        value = 30.0 if pattern == "ties" else self._number(column)
        if pattern == "large" and column.unit == "money":
            return str(1e6 * value)
        return str(-abs(value) if pattern == "negative" else value)

    def _number(self, column: Column) -> float:
        """Draw an ordinary value: days lie before the application, most of them recent; counts are whole."""
        if column.unit == "days":
            return float(-round(1000 * self.draw.random() ** 3))
        if column.unit in ("share", "score") and column.kind == "number":
            return round(float(self.draw.random()), 4)
        if column.unit == "money":
            return float(self.draw.choice(AMOUNTS))
        return float(self.draw.integers(0, {"months": 24, "duration": 120}.get(column.unit, 8)))
