"""Applications as feature rows, by the statements that make every client's.

What is published of a known client is not computed again: a changed field of the application costs
the features that read it, and those alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import replace
from functools import cached_property
from itertools import count
from pathlib import Path

import pyarrow as pa

from scoring import store
from scoring.engine import DuckDB
from scoring.faults import refuse_if
from scoring.features import (
    BLOCKS,
    FEATURES,
    HISTORIES,
    application_rows,
    columns_read,
    depending,
    name_durations,
)
from scoring.features.arrow import TYPES
from scoring.serving.file import NOTHING, File
from scoring.serving.questions import Application, Record, Value
from scoring.staging.cleaning import select_cleaned
from scoring.staging.record import application_faults, raw_rows
from scoring.tables import APPLICATION, CLIENT, TABLES

SCHEMA = pa.schema([(feature.name, TYPES[feature.kind]) for feature in FEATURES])
"""Of a feature row."""
OF_HISTORIES = frozenset(feature.name for block in BLOCKS for feature in block.features)


class Cases:
    """Makes feature rows of applications over one store. Shared between threads."""

    def __init__(
        self,
        engine: DuckDB,
        staged: Path,
        durations: Path,
        published: Callable[[int], Mapping[str, Value]],
        amendments: store.Amendments | None = None,
    ) -> None:
        """Take the staged tables' folder, and what gives a client's features, or raises UnknownName."""
        self._engine, self._published, self._amendments = engine, published, amendments
        for table in TABLES:
            engine.view(f"staged_{table.name}", staged / f"{table.name}.parquet")
        name_durations(engine, durations)

    def rows(self, application: Application) -> pa.Table:
        """Give the feature row of one application.

        A known client brings what is published of them; given fields replace columns of the
        application, given histories replace whole tables. Everything given passes through staging's
        cleaning. Raises UnknownName for a client that is not there, Refused for faults of the record.
        """
        refuse_if(application_problems(application))
        return self.laid(*self.based(application))

    def based(self, application: Application) -> tuple[pa.Table, list[Record]]:
        """Give the feature row that an application without faults begins from, and the fields to lay over it.

        Raises UnknownName for a client that is not there.
        """
        client, fields = application.client, application.fields
        if application.histories:
            amended = None if client is None or self._amendments is None else self._amendments.current(client)
            with closing(File(self._engine, client, application.histories, fields, amended)) as file:
                return file.row(), [NOTHING]
        row = self._nobody if client is None else pa.Table.from_pylist([self._published(client)], SCHEMA)
        return row, [fields]

    def variants(self, row: pa.Table, fields: Sequence[Record]) -> pa.Table:
        """Give one feature row with each of these fields laid over it in turn."""
        return self.laid(row.take(pa.array([0] * len(fields), pa.int64())), fields)

    def laid(self, rows: pa.Table, fields: Sequence[Record]) -> pa.Table:
        """Give n feature rows with the fields of each, n, already checked, laid over it.

        Only the features that read any of these fields are computed, from what the rows tell.
        """
        changed = depending({name for given in fields for name in given})
        if not changed:
            return rows
        read = columns_read(changed)
        own = replace(APPLICATION, columns=tuple(column for column in APPLICATION.columns if column.name in read))
        known = rows.select([name for name in rows.column_names if name in read])
        told = [{**row, **given} for row, given in zip(known.to_pylist(), fields, strict=True)]
        with self._engine.session() as session:
            session.hold("raw", raw_rows(own, told, count(1)))
            session.materialise(APPLICATION.name, select_cleaned(own, "raw"))
            ids = pa.array(range(1, len(told) + 1), pa.int64())
            past = known.select([name for name in known.column_names if name in OF_HISTORIES])
            session.hold(HISTORIES, past.append_column(CLIENT, ids))
            found = application_rows(session, changed)
        columns = dict(zip(rows.column_names, rows.columns, strict=True))
        return pa.table(columns | {feature.name: found.column(feature.name) for feature in changed})

    @cached_property
    def _nobody(self) -> pa.Table:
        """The feature row of who says nothing, and has no history."""
        with closing(File(self._engine, None, {})) as file:
            return file.row()


def application_problems(application: Application) -> list[str]:
    """List the faults of an application, and whether it says nothing to score."""
    nothing = application.client is None and not application.fields
    said = ["nothing to score; give a client, fields of an application, or both"] if nothing else []
    return application_faults(application.fields, application.histories) + said
