"""Amendments whose time is over are erased; what is in force is the client's file, and stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from scoring.faults import Damaged
from scoring.store.amendments import COLUMNS, answering, begun, check, digest

SUPERSEDED = """EXISTS (SELECT 1 FROM amendments AS later WHERE later.client = amendments.client
    AND later.number > amendments.number AND later.at <= :time)"""
"""Another amendment was in force at the time, so that nothing shown since rests on this one."""


@contextmanager
def erasing(path: Path) -> Iterator[Callable[[str, bool], int]]:
    """Check a whole file of amendments, keep other writers out, and give what erases from it.

    That is asked with a time (UTC, ISO 8601) and whether the store is served. It erases what is over
    before that time, and gives how many amendments it was erased of: of one that was in force at
    that time, what was there before it; the rest go whole. Where the store is not served any more,
    nothing is in force.

    Raises Damaged for a file that is not as it was written, before anything is erased; Unavailable
    when another process writes for longer than can be waited for, or nothing can be written there.
    """
    with answering(path):
        connection = begun(path)
    with closing(connection):
        with answering(path):
            _check(path, connection)
        yield lambda time, served: _erase(path, connection, time, served)


def _check(path: Path, connection: sqlite3.Connection) -> None:
    if connection.execute("PRAGMA integrity_check(1)").fetchone() != ("ok",):
        raise Damaged(f"{path}: is damaged; put back a copy of it")
    for row in connection.execute(f"SELECT {COLUMNS} FROM amendments"):
        check(path, *row)


def _erase(path: Path, connection: sqlite3.Connection, time: str, served: bool) -> int:
    with answering(path):
        connection.execute("PRAGMA secure_delete = ON")
        over = f"at < :time AND ({SUPERSEDED} OR NOT :served)"
        told = {"time": time, "served": served}
        # Who was added stays known as that, though the amendment that added them goes.
        connection.execute(
            "UPDATE amendments SET added = 1 WHERE client IN (SELECT client FROM amendments WHERE added)"
        )
        gone = connection.execute(f"DELETE FROM amendments WHERE {over}", told).rowcount
        stripped = list(_stripped(connection, time))
        connection.executemany("UPDATE amendments SET content = ?, sha256 = ? WHERE number = ?", stripped)
        connection.execute("COMMIT")
    return gone + len(stripped)


def _stripped(connection: sqlite3.Connection, time: str) -> Iterator[tuple[str, str, int]]:
    """Give the content of amendments without what was before them, its hash, and the number."""
    found = connection.execute("SELECT number, client, at, content FROM amendments WHERE at < ?", [time]).fetchall()
    for number, client, at, content in found:
        told = json.loads(content)
        if told["before"] is not None:
            stripped = json.dumps(told | {"before": None, "erased": True}, separators=(",", ":"))
            yield stripped, digest(client, at, stripped), number
