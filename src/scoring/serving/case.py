"""Applications as feature rows, by the statements that make every client's.

The histories of a client are computed once and kept for as long as the client is asked about: a
changed field of the application then costs the application's own features alone.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import replace
from itertools import count, repeat
from pathlib import Path
from threading import Lock

import pyarrow as pa

from scoring.engine import DuckDB, Session, identifier
from scoring.faults import Refused, UnknownName
from scoring.features import (
    FEATURES,
    Feature,
    application_rows,
    columns_read,
    compute_histories,
    depending,
    name_durations,
)
from scoring.serving.questions import Application, Record
from scoring.staging.cleaning import select_cleaned
from scoring.staging.record import check_application, raw_rows
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLES, TARGET, Table

NEW_CLIENT = 0
"""The id of an applicant who is in no table."""
KEPT = 64
"""Clients whose histories are kept: some conversations at once."""


class Case:
    """One client's histories, computed, and the statements that turn applications over them into rows."""

    def __init__(self, engine: DuckDB, client: int | None, given: Mapping[str, Sequence[Record]]) -> None:
        """Compute the histories: those given, and the client's staged rows of the other tables.

        Raises UnknownName, before anything is computed, for a client that is not staged; None is new.
        """
        self._opened: AbstractContextManager[Session] = engine.session()
        self._session = self._opened.__enter__()
        self._client, self._lock = NEW_CLIENT if client is None else client, Lock()
        staged = _staged(self._session, APPLICATION, client)
        if client is not None and not staged:
            self.close()
            raise UnknownName("there is no client with this id in the store")
        self._staged = staged[0] if staged else {}
        self._name(APPLICATION, [{**self._staged, TARGET: None}])
        for table in HISTORIES:
            self._name_history(table, client, given)
        histories, own = compute_histories(self._session), application_rows(self._session)
        columns = {name: table.column(name) for table in (own, histories) for name in table.column_names}
        self._row = pa.table({feature.name: columns[feature.name] for feature in FEATURES})

    def rows(self, variants: Sequence[Record]) -> pa.Table:
        """Give the feature rows of the client's application with each variant's fields over it, in order.

        Only the features that read a field of a variant are computed again.
        """
        rows = self._row.take(pa.array([0] * len(variants), pa.int64()))
        changed = depending({name for fields in variants for name in fields})
        if not changed:
            return rows
        with self._lock:
            self._name(_read_by(changed), [{**self._staged, **fields} for fields in variants], count(1))
            found = application_rows(self._session, changed)
        columns = dict(zip(rows.column_names, rows.columns, strict=True))
        return pa.table(columns | {feature.name: found.column(feature.name) for feature in changed})

    def close(self) -> None:
        """Forget the client's relations."""
        self._opened.__exit__(None, None, None)

    def _name_history(self, table: Table, client: int | None, given: Mapping[str, Sequence[Record]]) -> None:
        """Name a history's rows as the statements expect them."""
        if client is not None and not given:  # as they were staged: clean, with the parents they have
            self._session.materialise(table.name, f"FROM {_relation(table)} WHERE {CLIENT} = ?", [client])
            return
        rows = given.get(table.name)
        self._name(table, _staged(self._session, table, client) if rows is None else rows)

    def _name(self, table: Table, rows: Sequence[Record], clients: Iterable[int] | None = None) -> None:
        """Name one table's rows, cleaned; they are the client's unless they are numbered."""
        raw = f"raw_{table.name}"
        self._session.hold(raw, raw_rows(table, rows, clients or repeat(self._client)))
        self._session.materialise(table.name, select_cleaned(table, identifier(raw)))


class Cases:
    """Makes feature rows of applications over one store's staged tables. Shared between threads."""

    def __init__(self, engine: DuckDB, staged: Path, durations: Path) -> None:
        self._engine, self._lock = engine, Lock()
        self._kept: OrderedDict[int, Future[Case]] = OrderedDict()
        for table in TABLES:
            engine.view(f"staged_{table.name}", staged / f"{table.name}.parquet")
        name_durations(engine, durations)

    def rows(self, application: Application, variants: Sequence[Record] = ({},)) -> pa.Table:
        """Give the feature rows of one application, or of its variants: fields to lay over it in turn.

        A known client brings their staged rows; given fields replace columns of the application,
        given histories replace whole tables. Everything passes through staging's cleaning.
        Raises UnknownName for a client that is not staged, Refused for faults of the record.
        """
        check_application(application.fields, application.histories)
        for fields in variants:
            check_application(fields, {})
        if application.client is None and not application.fields:
            raise Refused("nothing to score; give a client, fields of an application, or both")
        laid = [{**application.fields, **fields} for fields in variants]
        if application.client is not None and not application.histories:
            return self._known(application.client).rows(laid)
        case = Case(self._engine, application.client, application.histories)
        try:
            return case.rows(laid)
        finally:
            case.close()

    def close(self) -> None:
        """Forget every client."""
        for made in self._kept.values():
            made.result().close()

    def _known(self, client: int) -> Case:
        """Give a known client's case, computed at the first question; who asks meanwhile waits for it."""
        with self._lock:
            made = self._kept.get(client)
            mine = made is None
            made = self._kept.setdefault(client, made or Future())
            self._kept.move_to_end(client)
            if len(self._kept) > KEPT:  # not closed: another thread may just be asking about them
                self._kept.popitem(last=False)
        if mine:
            try:
                made.set_result(Case(self._engine, client, {}))
            except BaseException as error:
                made.set_exception(error)
                with self._lock:
                    self._kept.pop(client, None)
        return made.result()


def _read_by(features: Sequence[Feature]) -> Table:
    """Give the application with those columns alone that the statement of `features` reads."""
    needed = columns_read(features)
    return replace(APPLICATION, columns=tuple(column for column in APPLICATION.columns if column.name in needed))


def _relation(table: Table) -> str:
    return identifier(f"staged_{table.name}")


def _staged(session: Session, table: Table, client: int | None) -> list[Record]:
    """Give a client's staged rows; none for a new client."""
    if client is None:
        return []
    columns = ", ".join(identifier(name) for name in table.names)
    return list(session.table(f"SELECT {columns} FROM {_relation(table)} WHERE {CLIENT} = ?", [client]).to_pylist())
