"""Applications as feature rows, by the statements that make every client's.

The histories of a client are computed once and kept for as long as the client is asked about: a
changed field of the application then costs the application's own features alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from threading import Lock

import pyarrow as pa

from scoring.engine import DuckDB, Session, identifier
from scoring.faults import Refused, UnknownName
from scoring.features import FEATURES, application_rows, compute_histories, name_durations
from scoring.serving.questions import Application, Record
from scoring.staging.cleaning import select_cleaned
from scoring.staging.record import check_application, raw_rows
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLES, TARGET, Table

NEW_CLIENT = 0
"""The id of an applicant who is in no table."""
KEPT = 64
"""Clients whose histories are kept: some conversations at once."""


class Case:
    """One client's histories, computed, and the statements that score applications over them."""

    def __init__(self, engine: DuckDB, client: int | None, given: Mapping[str, Sequence[Record]]) -> None:
        """Compute the histories: those given, and the client's staged rows of the other tables.

        Raises UnknownName, before anything is computed, for a client that is not staged; None is new.
        """
        self._opened: AbstractContextManager[Session] = engine.session()
        self._session = self._opened.__enter__()
        self._client, self._lock = NEW_CLIENT if client is None else client, Lock()
        self.staged = _staged(self._session, APPLICATION, client)
        if client is not None and not self.staged:
            self.close()
            raise UnknownName("there is no client with this id in the store")
        self._hold(APPLICATION, self.staged or [{}])
        for table in HISTORIES:
            rows = given.get(table.name)
            self._hold(table, _staged(self._session, table, client) if rows is None else rows)
        self._histories = compute_histories(self._session)

    def row(self, fields: Record) -> pa.Table:
        """Give the feature row of the client's application with the given fields over it."""
        staged = self.staged[0] if self.staged else {}
        with self._lock:
            self._hold(APPLICATION, [{**staged, **fields, TARGET: None}])
            own = application_rows(self._session)
        columns = {name: table.column(name) for table in (own, self._histories) for name in table.column_names}
        return pa.table({feature.name: columns[feature.name] for feature in FEATURES})

    def close(self) -> None:
        """Forget the client's relations."""
        self._opened.__exit__(None, None, None)

    def _hold(self, table: Table, rows: Sequence[Record]) -> None:
        """Name one table's rows, cleaned, as the statements expect them."""
        raw = f"raw_{table.name}"
        self._session.hold(raw, raw_rows(table, rows, self._client))
        self._session.materialise(table.name, select_cleaned(table, identifier(raw)))


class Cases:
    """Makes feature rows of applications over one store's staged tables. Shared between threads."""

    def __init__(self, engine: DuckDB, staged: Path, durations: Path) -> None:
        self._engine, self._lock = engine, Lock()
        self._kept: OrderedDict[int, Case] = OrderedDict()
        for table in TABLES:
            engine.view(f"staged_{table.name}", staged / f"{table.name}.parquet")
        name_durations(engine, durations)

    def rows(self, application: Application) -> pa.Table:
        """Give the feature row of one application.

        A known client brings their staged rows; given fields replace columns of the application,
        given histories replace whole tables. Everything passes through staging's cleaning.
        Raises UnknownName for a client that is not staged, Refused for faults of the record.
        """
        check_application(application.fields, application.histories)
        if application.client is None and not application.fields:
            raise Refused("nothing to score; give a client, fields of an application, or both")
        if application.client is not None and not application.histories:
            return self._known(application.client).row(application.fields)
        case = Case(self._engine, application.client, application.histories)
        try:
            return case.row(application.fields)
        finally:
            case.close()

    def close(self) -> None:
        """Forget every client."""
        for case in self._kept.values():
            case.close()

    def _known(self, client: int) -> Case:
        """Give a known client's case, computed at the first question."""
        with self._lock:
            case = self._kept.get(client)
            if case is None:
                case = self._kept[client] = Case(self._engine, client, {})
            self._kept.move_to_end(client)
            if len(self._kept) > KEPT:  # not closed: another thread may just be asking about them
                self._kept.popitem(last=False)
            return case


def _staged(session: Session, table: Table, client: int | None) -> list[Record]:
    """Give a client's staged rows; none for a new client."""
    if client is None:
        return []
    columns = ", ".join(identifier(name) for name in table.names)
    rows = session.table(f"SELECT {columns} FROM {identifier(f'staged_{table.name}')} WHERE {CLIENT} = ?", [client])
    return list(rows.to_pylist())
