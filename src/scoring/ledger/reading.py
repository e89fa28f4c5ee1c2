"""Reading: records by number, of a client, and that refer to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import Connection, select
from sqlalchemy.sql.elements import ColumnElement

from scoring.ledger.chain import Keys
from scoring.ledger.encoding import Payload
from scoring.ledger.head import Head
from scoring.ledger.record import Actor
from scoring.ledger.records import Entry, ScoreShown
from scoring.ledger.schema import PAYLOAD, RECORD
from scoring.ledger.verification import check_record

PAGE = 1000


def entry(
    sequence: int,
    recorded_at: str,
    kind: str,
    actor: str,
    role: str,
    refers: int | None,
    facts: str,
    payload: Payload | None,
) -> Entry:
    """Give a record as it is read, from its columns."""
    personal = None if payload is None else payload.read()
    who = Actor(actor, role)
    return Entry(sequence, datetime.fromisoformat(recorded_at), who, kind, refers, json.loads(facts), personal)


def select_entries(connection: Connection, keys: Keys, condition: ColumnElement[bool]) -> Iterator[Entry]:
    """Give the records that meet a condition, in order; raises Altered for one that its MAC does not fit.

    Each is checked against the record before it: that this one and all others are whole, verifying says.
    """
    before = RECORD.alias()
    rows = RECORD.outerjoin(PAYLOAD).outerjoin(before, before.c.sequence == RECORD.c.sequence - 1)
    query = select(RECORD, PAYLOAD.c.salt, PAYLOAD.c.pseudonym, PAYLOAD.c.body, before.c.mac).select_from(rows)
    found = connection.execution_options(yield_per=PAGE).execute(query.where(condition).order_by(RECORD.c.sequence))
    for *row, mac_before in found:
        check_record(keys, mac_before or "", row)
        sequence, at, kind, actor, role, refers, facts, _, _, salt, pseudonym, body = row
        payload = None if salt is None else Payload(salt, pseudonym, body)
        yield entry(sequence, at, kind, actor, role, refers, facts, payload)


def last_record(connection: Connection) -> tuple[Head, str]:
    """Give the last record's number and MAC, and its time; of none the empty texts."""
    columns = (RECORD.c.sequence, RECORD.c.mac, RECORD.c.recorded_at)
    found = connection.execute(select(*columns).order_by(RECORD.c.sequence.desc()).limit(1)).first()
    sequence, mac, at = found or (0, "", "")
    return Head(sequence, mac), at


def shown_by(connection: Connection) -> tuple[frozenset[str], frozenset[str]]:
    """Give the stores and the models that shown scores name, of those whose payload was not erased."""
    query = select(RECORD.c.facts).join(PAYLOAD).where(RECORD.c.kind == ScoreShown.kind).distinct()
    facts = [json.loads(text) for (text,) in connection.execute(query)]
    return frozenset(one["store"] for one in facts), frozenset(one["model"] for one in facts)
