"""The tables, as statements name them; the migrations make them."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, LargeBinary, MetaData, Table, Text

_metadata = MetaData()

RECORD = Table(
    "ledger_record",
    _metadata,
    Column("sequence", BigInteger, primary_key=True, autoincrement=False),
    Column("recorded_at", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("actor", Text, nullable=False),
    Column("role", Text, nullable=False),
    Column("refers", BigInteger, ForeignKey("ledger_record.sequence")),
    Column("facts", Text, nullable=False),
    Column("payload_hash", Text, nullable=False),
    Column("mac", Text, nullable=False),
)
"""Append-only: triggers refuse any change. `recorded_at` is UTC, `facts` JSON, `payload_hash` and `mac` hex."""

PAYLOAD = Table(
    "ledger_payload",
    _metadata,
    Column("sequence", BigInteger, ForeignKey("ledger_record.sequence"), primary_key=True, autoincrement=False),
    Column("salt", Text, nullable=False),
    Column("pseudonym", Text),
    Column("body", LargeBinary, nullable=False),
)
"""Erasable, never changed. The pseudonym lies here: in the row, the key's holder could link it for ever."""
