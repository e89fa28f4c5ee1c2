"""A SQLite file is copied as it was at one moment, whatever others write to it meanwhile."""

from __future__ import annotations

import os
import sqlite3
import stat
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

import pytest

from scoring.snapshot import snapshot

PAIRS = "SELECT COUNT(*), SUM(value = -other) FROM pairs"


def made(path: Path, mode: str) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, timeout=30, check_same_thread=False)
    connection.executescript(f"PRAGMA journal_mode = {mode}; CREATE TABLE pairs (value INTEGER, other INTEGER)")
    connection.execute("INSERT INTO pairs VALUES (1, -1)")
    return connection


@pytest.mark.parametrize("mode", ["WAL", "DELETE"])
def test_a_copy_is_one_file_of_what_was_committed(tmp_path: Path, mode: str) -> None:
    with closing(made(tmp_path / "a.db", mode)) as connection:
        connection.execute("BEGIN IMMEDIATE" if mode == "WAL" else "BEGIN")
        connection.execute("INSERT INTO pairs VALUES (2, -2)")  # not committed
        snapshot(tmp_path / "a.db", tmp_path / "copy" / "b.db")
        connection.execute("ROLLBACK")
    assert [path.name for path in (tmp_path / "copy").iterdir()] == ["b.db"]
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "copy" / "b.db").stat().st_mode) == 0o600
    with closing(sqlite3.connect(tmp_path / "copy" / "b.db")) as copy:
        assert copy.execute(PAIRS).fetchone() == (1, 1)


def test_a_copy_has_no_half_of_a_transaction(tmp_path: Path) -> None:
    stop = Event()
    with closing(made(tmp_path / "a.db", "WAL")) as connection:

        def write() -> None:
            number = 1
            while not stop.is_set():
                number += 1
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("UPDATE pairs SET value = ?", [number])
                connection.execute("UPDATE pairs SET other = ?", [-number])
                connection.execute("COMMIT")

        writer = Thread(target=write)
        writer.start()
        try:
            for turn in range(20):
                snapshot(tmp_path / "a.db", tmp_path / f"{turn}.db")
        finally:
            stop.set()
            writer.join()
    for turn in range(20):
        with closing(sqlite3.connect(tmp_path / f"{turn}.db")) as copy:
            assert copy.execute(PAIRS).fetchone() == (1, 1)


def test_what_is_no_database_or_not_there_is_not_copied(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_text("x" * 9000)
    with pytest.raises(sqlite3.Error):
        snapshot(tmp_path / "a.db", tmp_path / "b.db")
    with pytest.raises(sqlite3.Error):
        snapshot(tmp_path / "none.db", tmp_path / "c.db")
    assert not (tmp_path / "none.db").exists()


def test_no_file_is_written_over(tmp_path: Path) -> None:
    made(tmp_path / "a.db", "WAL").close()
    (tmp_path / "b.db").write_text("mine")
    with pytest.raises(FileExistsError):
        snapshot(tmp_path / "a.db", tmp_path / "b.db")
    assert (tmp_path / "b.db").read_text() == "mine"
