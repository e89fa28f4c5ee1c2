"""Point reads of published clients: one row each, in a SQLite file opened immutable."""

from __future__ import annotations

import json
import sqlite3
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from scoring.faults import NoRoom

SCHEMA = """
CREATE TABLE clients (id INTEGER PRIMARY KEY, raw REAL NOT NULL, probability REAL NOT NULL,
    low REAL NOT NULL, high REAL NOT NULL, granted INTEGER NOT NULL, review INTEGER NOT NULL,
    feature_values BLOB NOT NULL, contributions BLOB NOT NULL);
CREATE TABLE checks (id INTEGER PRIMARY KEY, probability REAL NOT NULL);
CREATE TABLE ids (id INTEGER PRIMARY KEY);
CREATE TABLE categories (feature TEXT NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (feature, code)) WITHOUT ROWID;
"""
Value = float | str | None
SCORED = ("raw", "probability", "low", "high", "granted", "review")
"""What is written of each client's score, in the order of the file."""
ID_DIGITS = 12
"""More digits than an id has: a longer text is in none."""
LARGEST_ID = 2**63 - 1
"""What SQLite can hold."""
CODEC = pa.Codec("lz4_raw")
"""Packs a client's numbers: half the file to be hashed at each start, for a few microseconds a client."""
FULL = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE)
"""What SQLite raises when there is no room; the latter, for it knows no better, where a quota is used up."""


@dataclass(frozen=True)
class ClientRow:
    """One published client: score, feature values and contributions (log-odds), in feature order.

    The probability lies between low and high; review: the decision is so uncertain that a human should look.
    `neutral` is the probability without the reasons that decided; `amended` is when the client was
    added or corrected, None for one as published.
    """

    id: int
    raw: float
    probability: float
    low: float
    high: float
    granted: bool
    review: bool
    values: tuple[Value, ...]
    contributions: np.ndarray
    neutral: float
    amended: str | None = None


class ClientWriter:
    """Writes a new clients file, in batches: every client, then the check of each.

    Categories are kept as codes beside the numbers. Used in `written`, which says when the disk is full.
    """

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
        scores: Mapping[str, np.ndarray],
        columns: Mapping[str, Sequence[Value] | np.ndarray],
        contributions: np.ndarray,
    ) -> None:
        """Add n clients.

        `scores` holds n values of each of SCORED, `columns` each feature's, `contributions` is (n, features).
        """
        matrix = np.column_stack([self._numbers(name, columns[name]) for name in self._features])
        ids = list(ids)
        self._connection.executemany("INSERT INTO ids VALUES (?)", [(client,) for client in ids])
        scored = zip(*(scores[name].tolist() for name in SCORED), strict=True)
        rows = zip(ids, scored, matrix, contributions, strict=True)
        self._connection.executemany(
            "INSERT INTO clients VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            ((client, *score, packed(values), packed(shap)) for client, score, values, shap in rows),
        )

    def contributions(self, ids: Sequence[int]) -> np.ndarray:
        """Give the contributions written of n clients, whose ids are next to one another, (n, features)."""
        found = self._connection.execute(
            "SELECT contributions FROM clients WHERE id BETWEEN ? AND ? ORDER BY id", [min(ids), max(ids)]
        )
        return np.array([unpacked(row[0], len(self._features)) for row in found]).reshape(len(ids), -1)

    def check(self, ids: Iterable[int], neutral: np.ndarray) -> None:
        """Add the probabilities of n clients, already written, without the reasons that decided."""
        rows = zip(ids, neutral.tolist(), strict=True)
        self._connection.executemany("INSERT INTO checks VALUES (?, ?)", rows)

    def _numbers(self, name: str, values: Sequence[Value] | np.ndarray) -> np.ndarray:
        if name not in self._codes:
            return np.asarray(values, dtype=np.float64)
        codes = self._codes[name]
        return np.array([np.nan if value is None else codes[str(value)] for value in values])

    def close(self) -> None:
        """Finish the file."""
        self._connection.commit()
        self._connection.close()


@contextmanager
def written(path: Path, features: Sequence[str], categories: Mapping[str, Sequence[str]]) -> Iterator[ClientWriter]:
    """Give a writer of a new clients file, finished at the end. Raises NoRoom when the disk is full."""
    try:
        with closing(ClientWriter(path, features, categories)) as writer:
            yield writer
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode not in FULL:
            raise
        raise NoRoom(f"{path}: cannot be written: {error}; make space, then try again") from error


