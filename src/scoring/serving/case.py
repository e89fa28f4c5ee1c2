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

from scoring import store
from scoring.engine import DuckDB, Session, identifier
from scoring.faults import UnknownName, refuse_if
from scoring.features import (
    FEATURES,
    Feature,
    application_rows,
    columns_read,
    compute_histories,
    depending,
    feature_rows,
    name_durations,
)
from scoring.serving.questions import Application, Record
from scoring.staging.cleaning import LARGEST_ID, select_cleaned, staged_columns
from scoring.staging.record import application_faults, check_application, raw_rows
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLES, TARGET, Table

NOTHING: Record = {}
NEW_CLIENT = 0
"""The id of an applicant who is in no table."""
STAGED_TYPES = {"BIGINT": pa.int64(), "DOUBLE": pa.float64(), "VARCHAR": pa.string()}
KEPT = 64
"""Clients whose histories are kept: some conversations at once."""


class Case:
    """One client's histories, computed, and the statements that turn applications over them into rows."""

    def __init__(
        self,
        engine: DuckDB,
        client: int | None,
        given: Mapping[str, Sequence[Record]],
        fields: Record = NOTHING,
        amended: store.Amendment | None = None,
    ) -> None:
        """Compute the histories: those given, and the client's staged rows of the other tables.

        The application has `fields` over the client's own. What is staged of a client `amended` is
        what the amendment says. Raises UnknownName, before anything is computed, for a client that
        is not staged; None is new.
        """
        self._opened: AbstractContextManager[Session] = engine.session()
        self._session = self._opened.__enter__()
        self._client, self._lock = NEW_CLIENT if client is None else client, Lock()
        if amended is not None:
            lay(self._session, amended.after)
        staged = _staged(self._session, APPLICATION, client)
        if client is not None and not staged:
            self.close()
            raise UnknownName("there is no client with this id in the store")
        self._staged = {**(staged[0] if staged else {}), **fields}
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

    def staged(self, client: int) -> dict[str, list[Record]]:
        """Give the rows that the features were computed from, by table, under the id `client`."""
        found: dict[str, list[Record]] = {}
        for table in TABLES:
            rows = self._session.table(f"FROM {identifier(table.name)}").to_pylist()
            found[table.name] = [{**row, CLIENT: client} for row in rows if row[CLIENT] == self._client]
        return found

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
        _name(self._session, table, rows, clients or repeat(self._client))


class Cases:
    """Makes feature rows of applications over one store's staged tables. Shared between threads."""

    def __init__(
        self, engine: DuckDB, staged: Path, durations: Path, amendments: store.Amendments | None = None
    ) -> None:
        self._engine, self._lock, self._amendments = engine, Lock(), amendments
        self._kept: OrderedDict[tuple[int, int], Future[Case]] = OrderedDict()
        for table in TABLES:
            engine.view(f"staged_{table.name}", staged / f"{table.name}.parquet")
        name_durations(engine, durations)

    def rows(self, application: Application, variants: Sequence[Record] = ({},)) -> pa.Table:
        """Give the feature rows of one application, or of its variants: fields to lay over it in turn.

        A known client brings their staged rows; given fields replace columns of the application,
        given histories replace whole tables. Everything passes through staging's cleaning.
        Raises UnknownName for a client that is not staged, Refused for faults of the record.
        """
        refuse_if(application_problems(application))
        for fields in variants:
            check_application(fields, {})
        return self.checked(application, [{**application.fields, **fields} for fields in variants])

    def checked(self, application: Application, laid: Sequence[Record]) -> pa.Table:
        """Give the feature rows of an application's client and histories with each of these fields, already checked.

        Raises UnknownName for a client that is not staged.
        """
        if not application.histories:
            return self._known(application.client).rows(laid)
        case = Case(self._engine, application.client, application.histories, NOTHING, self._amended(application.client))
        try:
            return case.rows(laid)
        finally:
            case.close()

    def together(self, given: Mapping[int, Record]) -> pa.Table:
        """Give the feature rows of many known clients, with fields, already checked, over each application's own.

        They carry the clients' ids; who is not staged, or was amended, has none.
        """
        amended = {} if self._amendments is None else self._amendments.latest()
        ids = ", ".join(f"{client:d}" for client in given if client not in amended and client <= LARGEST_ID)
        with self._engine.session() as session:
            for table in HISTORIES:
                session.materialise(table.name, f"FROM {_relation(table)} WHERE {CLIENT} IN ({ids or 'NULL'})")
            asked = f"FROM {_relation(APPLICATION)} WHERE {CLIENT} IN ({ids or 'NULL'})"
            found = {row[CLIENT]: row for row in session.table(asked).to_pylist()}
            rows = [{**row, **given[client], TARGET: None} for client, row in found.items()]
            _name(session, APPLICATION, rows, list(found))
            return feature_rows(session)

    def close(self) -> None:
        """Forget every client."""
        for made in self._kept.values():
            made.result().close()

    def _amended(self, client: int | None) -> store.Amendment | None:
        return None if client is None or self._amendments is None else self._amendments.current(client)

    def _known(self, client: int | None) -> Case:
        """Give the case of a known client, or of nobody: computed at the first question, which others wait for."""
        amended = self._amended(client)
        key = (NEW_CLIENT if client is None else client, amended.number if amended else 0)
        with self._lock:
            made = self._kept.get(key)
            mine = made is None
            made = self._kept.setdefault(key, made or Future())
            self._kept.move_to_end(key)
            if len(self._kept) > KEPT:  # not closed: another thread may just be asking about them
                self._kept.popitem(last=False)
        if mine:
            try:
                made.set_result(Case(self._engine, client, {}, {}, amended))
            except BaseException as error:
                made.set_exception(error)
                with self._lock:
                    self._kept.pop(key, None)
        return made.result()


def lay(session: Session, version: store.Version) -> None:
    """Name a client's rows in this session as the staged tables, in place of the store's."""
    for table in TABLES:
        rows = version.staged[table.name]
        columns = {
            name: pa.array([row[name] for row in rows], STAGED_TYPES[kind])
            for name, kind in staged_columns(table).items()
        }
        session.hold(f"staged_{table.name}", pa.table(columns))


def application_problems(application: Application) -> list[str]:
    """List the faults of an application, and whether it says nothing to score."""
    nothing = application.client is None and not application.fields
    said = ["nothing to score; give a client, fields of an application, or both"] if nothing else []
    return application_faults(application.fields, application.histories) + said


def _name(session: Session, table: Table, rows: Sequence[Record], clients: Iterable[int]) -> None:
    """Name one table's rows, cleaned, under the ids of `clients`."""
    raw = f"raw_{table.name}"
    session.hold(raw, raw_rows(table, rows, clients))
    session.materialise(table.name, select_cleaned(table, identifier(raw)))


def _read_by(features: Sequence[Feature]) -> Table:
    """Give the application with those columns alone that the statement of `features` reads."""
    needed = columns_read(features)
    return replace(APPLICATION, columns=tuple(column for column in APPLICATION.columns if column.name in needed))


def _relation(table: Table) -> str:
    return identifier(f"staged_{table.name}")


def _staged(session: Session, table: Table, client: int | None) -> list[Record]:
    """Give a client's staged rows as they were received; none for a new client."""
    rows = [] if client is None else staged_rows(session, table, client)
    return [{name: row[name] for name in table.names} for row in rows]


def staged_rows(session: Session, table: Table, client: int) -> list[Record]:
    """Give a client's staged rows of one table."""
    return list(session.table(f"FROM {_relation(table)} WHERE {CLIENT} = ?", [client]).to_pylist())
