"""Point reads of published clients: one row each, in a SQLite file opened immutable."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np

SCHEMA = """
CREATE TABLE clients (id INTEGER PRIMARY KEY, raw REAL NOT NULL, probability REAL NOT NULL,
    granted INTEGER NOT NULL, feature_values BLOB NOT NULL, contributions BLOB NOT NULL);
CREATE TABLE categories (feature TEXT NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (feature, code)) WITHOUT ROWID;
"""
Value = float | str | None
ID_DIGITS = 12
"""More digits than an id has: bounds the ranges that a prefix stands for."""


@dataclass(frozen=True)
class ClientRow:
    """One published client: score, feature values and contributions (log-odds), in feature order."""

    id: int
    raw: float
    probability: float
    granted: bool
    values: tuple[Value, ...]
    contributions: np.ndarray


class ClientWriter:
    """Writes a new clients file, in batches. Categories are kept as codes beside the numbers."""

    def __init__(self, path: Path, features: Sequence[str], categories: Mapping[str, Sequence[str]]) -> None:
        self._connection = sqlite3.connect(path)
        self._connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + SCHEMA)
        self._codes = {name: {value: code for code, value in enumerate(known)} for name, known in categories.items()}
        self._features = tuple(features)
        entries = [(name, code, value) for name, codes in self._codes.items() for value, code in codes.items()]
        self._connection.executemany("INSERT INTO categories VALUES (?, ?, ?)", entries)

    def write(
        self,
        ids: Iterable[int],
        raw: np.ndarray,
        probability: np.ndarray,
        granted: np.ndarray,
        columns: Mapping[str, Sequence[Value] | np.ndarray],
        contributions: np.ndarray,
    ) -> None:
        """Add n clients: `columns` holds each feature's n values, `contributions` is (n, features)."""
        matrix = np.column_stack([self._numbers(name, columns[name]) for name in self._features])
        rows = zip(ids, raw.tolist(), probability.tolist(), granted.tolist(), matrix, contributions, strict=True)
        self._connection.executemany(
            "INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?)",
            ((client, r, p, g, values.tobytes(), shap.tobytes()) for client, r, p, g, values, shap in rows),
        )

    def _numbers(self, name: str, values: Sequence[Value] | np.ndarray) -> np.ndarray:
        if name not in self._codes:
            return np.asarray(values, dtype=np.float64)
        codes = self._codes[name]
        return np.array([np.nan if value is None else codes[str(value)] for value in values])

    def close(self) -> None:
        """Finish the file."""
        self._connection.commit()
        self._connection.close()


class Clients:
    """Reads a clients file; safe to share between threads."""

    def __init__(self, path: Path, features: Sequence[str]) -> None:
        self._connection = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
        self._features = tuple(features)
        self._categories: dict[str, dict[int, str]] = {}
        for name, code, value in self._connection.execute("SELECT feature, code, value FROM categories"):
            self._categories.setdefault(name, {})[code] = value

    def get(self, client: int) -> ClientRow | None:
        """Give a published client, or None for an id that is not published."""
        found = self._connection.execute("SELECT * FROM clients WHERE id = ?", [client]).fetchone()
        if found is None:
            return None
        number, raw, probability, granted, values, contributions = found
        decoded = tuple(map(self._value, self._features, np.frombuffer(values).tolist()))
        return ClientRow(number, raw, probability, bool(granted), decoded, np.frombuffer(contributions))

    def _value(self, feature: str, value: float) -> Value:
        if value != value:
            return None
        return self._categories[feature][int(value)] if feature in self._categories else value

    def find(self, digits: str, limit: int) -> tuple[int, list[int]]:
        """Count the ids that contain the digits, and give the first: those that begin with them first."""
        with self._cursor() as cursor:
            if not digits:
                total = cursor.execute("SELECT COUNT(*) FROM clients").fetchone()[0]
                return total, [row[0] for row in cursor.execute("SELECT id FROM clients ORDER BY id LIMIT ?", [limit])]
            total, ids = 0, list[int]()
            for low, high in _ranges(digits):
                total += cursor.execute(
                    "SELECT COUNT(*) FROM clients WHERE id >= ? AND id < ?", [low, high]
                ).fetchone()[0]
                found = cursor.execute(
                    "SELECT id FROM clients WHERE id >= ? AND id < ? ORDER BY id LIMIT ?",
                    [low, high, limit - len(ids)],
                )
                ids += [row[0] for row in found]
            if len(ids) >= limit:
                return total, ids
            inside = [
                row[0] for row in cursor.execute("SELECT id FROM clients WHERE id LIKE ? ORDER BY id", [f"%_{digits}%"])
            ]
            others = [client for client in inside if not str(client).startswith(digits)]
            return total + len(others), ids + others[: limit - len(ids)]

    @contextmanager
    def _cursor(self) -> Iterator[sqlite3.Cursor]:
        cursor = self._connection.cursor()
        try:
            yield cursor
        finally:
            cursor.close()


def _ranges(digits: str) -> Iterator[tuple[int, int]]:
    """Give the ranges [low, high) of the ids that begin with the digits, shortest ids first."""
    if digits.startswith("0"):
        return
    prefix = int(digits)
    for more in range(ID_DIGITS - len(digits) + 1):
        yield prefix * 10**more, (prefix + 1) * 10**more
