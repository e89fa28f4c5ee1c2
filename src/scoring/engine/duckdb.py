"""DuckDB: embedded, out of core, locked to the folders it is given."""

from __future__ import annotations

import errno
import os
import re
import tempfile
import weakref
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import duckdb
import pyarrow as pa

from scoring.aside import FULL, file_aside, own_folder, room
from scoring.engine.places import Place, path
from scoring.faults import NoRoom

EngineError = duckdb.Error
"""What any statement raises when the engine refuses it."""
SPILL = "scoring-spill-"
"""How the folders of what is spilled are named; those of processes that are gone are cleared by the next."""
SPILLED = "failed to offload"
"""How the engine says that what it would spill finds no room on the disk, which it calls being out of memory."""

WRITTEN = "(FORMAT parquet, COMPRESSION snappy, ROW_GROUP_SIZE 100000, DICTIONARY_SIZE_LIMIT 1000)"
"""Quick to write and to read: amounts are not looked up in vain; one client's rows lie in one group or two."""


def literal(value: str | Path) -> str:
    """Quote a text or a path as a SQL string."""
    return "'" + str(value).replace("'", "''") + "'"


def identifier(name: str) -> str:
    """Quote a column or relation name."""
    return '"' + name.replace('"', '""') + '"'


@dataclass(frozen=True)
class Bounds:
    """What an engine may use: memory in MB, and the folder where what does not fit is spilled."""

    memory: int
    spill: Path

    @contextmanager
    def said(self) -> Iterator[None]:
        """Say that a bound was met as NoRoom; every other error is let through as it is."""
        try:
            yield
        except duckdb.OutOfMemoryException as error:
            if SPILLED in str(error):
                with room(self.spill.parent):
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC)) from error
            raise NoRoom(
                f"the engine needs more memory than SCORING_MEMORY={self.memory} MB; set it higher, or SCORING_THREADS"
                " lower, then try again"
            ) from error
        except duckdb.IOException as error:
            if str(self.spill) not in str(error):
                raise
            with room(self.spill.parent):
                raise _system_error(error) from error


class Session:
    """Runs SQL. Its relations are seen by it alone, but the engine's own views by every session.

    Any statement raises NoRoom for a full disk and for more memory than the engine may use.
    """

    _view, _table = "TEMP VIEW", "TEMP TABLE"

    def __init__(self, connection: duckdb.DuckDBPyConnection, bounds: Bounds) -> None:
        self.connection, self.bounds = connection, bounds

    def run(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Execute a statement."""
        with self.bounds.said():
            self.connection.execute(sql, list(parameters))

    def table(self, sql: str, parameters: Sequence[Any] = ()) -> pa.Table:
        """Execute a query and give its rows as an Arrow table."""
        with self.bounds.said():
            return self.connection.sql(sql, params=list(parameters)).to_arrow_table()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Execute a query and give its rows as tuples."""
        with self.bounds.said():
            return list(self.connection.execute(sql, list(parameters)).fetchall())

    def batches(self, sql: str, size: int) -> Iterator[list[tuple[Any, ...]]]:
        """Execute a query and give its rows as tuples, `size` at a time; the session waits for the reader."""
        with self.bounds.said():
            found = self.connection.execute(sql)
            while rows := found.fetchmany(size):
                yield rows

    def view(self, name: str, *parquet: Place, where: str = "") -> None:
        """Name the rows of Parquet files, or those that meet a condition, as a relation.

        Raises Refused for an address.
        """
        files = ", ".join(literal(path(file)) for file in parquet)
        kept = f" WHERE {where}" if where else ""
        self.run(f"CREATE OR REPLACE {self._view} {identifier(name)} AS FROM read_parquet([{files}]){kept}")

    def hold(self, name: str, table: pa.Table) -> None:
        """Name an Arrow table as a relation; it is read where it lies."""
        self.connection.register(name, table)

    def materialise(self, name: str, sql: str, parameters: Sequence[Any] = ()) -> None:
        """Name a query's result as a relation, kept in memory."""
        self.run(f"CREATE OR REPLACE {self._table} {identifier(name)} AS {sql}", parameters)

    def write_parquet(self, sql: str, place: Place) -> None:
        """Write a query's result, aside and then renamed. Raises Refused for an address, NoRoom for a full disk."""
        with file_aside(path(place)) as aside:
            try:
                self.run(f"COPY ({sql}) TO {literal(aside)} {WRITTEN}")
            except duckdb.IOException as error:
                raise _system_error(error) from error


def _system_error(error: duckdb.IOException) -> OSError:
    """Give the system's error behind the engine's, whose text alone holds its number, or its words."""
    number = re.search(r'"errno":"(\d+)"', str(error))
    worded = (code for code in FULL if os.strerror(code) in str(error))
    code = int(number[1]) if number else next(worded, errno.EIO)
    return OSError(code, os.strerror(code))


class DuckDB(Session):
    """One in-memory database that may touch only the folders given.

    `memory` is in MB; what does not fit is spilled to temporary files. `threads` (0: as many as there
    are cores) work on one statement together, or, set `apart`, on one each: `at_once` says how many
    sessions then run side by side. A context manager.
    """

    _view, _table = "VIEW", "TABLE"

    def __init__(self, memory: int, threads: int = 0, folders: Sequence[Path] = (), apart: bool = False) -> None:
        spill, forget = own_folder(Path(tempfile.gettempdir()), SPILL)
        super().__init__(duckdb.connect(":memory:"), Bounds(memory, spill))
        cores = threads or os.cpu_count() or 1
        self.at_once = cores if apart else 1
        # Also for an engine that nobody closes: a service keeps one until its process ends.
        self._forget = weakref.finalize(self, forget)
        allowed = ", ".join(literal(folder.resolve()) for folder in (*folders, spill))
        for change in (
            f"memory_limit = '{memory}MB'",
            f"threads = {1 if apart else cores}",
            f"temp_directory = {literal(spill)}",
            "enable_progress_bar = false",
            f"allowed_directories = [{allowed}]",
            "enable_external_access = false",
            "lock_configuration = true",
        ):
            self.run(f"SET {change}")

    def __enter__(self) -> Self:
        """Open."""
        return self

    def __exit__(self, *error: object) -> None:
        """Close and remove what was spilled."""
        self.close()

    def close(self) -> None:
        """Close the database and remove what was spilled."""
        self.connection.close()
        self._forget()

    @contextmanager
    def session(self) -> Iterator[Session]:
        """Give a session of its own, for one thread; its relations vanish with it."""
        connection = self.connection.cursor()
        try:
            yield Session(connection, self.bounds)
        finally:
            connection.close()
