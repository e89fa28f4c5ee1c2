"""The database under the ledger: a SQLite file, or a PostgreSQL by URL; migrated when it is opened."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, create_engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

from scoring.faults import Damaged, Refused, Unavailable

VERSION = "0001"
"""The newest migration: what this code reads and writes."""
VERSION_TABLE = "ledger_version"
PATIENCE = 10
"""Seconds that a server may take to be reached, and a SQLite writer waits for another."""
LOCK = 7_305_961
"""Names the ledger's lock among PostgreSQL's advisory locks."""
PRAGMAS = ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON", "secure_delete = ON")
"""Durable when committed; what is erased is overwritten."""


class Database:
    """Connections to the ledger's database. What the driver raises meanwhile is said in one sentence."""

    def __init__(self, address: str) -> None:
        self._url = _url(address)
        self.file = Path(self._url.database or "") if self._url.drivername == "sqlite" else None
        options: dict[str, Any] = {"connect_args": {"timeout": PATIENCE}}
        if self.file is None:
            options = {
                "connect_args": {"connect_timeout": PATIENCE},
                "isolation_level": "READ COMMITTED",  # a writer must see what was committed while it waited
                "pool_pre_ping": True,
            }
        self._engine = create_engine(self._url, **options)
        driver: Any = self._engine.dialect.loaded_dbapi
        self._driver_error: type[Exception] = driver.Error
        self._driver_away: type[Exception] = driver.OperationalError
        if self.file is not None:
            event.listen(self._engine, "connect", _set_pragmas)
            event.listen(self._engine, "begin", _begin)

    def __str__(self) -> str:
        """The address, without its password."""
        return str(self.file) if self.file is not None else self._url.render_as_string(hide_password=True)

    def create(self) -> None:
        """Make the tables, or bring those of an older version up to this one. Raises Refused for a newer one."""
        if self.file is not None and not self.file.exists():
            self.file.parent.mkdir(parents=True, exist_ok=True)
            os.close(os.open(self.file, os.O_CREAT, 0o600))
        with self.writing() as connection:
            if self._version(connection) != VERSION:
                _migrate(connection)

    def version(self) -> str | None:
        """Give the version of the tables, None where there are none; raises Refused for a newer one than VERSION."""
        if self.file is not None and not self.file.exists():
            return None
        with self.reading() as connection:
            return self._version(connection)

    def _version(self, connection: Connection) -> str | None:
        if not inspect(connection).has_table(VERSION_TABLE):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {VERSION_TABLE}"))
        if found is not None and found > VERSION:
            raise Refused(f"{self}: of version {found}, this is {VERSION}; use the version of scoring that wrote it")
        return found

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Give a connection in a transaction of its own, as it stands when it begins."""
        with self._answering(), self._engine.connect() as connection:
            if self.file is None:  # several statements must see the same; SQLite's always do
                connection.execution_options(isolation_level="REPEATABLE READ")
            with connection.begin():
                yield connection

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Give the one connection that may write now; all of it is durable at the end, or nothing is done."""
        with self._answering(), self._engine.connect() as opened:
            connection = opened.execution_options(writing=True)
            with connection.begin():
                if self.file is None:
                    connection.execute(text("SET LOCAL synchronous_commit = on"))
                    connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK})"))
                yield connection

    def forget(self) -> None:
        """Leave nothing of what was erased in the log or in dead rows."""
        with self._answering(), self._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            sweep = "VACUUM ledger_payload" if self.file is None else "PRAGMA wal_checkpoint(TRUNCATE)"
            connection.exec_driver_sql(sweep)

    def close(self) -> None:
        """Close every connection."""
        self._engine.dispose()

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Say in one sentence what the driver raises: Unavailable where it does not answer, else Damaged."""
        try:
            yield
        except (SQLAlchemyError, self._driver_error) as error:  # the latter where rows are streamed
            reason = " ".join(str(getattr(error, "orig", error)).split())
            if isinstance(error, (OperationalError, NoConnectionFree, self._driver_away)):
                raise Unavailable(
                    f"the ledger {self} does not answer: {reason}; mend that, or set SCORING_LEDGER"
                ) from error
            raise Damaged(f"the ledger {self} cannot be used: {reason}") from error


def _url(address: str) -> URL:
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        url = URL.create("none")
    kind = url.drivername.partition("+")[0]
    if kind in ("postgresql", "postgres"):
        return url.set(drivername="postgresql+psycopg")
    if kind == "sqlite" and url.database not in (None, "", ":memory:"):
        return url.set(drivername="sqlite")
    raise Refused("SCORING_LEDGER is no address of a ledger; give sqlite:///FILE or postgresql://USER@HOST/DATABASE")


def _set_pragmas(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin` says, not where the driver guesses
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}")


def _begin(connection: Connection) -> None:
    writing = connection.get_execution_options().get("writing")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")


def _migrate(connection: Connection) -> None:
    # Alembic takes a third of a second to import: only a database that is new or old needs it.
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")).replace("%", "%%"))
    command.upgrade(config, VERSION)