def packed(numbers: np.ndarray) -> bytes:
    """Pack the numbers of one client, shape (features,)."""
    content: bytes = CODEC.compress(numbers.tobytes(), asbytes=True)
    return content


def unpacked(content: bytes, size: int) -> np.ndarray:
    """Give what was packed: `size` numbers."""
    return np.frombuffer(CODEC.decompress(content, np.dtype(np.float64).itemsize * size, asbytes=True))


class Clients:
    """Reads a clients file; safe to share between threads."""

    def __init__(self, path: Path, features: Sequence[str]) -> None:
        self._uri = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        self._idle: deque[sqlite3.Connection] = deque()
        self._features = tuple(features)
        self._categories: dict[str, dict[int, str]] = {}
        with self._connection() as connection:
            for name, code, value in connection.execute("SELECT feature, code, value FROM categories"):
                self._categories.setdefault(name, {})[code] = value

    def close(self) -> None:
        """Close every connection."""
        while self._idle:
            self._idle.pop().close()

    def get(self, client: int) -> ClientRow | None:
        """Give a published client, or None for an id that is not published."""
        if not 0 <= client <= LARGEST_ID:
            return None
        with self._connection() as connection:
            found = connection.execute(
                "SELECT clients.*, checks.probability FROM clients JOIN checks USING (id) WHERE id = ?", [client]
            ).fetchone()
        if found is None:
            return None
        number, raw, probability, low, high, granted, review, values, contributions, neutral = found
        size = len(self._features)
        decoded = tuple(map(self._value, self._features, unpacked(values, size).tolist()))
        return ClientRow(
            number,
            raw,
            probability,
            low,
            high,
            bool(granted),
            bool(review),
            decoded,
            unpacked(contributions, size),
            neutral,
        )

    def column(self, feature: str, clients: Sequence[int]) -> list[Value]:
        """Give one feature's value of each of these published clients."""
        place, size = self._features.index(feature), len(self._features)
        found = self._of(clients, "feature_values")
        return [self._value(feature, float(unpacked(values, size)[place])) for (values,) in found]

    def decisions(self, clients: Sequence[int]) -> list[tuple[float, bool]]:
        """Give the probability of each of these published clients, and whether it was granted."""
        return [(probability, bool(granted)) for probability, granted in self._of(clients, "probability, granted")]

    def _of(self, clients: Sequence[int], what: str) -> list[tuple[Any, ...]]:
        """Read some columns of published clients, in their order."""
        with self._connection() as connection:
            found = connection.execute(
                f"SELECT id, {what} FROM clients WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(clients)],
            )
            rows = {client: tuple(rest) for client, *rest in found}
        return [rows[client] for client in clients]

    def _value(self, feature: str, value: float) -> Value:
        if value != value:
            return None
        return self._categories[feature][int(value)] if feature in self._categories else value

    def checks(self, threshold: float) -> list[tuple[bool, int, int]]:
        """Count by decision the published clients, and those it would change for without the reasons stated."""
        with self._connection() as connection:
            found = connection.execute(
                "SELECT granted, COUNT(*), SUM((checks.probability >= ?) = granted)"
                " FROM clients JOIN checks USING (id) GROUP BY granted ORDER BY granted",
                [threshold],
            ).fetchall()
        return [(bool(granted), clients, flips) for granted, clients, flips in found]

    def find(self, digits: str, limit: int, offset: int = 0, begins: str = "") -> tuple[int, list[int]]:
        """Count the ids that contain the digits and begin as asked, and give some: those that begin with them first."""
        matching = "FROM ids WHERE instr(id, ?) AND instr(id, ?) = 1"
        with self._connection() as connection:
            total = connection.execute(f"SELECT COUNT(*) {matching}", [digits, begins]).fetchone()[0]
            first = connection.execute(
                f"SELECT id {matching} ORDER BY instr(id, ?) > 1, id LIMIT ? OFFSET ?",
                [digits, begins, digits, limit, offset],
            )
            return total, [row[0] for row in first]

    @contextmanager
    def _connection(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that no other thread uses: a long search must not hold up the others."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = sqlite3.connect(self._uri, uri=True, check_same_thread=False)
        try:
            yield connection
        finally:
            self._idle.append(connection)
