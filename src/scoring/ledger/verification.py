"""Verifying: every record read once, in order, and its MAC and payload hash made again."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, text

from scoring.faults import Damaged
from scoring.ledger.chain import Keys, payload_hash
from scoring.ledger.head import Head, HeadFile
from scoring.ledger.records import Erasure

PAGE = 10_000
"""Records fetched at a time: memory does not grow with their number."""
ROWS = """SELECT r.sequence, r.recorded_at, r.kind, r.actor, r.role, r.refers, r.facts, r.payload_hash, r.mac,
    p.salt, p.pseudonym, p.body
FROM ledger_record r LEFT JOIN ledger_payload p ON p.sequence = r.sequence ORDER BY r.sequence"""
ERASURES = f"SELECT sequence, facts FROM ledger_record WHERE kind = '{Erasure.kind}' ORDER BY sequence DESC LIMIT 1"
STRAY = """SELECT MIN(p.sequence) FROM ledger_payload p LEFT JOIN ledger_record r ON r.sequence = p.sequence
WHERE r.sequence IS NULL"""


class Altered(Damaged):
    """A ledger that is not what was written. `sequence` is the first record in fault; None: the head itself."""

    def __init__(self, sequence: int | None, what: str) -> None:
        self.sequence = sequence
        super().__init__(what if sequence is None else f"record {sequence}: {what}")


@dataclass(frozen=True)
class Verified:
    """An intact ledger: its end, how many payloads are erased, and how many records came after the head kept."""

    head: Head
    erased: int
    after_head: int


def verify(connection: Connection, keys: Keys, head: Head) -> Verified:
    """Verify all records against the key and a head that was read before; raises Altered with the first fault."""
    through = _erased_through(connection)
    mac, count, erased, at_head = "", 0, 0, "" if head.count == 0 else None
    for row in _rows(connection):
        sequence, has_payload = row[0], row[9] is not None
        count += 1
        if sequence != count:
            raise Altered(count, f"it is missing; record {sequence} follows")
        mac = check_record(keys, mac, row)
        if not has_payload:
            erased += 1
            if sequence > through:
                raise Altered(sequence, "its payload is missing, and was not erased by rule")
        elif sequence <= through:
            raise Altered(sequence, "its payload was erased, and is there again")
        if count == head.count:
            at_head = mac
    _check_end(connection, head, count, at_head)
    return Verified(Head(count, mac), erased, count - head.count)


def check_record(keys: Keys, before: str, row: Sequence[Any]) -> str:
    """Make a record's MAC, and the hash of its payload where it has one; raises Altered where they are others.

    `before` is the MAC of the record before, `row` the columns of record and payload. Gives the MAC.
    """
    sequence, *_, hashed, stored, salt, pseudonym, body = row
    try:
        mac = keys.mac(before, *row[:8])
        found = hashed if salt is None else payload_hash(salt, pseudonym, bytes(body))
    except TypeError:  # SQLite keeps what it is given in any column
        raise Altered(sequence, "it was altered: a value is not of its column's type") from None
    if mac != stored:
        raise Altered(sequence, "it was altered, or is not the one that was written there, or the key is another")
    if found != hashed:
        raise Altered(sequence, "its payload was altered")
    return mac


def _check_end(connection: Connection, head: Head, count: int, at_head: str | None) -> None:
    if head.count > count:
        raise Altered(count + 1, f"it is missing, with all after it: the head tells of {head.count:,} records")
    if at_head != head.mac:
        raise Altered(head.count, "it is not the one that the head tells of: the records were written anew")
    stray = connection.exec_driver_sql(STRAY).scalar()
    if stray is not None:
        raise Altered(stray, "there is no such record, and a payload of it")


def _rows(connection: Connection) -> Iterator[tuple[Any, ...]]:
    """Give the rows as the driver does, a page at a time: SQLAlchemy's own would take longer than the MACs."""
    driver: Any = connection.connection.driver_connection
    # Without a name, PostgreSQL's driver would fetch all rows at once.
    cursor = driver.cursor("ledger_rows") if connection.dialect.name == "postgresql" else driver.cursor()
    cursor.execute(ROWS)
    while page := cursor.fetchmany(PAGE):
        yield from page


def _erased_through(connection: Connection) -> int:
    """Give the last record whose payload was erased by rule; that its erasure is authentic, its own MAC says."""
    found = connection.exec_driver_sql(ERASURES).first()
    if found is None:
        return 0
    try:
        return int(json.loads(found.facts)["through"])
    except (ValueError, TypeError, KeyError):
        raise Altered(found.sequence, "it was altered: it does not say what was erased") from None


def check_expected(connection: Connection, found: Verified, expected: Head) -> None:
    """Raise Altered where a ledger that verifies does not go on from a head that was noted elsewhere."""
    if expected.count > found.head.count:
        said = f"it is missing, with all after it: {expected.count:,} records were noted"
        raise Altered(found.head.count + 1, said)
    noted = text("SELECT mac FROM ledger_record WHERE sequence = :count")
    if expected.count and connection.scalar(noted, {"count": expected.count}) != expected.mac:
        raise Altered(expected.count, "it is not the one that was noted: the records were written anew")


def no_head(file: HeadFile) -> Altered:
    """Say that the head is gone."""
    mend = "put it back or, where this machine never had one: scoring ledger verify --new-head"
    return Altered(None, f"{file.path}: the head of the ledger is not here; {mend}")


def check_head(connection: Connection, file: HeadFile, last: Head) -> Head:
    """Compare the last record with the head, before another is written; give the head.

    Raises Altered where records are gone or others than those that were written, or the head is gone.
    """
    head = file.read()
    if head is None:
        raise no_head(file)
    found = last
    if head.count < last.count:  # another machine wrote since, or a kill came between commit and head
        mac = connection.exec_driver_sql(f"SELECT mac FROM ledger_record WHERE sequence = {head.count:d}").scalar()
        found = Head(head.count, mac or "")
    if found != head:
        raise Altered(
            None,
            f"{file.path}: tells of {head.count:,} records that are not those in the ledger: scoring ledger verify",
        )
    return head
