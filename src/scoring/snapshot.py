"""A SQLite file copied while others write it: the copy is what was committed at one moment."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

PATIENCE = 30.0
"""Seconds that another process may write before the copy is given up."""


def snapshot(source: Path, target: Path) -> None:
    """Copy a SQLite file into a new one, which its owner alone may read; raises sqlite3.Error where it is none."""
    new_file(target)
    with (
        closing(sqlite3.connect(f"{source.resolve().as_uri()}?mode=rw", uri=True, timeout=PATIENCE)) as open_source,
        closing(sqlite3.connect(target)) as copy,
    ):
        open_source.backup(copy)
    settle(target)


def new_file(path: Path) -> None:
    """Make an empty file that its owner alone may read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))


def settle(path: Path) -> None:
    """Leave all of a SQLite file in that one file: no log beside it, none needed to read it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
