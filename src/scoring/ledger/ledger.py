"""The ledger: records are appended, read and verified, and their payloads erased by rule. Never changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import delete, func, select

from scoring.aside import locked
from scoring.faults import Refused, UnknownName
from scoring.ledger import reading, verification
from scoring.ledger.chain import Keys
from scoring.ledger.database import VERSION, Database
from scoring.ledger.head import Head, HeadFile
from scoring.ledger.places import Places
from scoring.ledger.record import Actor, Record
from scoring.ledger.records import Entry, Erasure
from scoring.ledger.rule import over_before
from scoring.ledger.schema import PAYLOAD, RECORD
from scoring.ledger.verification import Altered, Verified
from scoring.ledger.writing import LARGEST, Writer
from scoring.settings import Settings

AT_ONCE = 500
"""Numbers named in one statement."""


def gone(database: Database, places: Places) -> Altered:
    """Say that there is a key and nothing that was written with it: all that a removed ledger leaves."""
    mend = "put them back (scoring restore) or, where nothing was recorded yet: scoring ledger begin"
    return Altered(
        None, f"{places.key}: the key of a ledger is here; {database} and {places.head_file} are not: {mend}"
    )


def _miss(database: Database, places: Places) -> None:
    """Raise Altered where something is left of a ledger whose records are gone."""
    if not places.head_file.exists() and places.key.exists():
        with locked(places.head):  # who is just making a ledger has made all of it afterwards
            if database.version() is None and not places.head_file.exists():
                raise gone(database, places)
    elif places.head_file.exists() and HeadFile(places.head, Keys.read(places.key)).read() != Head(0, ""):
        raise Altered(None, f"the ledger {database} is gone, and its head is still in {places.head}")


class Ledger:
    """An open ledger. Threads may share one; processes have one each, also of the same database."""

    def __init__(self, database: Database, keys: Keys, head: HeadFile, months: int) -> None:
        self._database, self._keys, self._head, self._months = database, keys, head, months
        self._writer = Writer(database, keys, head)

    @classmethod
    def open(cls, settings: Settings) -> Ledger:
        """Open the ledger of the settings to append, made or migrated where it must be.

        Raises Unavailable for an address that does not answer; Refused for a key that cannot be read,
        or a database of another version; Damaged for a head that this key did not seal, and Altered
        where the end of the ledger is not what the head tells of, or a key alone is left of it.
        """
        places = Places.of(settings)
        ledger = cls._at(settings, places)
        # No other process moves the head between the two readings.
        with locked(places.head), ledger._database.reading() as connection:
            verification.check_head(connection, ledger._head, reading.last_record(connection)[0])
        return ledger

    @classmethod
    def existing(cls, settings: Settings) -> Ledger:
        """Open the ledger of the settings; raises Refused, and makes nothing, where nothing is recorded yet."""
        found = cls.find(settings)
        if found is None:
            raise Refused(f"nothing is recorded: there is no ledger {Database(Places.of(settings).address)}")
        return found

    @classmethod
    def find(cls, settings: Settings) -> Ledger | None:
        """Open the ledger of the settings, None where nothing is recorded yet; raises Altered where it is gone.

        Its end is not compared with the head: verifying does that, and says more.
        """
        places = Places.of(settings)
        database = Database(places.address)
        if database.version() is None:
            _miss(database, places)
            return None
        return cls._at(settings, places)

    @classmethod
    def begin(cls, settings: Settings) -> Ledger:
        """Begin a ledger on purpose where a key is, and nothing else; raises Refused where there is more."""
        places = Places.of(settings)
        database = Database(places.address)
        for there, what in ((database.version() is not None, database), (places.head_file.exists(), places.head_file)):
            if there:
                raise Refused(f"{what}: is there; a ledger is begun where neither its records nor its head are")
        return cls._at(settings, places, on_purpose=True)

    @classmethod
    def _at(cls, settings: Settings, places: Places, on_purpose: bool = False) -> Ledger:
        database = Database(places.address)
        with locked(places.head):
            version = database.version()
            new = version is None and not places.head_file.exists()
            if new and places.key.exists() and not on_purpose:
                raise gone(database, places)
            keys = Keys.create(places.key) if new else Keys.read(places.key)
            head = HeadFile(places.head, keys)
            if new:  # before the database: one without a head is never taken for a new one
                head.write(Head(0, ""))
            head.read()
            if version != VERSION:
                database.create()
        return cls(database, keys, head, settings.ledger_months)

    def close(self) -> None:
        """Close the connections."""
        self._writer.close()
        self._database.close()

    def __str__(self) -> str:
        """The address of the database, without its password."""
        return str(self._database)

    def append(self, actor: Actor, record: Record, refers: int | None = None) -> Entry:
        """Record what an actor did; durable, and known to the head, when this returns.

        `refers` is the number of an earlier record. Raises UnknownName where there is none; Refused
        for one of another kind or client, for a signature by who decided, and for the outcome of a
        review of one's own decision; Altered, writing nothing, where the end of the ledger is not what
        its head tells of.
        """
        if isinstance(record, Erasure):
            raise Refused("an erasure is recorded by erasing")
        return self._writer.append([self._writer.pending(actor, record, refers)])[0]

    def append_all(self, actor: Actor, records: Iterable[Record]) -> list[Entry]:
        """Record many acts that refer to nothing earlier, in order; all are durable when this returns."""
        return self._writer.append([self._writer.pending(actor, record) for record in records])

    def get(self, sequence: int) -> Entry:
        """Give one record. Raises UnknownName; Altered for one that its MAC does not fit."""
        if 0 < sequence <= LARGEST:
            with self._database.reading() as connection:
                for found in reading.select_entries(connection, self._keys, RECORD.c.sequence == sequence):
                    return found
        raise UnknownName(f"there is no record {sequence} in the ledger")

    def of_client(self, client: int) -> Iterator[Entry]:
        """Give every record about a client whose payload was not erased, in order."""
        with self._database.reading() as connection:
            yield from reading.select_entries(
                connection, self._keys, PAYLOAD.c.pseudonym == self._keys.pseudonym(client)
            )

    def of_kinds(self, *kinds: str) -> Iterator[Entry]:
        """Give every record of some kinds, in order, with its payload where that was not erased."""
        with self._database.reading() as connection:
            yield from reading.select_entries(connection, self._keys, RECORD.c.kind.in_(kinds))

    def numbered(self, sequences: Sequence[int]) -> Iterator[Entry]:
        """Give the records of some numbers, in the order of these; numbers that no record has are left out."""
        with self._database.reading() as connection:
            for first in range(0, len(sequences), AT_ONCE):
                some = RECORD.c.sequence.in_(sequences[first : first + AT_ONCE])
                yield from reading.select_entries(connection, self._keys, some)

    def needed(self) -> tuple[frozenset[str], frozenset[str]]:
        """Give the ids of the stores, and of the models, by which shown scores can be shown again."""
        with self._database.reading() as connection:
            return reading.shown_by(connection)

    def verify(self, expected: Head | None = None) -> Verified:
        """Read every record and make its MAC again; raises Altered with the first fault.

        `expected` is a head that was noted earlier: these records must still begin with those it told of.
        """
        head = self._head.read()  # before the records: those appended meanwhile come after it
        with self._database.reading() as connection:
            if head is None:
                raise verification.no_head(self._head)
            found = verification.verify(connection, self._keys, head)
            verification.check_expected(connection, found, expected or Head(0, ""))
        return found

    def renew_head(self, expected: Head | None = None) -> Verified:
        """Verify all but the end, and write the head anew where there is none; `expected` as for verifying."""
        with locked(self._head.folder):
            if self._head.read() is not None:
                raise Refused(f"{self._head.path}: there is a head; it is not replaced")
            with self._database.reading() as connection:
                found = verification.verify(connection, self._keys, Head(0, ""))
                verification.check_expected(connection, found, expected or Head(0, ""))
            self._head.write(found.head)
        return found

    def erase(self, actor: Actor, before: datetime | None = None) -> int:
        """Erase the payloads recorded before a time, by default those that the rule lets go; give their number.

        The chain stays whole, and the erasure is recorded. Raises Refused for a time that the rule
        does not let go yet.
        """
        text = over_before(self._months, before).isoformat(timespec="microseconds")
        with self._writer.extending() as tail:
            last = tail.connection.scalar(select(func.max(RECORD.c.sequence)).where(RECORD.c.recorded_at < text)) or 0
            erased = tail.connection.execute(delete(PAYLOAD).where(PAYLOAD.c.sequence <= last)).rowcount
            if erased:
                tail.add(self._writer.pending(actor, Erasure(None, text, last, erased)))
        if erased:
            self._database.forget()
        return erased
