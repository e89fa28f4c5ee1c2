"""Clients added or corrected after a store was published: beside it, never inside it.

One SQLite file for each store, to which amendments are only added. What is written stands once its
transaction has ended: a process killed in the middle leaves the file as it was before. One process
writes at a time; the others wait for it.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import sqlite3
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from scoring.faults import Damaged, Unavailable
from scoring.store.clients import ClientRow, Value

SCHEMA = """
CREATE TABLE IF NOT EXISTS amendments (number INTEGER PRIMARY KEY, client INTEGER NOT NULL, at TEXT NOT NULL,
    added INTEGER NOT NULL, content TEXT NOT NULL, sha256 TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS amendments_of_client ON amendments (client);
"""
ALWAYS = "9999"
"""A time after every other."""
WAIT = 30.0
"""Seconds to wait for another process that writes: an amendment takes well under one."""
KEPT = 256
"""Amendments kept decoded: a whole file of a client is some 100 kB."""
COLUMNS = "number, client, at, content, sha256"
SALT = 16
"""Bytes by which what the ledger keeps of an amendment tells nothing of it, once it is erased."""


@dataclass(frozen=True)
class Version:
    """A client at one time: the staged rows by table, what is answered of them, and by which model and threshold."""

    staged: Mapping[str, Sequence[Mapping[str, Value]]]
    row: ClientRow
    model: str
    threshold: float


@dataclass(frozen=True)
class Hashes:
    """What the ledger keeps of an amendment: salted SHA-256 of all that it says, before and after, in hex.

    Of each with the amendment's number, client and time; `before` is None where there is nothing before it.
    """

    before: str | None
    after: str


@dataclass(frozen=True)
class Amendment:
    """One change of one client, at a time (UTC, ISO 8601).

    `before` is None where there was no such client, or where it was `erased` by rule.
    """

    number: int
    client: int
    at: str
    before: Version | None
    after: Version
    hashes: Hashes
    erased: bool = False


class Amendments:
    """The amendments of one store. Safe to share between threads; what other processes add is seen at once."""

    def __init__(self, path: Path, until: str = ALWAYS) -> None:
        """Take the file, which the first amendment makes; those after the time `until` are not seen."""
        self._path, self._until, self._lock = path, until, Lock()
        self._reader: sqlite3.Connection | None = None
        self._version = -1
        self._latest: dict[int, int] = {}
        self._added: frozenset[int] = frozenset()
        self._decoded: OrderedDict[int, Amendment] = OrderedDict()

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._reader is not None:
                self._reader.close()

    def latest(self) -> Mapping[int, int]:
        """Give the number of each amended client's last amendment, by client."""
        with self._lock:
            self._refresh()
            return self._latest

    def added(self) -> frozenset[int]:
        """Name the clients who were not published."""
        with self._lock:
            self._refresh()
            return self._added

    def current(self, client: int) -> Amendment | None:
        """Give a client's last amendment; None where there is none. Raises Damaged."""
        number = self.latest().get(client)
        if number is None:
            return None
        with self._lock:
            found = self._decoded.get(number)
            if found is None:
                found = self._decoded[number] = self._select("number = ?", number)[0]
                if len(self._decoded) > KEPT:
                    self._decoded.popitem(last=False)
        return found

    def of_client(self, client: int) -> tuple[Amendment, ...]:
        """Give all of a client's amendments, oldest first. Raises Damaged."""
        if client not in self.latest():
            return ()
        with self._lock:
            return self._select("client = ?", client)

    def times(self) -> tuple[tuple[int, str], ...]:
        """Give each amended client and the time of the last amendment, in the order of ids."""
        with self._lock:
            self._refresh()
            asked = "SELECT client, MAX(at) FROM amendments WHERE at <= ? GROUP BY client ORDER BY client"
            with answering(self._path):
                return () if self._reader is None else tuple(self._reader.execute(asked, [self._until]))

    @contextmanager
    def writing(self) -> Iterator[Callable[[int, str, Version | None, Version], Amendment]]:
        """Keep other writers out, and give what adds (client, time, before, after) when all went well.

        Raises Unavailable when another process writes for longer than can be waited for, or nothing can be
        written there; Damaged where the file is none of amendments.
        """
        self._path.parent.mkdir(parents=True, exist_ok=True)
        if not self._path.exists():
            self._path.touch(mode=0o600)  # files of persons
        with closing(self._begun()) as connection:
            yield lambda *given: self._added_one(connection, *given)
            with answering(self._path):
                connection.execute("COMMIT")

    def _begun(self) -> sqlite3.Connection:
        with answering(self._path):
            return begun(self._path)

    def _added_one(self, connection: sqlite3.Connection, *given: Any) -> Amendment:
        with answering(self._path):
            return _insert(connection, *given)

    def _refresh(self) -> None:
        with answering(self._path):
            self._catch_up()

    def _catch_up(self) -> None:
        if self._reader is None:
            if not self._path.exists():
                return
            self._reader = connected(self._path)
        version = self._reader.execute("PRAGMA data_version").fetchone()[0]
        if version == self._version:
            return
        asked = "SELECT client, MAX(number), MAX(added) FROM amendments WHERE at <= ? GROUP BY client"
        rows = self._reader.execute(asked, [self._until]).fetchall()
        self._latest = {client: number for client, number, _ in rows}
        for number in self._decoded.keys() - set(self._latest.values()):
            del self._decoded[number]
        self._added = frozenset(client for client, _, added in rows if added)
        self._version = version

    def _select(self, where: str, value: int) -> tuple[Amendment, ...]:
        asked = f"SELECT {COLUMNS} FROM amendments WHERE {where} AND at <= ? ORDER BY number"
        with answering(self._path):
            rows = () if self._reader is None else self._reader.execute(asked, [value, self._until]).fetchall()
        return tuple(self._read(*row) for row in rows)

    def _read(self, number: int, client: int, at: str, content: str, sha256: str) -> Amendment:
        check(self._path, number, client, at, content, sha256)
        told = json.loads(content)
        before = None if told["before"] is None else _version(told["before"])
        hashes = _hashes(number, client, at, told)
        return Amendment(number, client, at, before, _version(told["after"]), hashes, told.get("erased", False))


@contextmanager
def answering(path: Path) -> Iterator[None]:
    """Say in one sentence what SQLite raises: Unavailable where the file cannot be had now, else Damaged."""
    try:
        yield
    except sqlite3.OperationalError as error:
        code = getattr(error, "sqlite_errorcode", None)
        if code is None:  # a text that is none, and that the message repeats
            raise _no_amendments(path) from None
        if code & 0xFF == sqlite3.SQLITE_BUSY:
            raise Unavailable("another amendment is being written; try again in a moment") from None
        raise Unavailable(f"amendments cannot be read or written: {path}: {error}") from None
    except sqlite3.DatabaseError:
        raise _no_amendments(path) from None


def _no_amendments(path: Path) -> Damaged:
    return Damaged(f"{path}: is no file of amendments; put back a copy of it")


def connected(path: Path) -> sqlite3.Connection:
    """Open a file of amendments, made where it is not there; what is committed is durable."""
    connection = sqlite3.connect(path, timeout=WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA synchronous = FULL")
        connection.executescript(SCHEMA)
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def begun(path: Path) -> sqlite3.Connection:
    """Open a file of amendments with a transaction that keeps other writers out."""
    connection = connected(path)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def check(path: Path, number: int, client: int, at: str, content: str, sha256: str) -> None:
    """Raise Damaged for an amendment of a file that is not the one that was written."""
    if sha256 != digest(client, at, content):
        raise Damaged(f"{path}: amendment {number} is not the one that was written")


def _insert(connection: sqlite3.Connection, client: int, at: str, before: Version | None, after: Version) -> Amendment:
    told: dict[str, Any] = {"before": None if before is None else _told(before), "after": _told(after)}
    told["salt"] = secrets.token_hex(SALT)
    content = json.dumps(told, allow_nan=False, separators=(",", ":"))
    added = connection.execute(
        "INSERT INTO amendments (client, at, added, content, sha256) VALUES (?, ?, ?, ?, ?)",
        [client, at, before is None, content, digest(client, at, content)],
    )
    number = int(added.lastrowid or 0)
    return Amendment(number, client, at, before, after, _hashes(number, client, at, told))


def digest(client: int, at: str, content: str) -> str:
    """Give the hash that is written beside an amendment."""
    return hashlib.sha256(f"{client} {at} {content}".encode()).hexdigest()


def _hashes(number: int, client: int, at: str, told: Mapping[str, Any]) -> Hashes:
    """Hash what an amendment says as it was written; those of earlier versions have no salt."""

    def hashed(name: str) -> str:
        said = json.dumps([told.get("salt", ""), number, client, at, name, told[name]], separators=(",", ":"))
        return hashlib.sha256(said.encode()).hexdigest()

    return Hashes(None if told["before"] is None else hashed("before"), hashed("after"))


def _told(version: Version) -> dict[str, Any]:
    row = vars(version.row) | {"contributions": version.row.contributions.tolist()}
    return vars(version) | {"row": row}


def _version(told: Mapping[str, Any]) -> Version:
    row = told["row"]
    values, contributions = tuple(row["values"]), np.array(row["contributions"], dtype=np.float64)
    scored = ClientRow(**row | {"values": values, "contributions": contributions})
    return Version(told["staged"], scored, told["model"], told["threshold"])
