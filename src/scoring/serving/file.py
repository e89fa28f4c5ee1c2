"""One client's file: their rows of every table, and the feature row computed of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from itertools import repeat

import pyarrow as pa

from scoring import store
from scoring.engine import DuckDB, Session, identifier
from scoring.faults import UnknownName
from scoring.features import FEATURES, feature_rows
from scoring.serving.questions import Record
from scoring.staging.cleaning import select_cleaned, staged_columns
from scoring.staging.record import raw_rows
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLES, TARGET, Table

NOTHING: Record = {}
NEW_CLIENT = 0
"""The id of an applicant who is in no table."""
STAGED_TYPES = {"BIGINT": pa.int64(), "DOUBLE": pa.float64(), "VARCHAR": pa.string()}


class File:
    """An application over a client's staged rows, in a session of its own, named as the statements expect."""

    def __init__(
        self,
        engine: DuckDB,
        client: int | None,
        given: Mapping[str, Sequence[Record]],
        fields: Record = NOTHING,
        amended: store.Amendment | None = None,
    ) -> None:
        """Gather the histories given, and the client's staged rows of the other tables.

        The application has `fields` over the client's own. What is staged of a client `amended` is
        what the amendment says. Raises UnknownName for a client that is not staged; None is new.
        """
        self._opened: AbstractContextManager[Session] = engine.session()
        self._session = self._opened.__enter__()
        self._client = NEW_CLIENT if client is None else client
        if amended is not None:
            lay(self._session, amended.after)
        staged = _staged(self._session, APPLICATION, client)
        if client is not None and not staged:
            self.close()
            raise UnknownName("there is no client with this id in the store")
        self._name(APPLICATION, [{**(staged[0] if staged else {}), **fields, TARGET: None}])
        for table in HISTORIES:
            self._name_history(table, client, given)

    def row(self) -> pa.Table:
        """Compute the feature row, by the statements that make every client's."""
        return feature_rows(self._session).select([feature.name for feature in FEATURES])

    def staged(self, client: int) -> dict[str, list[Record]]:
        """Give the rows that the features are computed from, by table, under the id `client`."""
        found: dict[str, list[Record]] = {}
        for table in TABLES:
            rows = self._session.table(f"FROM {identifier(table.name)}").to_pylist()
            found[table.name] = [{**row, CLIENT: client} for row in rows if row[CLIENT] == self._client]
        return found

    def close(self) -> None:
        """Forget the client's relations."""
        self._opened.__exit__(None, None, None)

    def _name_history(self, table: Table, client: int | None, given: Mapping[str, Sequence[Record]]) -> None:
        if client is not None and not given:  # as they were staged: clean, with the parents they have
            self._session.materialise(table.name, f"FROM {_relation(table)} WHERE {CLIENT} = ?", [client])
            return
        rows = given.get(table.name)
        self._name(table, _staged(self._session, table, client) if rows is None else rows)

    def _name(self, table: Table, rows: Sequence[Record]) -> None:
        """Name one table's rows, cleaned."""
        raw = f"raw_{table.name}"
        self._session.hold(raw, raw_rows(table, rows, repeat(self._client)))
        self._session.materialise(table.name, select_cleaned(table, identifier(raw)))


def lay(session: Session, version: store.Version) -> None:
    """Name a client's rows in this session as the staged tables, in place of the store's."""
    for table in TABLES:
        rows = version.staged[table.name]
        columns = {
            name: pa.array([row[name] for row in rows], STAGED_TYPES[kind])
            for name, kind in staged_columns(table).items()
        }
        session.hold(f"staged_{table.name}", pa.table(columns))


def staged_rows(session: Session, table: Table, client: int) -> list[Record]:
    """Give a client's staged rows of one table."""
    return list(session.table(f"FROM {_relation(table)} WHERE {CLIENT} = ?", [client]).to_pylist())


def _staged(session: Session, table: Table, client: int | None) -> list[Record]:
    """Give a client's staged rows as they were received; none for a new client."""
    rows = [] if client is None else staged_rows(session, table, client)
    return [{name: row[name] for name in table.names} for row in rows]


def _relation(table: Table) -> str:
    return identifier(f"staged_{table.name}")
