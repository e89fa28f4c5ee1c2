"""One application as feature rows, by the statements that make every client's."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from scoring.engine import DuckDB, Session, identifier
from scoring.faults import Refused, UnknownName
from scoring.features import compute_blocks, feature_rows
from scoring.serving.questions import Application, Record
from scoring.staging.cleaning import select_cleaned
from scoring.staging.record import check_application, raw_rows
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLES, TARGET, Table

NEW_CLIENT = 0
"""The id of an applicant who is in no table."""


def name_staged(engine: DuckDB, staged: Path) -> None:
    """Name the staged tables of a folder for the cases of `case_rows`."""
    for table in TABLES:
        engine.view(f"staged_{table.name}", staged / f"{table.name}.parquet")


def case_rows(engine: DuckDB, application: Application) -> pa.Table:
    """Give the feature row of one application.

    A known client brings their staged rows; given fields replace columns of the application,
    given histories replace whole tables. Everything passes through staging's cleaning.
    Raises UnknownName for a client that is not staged, Refused for faults of the record.
    """
    check_application(application.fields, application.histories)
    if application.client is None and not application.fields:
        raise Refused("nothing to score; give a client, fields of an application, or both")
    client = NEW_CLIENT if application.client is None else application.client
    with engine.session() as session:
        _hold(session, APPLICATION, [_application(session, application)], client)
        for table in HISTORIES:
            given = application.histories.get(table.name)
            _hold(session, table, _staged(session, table, client) if given is None else list(given), client)
        compute_blocks(session)
        return feature_rows(session)


def _application(session: Session, application: Application) -> Record:
    """Give the client's staged application with the given fields over it."""
    if application.client is None:
        return application.fields
    found = _staged(session, APPLICATION, application.client)
    if not found:
        raise UnknownName("there is no client with this id in the store")
    return {**found[0], **application.fields, TARGET: None}


def _staged(session: Session, table: Table, client: int) -> list[Record]:
    """Give a client's staged rows; none for a new client."""
    if client == NEW_CLIENT:
        return []
    columns = ", ".join(identifier(name) for name in table.names)
    rows = session.table(f"SELECT {columns} FROM {identifier(f'staged_{table.name}')} WHERE {CLIENT} = ?", [client])
    return list(rows.to_pylist())


def _hold(session: Session, table: Table, rows: list[Record], client: int) -> None:
    """Name one table's rows as the feature blocks expect them."""
    raw = f"raw_{table.name}"
    session.hold(raw, raw_rows(table, rows, client))
    session.materialise(table.name, select_cleaned(table, identifier(raw)))
