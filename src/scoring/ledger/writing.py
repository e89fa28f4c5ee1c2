"""Writing: one transaction at a time extends the chain, and the head follows it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, select

from scoring.aside import locked
from scoring.faults import Refused, UnknownName
from scoring.ledger.chain import Keys, payload_hash
from scoring.ledger.database import Database
from scoring.ledger.encoding import Payload, canonical
from scoring.ledger.head import Head, HeadFile
from scoring.ledger.reading import entry as read
from scoring.ledger.reading import last_record
from scoring.ledger.record import Actor, Record
from scoring.ledger.records import Entry, ReviewOutcome, Signature, parts
from scoring.ledger.schema import PAYLOAD, RECORD
from scoring.ledger.verification import check_head

LARGEST = 2**63 - 1


@dataclass
class Pending:
    """A record on its way: encoded, and what will come of it."""

    actor: Actor
    record: Record
    refers: int | None
    facts: str
    payload: Payload
    written: Future[Entry] = field(default_factory=Future)


class Tail:
    """The end of the chain in one transaction: what is added there is written when it ends."""

    def __init__(self, connection: Connection, keys: Keys) -> None:
        self.connection, self._keys = connection, keys
        self._rows: list[dict[str, Any]] = []
        self._payloads: list[dict[str, Any]] = []
        self.head, self._at = last_record(connection)

    def add(self, pending: Pending) -> Entry:
        """Add a record; give it as it will be read. Time never goes back, even where the clock does."""
        payload, sequence = pending.payload, self.head.count + 1
        self._at = max(datetime.now(UTC).isoformat(timespec="microseconds"), self._at)
        hashed = payload_hash(payload.salt, payload.pseudonym, payload.body)
        actor, kind = pending.actor, pending.record.kind
        row = (sequence, self._at, kind, actor.name, actor.role, pending.refers, pending.facts, hashed)
        mac = self._keys.mac(self.head.mac, *row)
        self._rows.append(dict(zip(RECORD.columns.keys(), (*row, mac), strict=True)))
        self._payloads.append({"sequence": sequence} | vars(payload))
        self.head = Head(sequence, mac)
        return read(*row[:7], payload)

    def answer_to(self, sequence: int, kind: str) -> int | None:
        """Give the number of a record of a kind that refers to a record, also of one that is only added yet."""
        added = (row["sequence"] for row in self._rows if (row["refers"], row["kind"]) == (sequence, kind))
        later = RECORD.c.sequence > sequence  # what refers to it came after it: the rest is not looked through
        query = select(RECORD.c.sequence).where(later, RECORD.c.refers == sequence, RECORD.c.kind == kind)
        return next(added, None) or self.connection.scalar(query)

    def write(self) -> None:
        """Write what was added."""
        if self._rows:
            self.connection.execute(insert(RECORD), self._rows)
            self.connection.execute(insert(PAYLOAD), self._payloads)


class Writer:
    """Extends the chain, for all threads of a process."""

    def __init__(self, database: Database, keys: Keys, head: HeadFile) -> None:
        self._database, self._keys, self._head = database, keys, head
        self._waiting = deque[Pending]()
        self._thread = ThreadPoolExecutor(1, "ledger")

    def pending(self, actor: Actor, record: Record, refers: int | None = None) -> Pending:
        """Encode a record; raises Refused where it cannot be."""
        facts, personal = parts(record)
        payload = Payload.of(personal, self._keys.pseudonym(record.client))
        return Pending(actor, record, refers, canonical(facts), payload)

    def append(self, records: Sequence[Pending]) -> list[Entry]:
        """Write records, with those that wait: one flush to disk for many."""
        self._waiting.extend(records)
        self._thread.submit(self._write_waiting)
        return [one.written.result() for one in records]

    def close(self) -> None:
        """Write what waits, and end."""
        self._thread.shutdown()

    def _write_waiting(self) -> None:
        """Write all that waits in one batch; nothing is left for those who ask for it after."""
        batch = [self._waiting.popleft() for _ in range(len(self._waiting))]
        if batch:
            self._write(batch)

    def _write(self, batch: list[Pending]) -> None:
        """Write a batch; each gets its entry once that is durable, or its fault. One fault does not stop others."""
        try:
            with self.extending() as tail:
                found = [_reference_fault(tail, one) or tail.add(one) for one in batch]
        except BaseException as error:  # of the transaction: nobody's record is acknowledged
            for pending in batch:
                pending.written.set_exception(error)
            return
        for pending, entry in zip(batch, found, strict=True):
            if isinstance(entry, Refused):
                pending.written.set_exception(entry)
            else:
                pending.written.set_result(entry)

    @contextmanager
    def extending(self) -> Iterator[Tail]:
        """Give the end of the chain; at the end of the block all of it is durable, and then the head tells of it.

        Raises Altered, and writes nothing, where the end of the chain is not what the head tells of.
        """
        with locked(self._head.folder):
            with self._database.writing() as connection:
                tail = Tail(connection, self._keys)
                before = tail.head
                check_head(connection, self._head, before)
                yield tail
                tail.write()
            if tail.head != before:
                self._head.write(tail.head)


def _reference_fault(tail: Tail, pending: Pending) -> Refused | None:
    """Say what is wrong with the earlier record that a record refers to; None when nothing is."""
    record, refers = pending.record, pending.refers
    if refers is None:
        kinds = " or ".join(record.refers_to)
        return Refused(f"{record.kind}: it must refer to a record: {kinds}") if record.must_refer else None
    found = None
    if 0 < refers <= LARGEST:
        columns = (RECORD.c.kind, RECORD.c.actor, RECORD.c.refers, PAYLOAD.c.salt, PAYLOAD.c.pseudonym)
        query = select(*columns).select_from(RECORD.outerjoin(PAYLOAD)).where(RECORD.c.sequence == refers)
        found = tail.connection.execute(query).first()
    if found is None:
        return UnknownName(f"there is no record {refers}")
    if found.kind not in record.refers_to:
        allowed = " or ".join(record.refers_to) or "none"
        return Refused(f"{record.kind}: record {refers} is a {found.kind}; it may refer to: {allowed}")
    if found.salt is not None and found.pseudonym != pending.payload.pseudonym:
        return Refused(f"{record.kind}: record {refers} is about another client")
    if isinstance(record, Signature) and found.actor == pending.actor.name:
        return Refused(f"signature: record {refers} was made by the same person; another one must sign")
    return _review_fault(tail, refers, found.refers, pending.actor) if isinstance(record, ReviewOutcome) else None


def _review_fault(tail: Tail, review: int, contested: int, actor: Actor) -> Refused | None:
    """Say why an actor may not end a review of a contested decision: it is theirs, or the review has its outcome."""
    if any(maker == actor.name for maker in _makers(tail.connection, contested)):
        said = f"record {contested}, which is contested, was made by the same person"
        return Refused(f"review_outcome: {said}, or is of a review of what they made; another one must review it")
    outcome = tail.answer_to(review, ReviewOutcome.kind)
    if outcome is not None:
        return Refused(f"review_outcome: record {review} has its outcome, record {outcome}; override that one")
    return None


def _makers(connection: Connection, contested: int | None) -> Iterator[str]:
    """Name who made a contested decision and, where it came of a review, who made what was contested before."""
    asked = RECORD.alias()
    columns = (RECORD.c.kind, RECORD.c.actor, asked.c.refers)
    decided = select(*columns).select_from(RECORD.outerjoin(asked, asked.c.sequence == RECORD.c.refers))
    while contested is not None:
        kind, actor, before = connection.execute(decided.where(RECORD.c.sequence == contested)).one()
        yield actor
        contested = before if kind == ReviewOutcome.kind else None
