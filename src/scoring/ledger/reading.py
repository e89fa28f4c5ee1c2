"""Reading: records by number, of a client, and that refer to another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, select
from sqlalchemy.sql.elements import ColumnElement

from scoring.ledger.encoding import Payload
from scoring.ledger.records import Actor, Entry, ScoreShown
from scoring.ledger.schema import PAYLOAD, RECORD

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


def select_entries(connection: Connection, condition: ColumnElement[bool]) -> Iterator[Entry]:
    """Give the records that meet a condition, in order."""
    query = select(RECORD, PAYLOAD.c.salt, PAYLOAD.c.pseudonym, PAYLOAD.c.body).select_from(RECORD.outerjoin(PAYLOAD))
    found = connection.execution_options(yield_per=PAGE).execute(query.where(condition).order_by(RECORD.c.sequence))
    return map(_read, found)


def _read(row: Row[Any]) -> Entry:
    payload = None if row.salt is None else Payload(row.salt, row.pseudonym, bytes(row.body))
    sequence, at, kind, actor, role, refers, facts, *_ = tuple(row)
    return entry(sequence, at, kind, actor, role, refers, facts, payload)


def shown_by(connection: Connection) -> tuple[frozenset[str], frozenset[str]]:
    """Give the stores and the models that shown scores name, of those whose payload was not erased."""
    query = select(RECORD.c.facts).join(PAYLOAD).where(RECORD.c.kind == ScoreShown.kind).distinct()
    facts = [json.loads(text) for (text,) in connection.execute(query)]
    return frozenset(one["store"] for one in facts), frozenset(one["model"] for one in facts)
