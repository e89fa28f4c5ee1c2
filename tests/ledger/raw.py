"""The ledger's tables as somebody reaches them who has the database, and not the key."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg

from scoring.settings import Settings

TRIGGERS = {
    "ledger_record": ("update", "delete"),
    "ledger_payload": ("update",),
}


@contextmanager
def connected(settings: Settings) -> Iterator[Any]:
    """Give a connection of the driver: its statements are committed at the end."""
    if settings.ledger:
        with psycopg.connect(settings.ledger) as connection:
            yield connection
        return
    connection = sqlite3.connect(settings.data / "ledger" / "ledger.db")
    try:
        yield connection
        connection.commit()
    finally:
        connection.close()


@contextmanager
def unguarded(settings: Settings) -> Iterator[Any]:
    """The same, with triggers and foreign keys out of the way."""
    with connected(settings) as connection:
        if settings.ledger:
            connection.execute("SET session_replication_role = replica")
        else:
            for table, changes in TRIGGERS.items():
                for change in changes:
                    connection.execute(f"DROP TRIGGER {table}_no_{change}")
        yield connection
