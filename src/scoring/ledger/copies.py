"""Copies of a ledger: taken while others write to it, verified, and put back. Always a SQLite file and a head.

The key is never in a copy: who has both could write the records anew.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, create_engine, insert, select
from sqlalchemy.exc import SQLAlchemyError

from scoring.aside import file_aside, locked
from scoring.faults import Damaged, Refused
from scoring.ledger import reading, verification
from scoring.ledger.chain import Keys
from scoring.ledger.database import Database
from scoring.ledger.head import Head, HeadFile
from scoring.ledger.ledger import Ledger
from scoring.ledger.places import Places
from scoring.ledger.schema import PAYLOAD, RECORD
from scoring.settings import Settings
from scoring.snapshot import new_file, settle, snapshot

FILE, HEAD = Path("ledger", "ledger.db"), Path("ledger-head", "head.json")
"""Where the two lie in the folder of a copy, as they do by default in a data folder."""
PAGE = 1000


@dataclass(frozen=True)
class Copied:
    """A whole copy: its end, and the stores and the models by which its shown scores can be shown again."""

    head: Head
    stores: frozenset[str]
    models: frozenset[str]


def take(settings: Settings, folder: Path) -> Copied | None:
    """Copy the ledger of the settings into a folder, with a head of its own; None where nothing is recorded.

    Raises Altered, as verifying does, for a ledger that is not whole.
    """
    ledger = Ledger.find(settings)
    if ledger is None:
        return None
    ledger.close()
    places = Places.of(settings)
    keys = Keys.read(places.key)
    file = HeadFile(places.head, keys)
    head = file.read()  # before the records: those appended meanwhile come after it
    if head is None:
        raise verification.no_head(file)
    with closing(Database(places.address)) as database:
        _pull(database, folder / FILE)
    copied = _verified(folder, keys, head)
    HeadFile((folder / HEAD).parent, keys).write(copied.head)
    return copied


def check(folder: Path, keys: Keys) -> Copied:
    """Verify the copy in a folder against its own head; raises Damaged for one that is not whole."""
    file = HeadFile((folder / HEAD).parent, keys)
    head = file.read()
    if head is None:
        raise Damaged(f"{file.path}: the head of the copy is not there")
    return _verified(folder, keys, head)


def obstacle(settings: Settings, keys: Keys, head: Head) -> str | None:
    """Say what lies where a copy that ends in this head would be put; None where nothing or the same does."""
    places = Places.of(settings)
    with closing(Database(places.address)) as database:
        if database.version() is not None:
            with database.reading() as connection:
                last, _ = reading.last_record(connection)
            if last != head:
                return f"{database}: there is a ledger already, of {last.count:,} records, and it is not the same"
        elif database.file is not None and (log := Path(f"{database.file}-wal")).exists():
            return f"{log}: there is the log of a ledger that is gone; move it away"
    if HeadFile(places.head, keys).read() not in (None, head):
        return f"{places.head_file}: there is the head of another ledger, or of one with other records"
    return None


def put(settings: Settings, folder: Path) -> None:
    """Put the copy in a folder where the settings say, its head last; raises Refused where another ledger is."""
    places = Places.of(settings)
    with locked(places.head), closing(Database(places.address)) as database:
        if database.version() is None:
            _push(folder / FILE, database)
        with file_aside(places.head_file) as aside:
            shutil.copyfile(folder / HEAD, aside)


def _pull(database: Database, file: Path) -> None:
    """Copy what is committed now into a new SQLite file."""
    if database.file is not None:
        snapshot(database.file, file)
        return
    new_file(file)
    with closing(Database(f"sqlite:///{file.absolute().as_posix()}")) as copy:
        copy.create()
        with database.reading() as source, copy.writing() as target:
            _pour(source, target)
    settle(file)


def _push(file: Path, database: Database) -> None:
    """Make a new ledger of a copy: all of it is durable at the end, or there is none."""
    if database.file is not None:
        with file_aside(database.file) as aside:
            aside.touch(0o600)
            shutil.copyfile(file, aside)
        return
    database.create()
    with _opened(file) as source, database.writing() as target:
        if reading.last_record(target)[0].count:
            raise Refused(f"{database}: somebody has just written to this ledger; nothing was put back")
        _pour(source, target)


def _pour(source: Connection, target: Connection) -> None:
    for table in (RECORD, PAYLOAD):
        rows = source.execution_options(yield_per=PAGE).execute(select(table).order_by(table.c.sequence)).mappings()
        for page in rows.partitions():
            target.execute(insert(table), [dict(row) for row in page])


@contextmanager
def _opened(file: Path) -> Iterator[Connection]:
    """Read a copy as it lies there: nothing is written, not even beside it."""
    uri = f"{file.resolve().as_uri()}?mode=ro&immutable=1"
    engine = create_engine("sqlite://", creator=lambda: sqlite3.connect(uri, uri=True))
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _verified(folder: Path, keys: Keys, head: Head) -> Copied:
    try:
        with _opened(folder / FILE) as connection:
            found = verification.verify(connection, keys, head)
            return Copied(found.head, *reading.shown_by(connection))
    except (SQLAlchemyError, sqlite3.Error) as error:
        raise Damaged(f"{folder / FILE}: not a copy of a ledger: {error}") from error
