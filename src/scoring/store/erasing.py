"""Amendments whose time is over are erased; what is in force is the client's file, and stays."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from scoring.store.amendments import connected, digest

SUPERSEDED = """EXISTS (SELECT 1 FROM amendments AS later WHERE later.client = amendments.client
    AND later.number > amendments.number AND later.at <= :time)"""
"""Another amendment was in force at the time, so that nothing shown since rests on this one."""


def erase(path: Path, time: str, served: bool) -> int:
    """Erase what is over before a time (UTC, ISO 8601) from a file of amendments; give how many it was erased of.

    Of an amendment that was in force at that time, what was there before it is erased; the rest
    go whole. Where the store is not `served` any more, nothing is in force.
    """
    with closing(connected(path)) as connection:
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("BEGIN IMMEDIATE")
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
