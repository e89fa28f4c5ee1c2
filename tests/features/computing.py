"""Features of clients drawn as raw tables: through staging's cleaning, by the statements of the batch."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pyarrow as pa

from scoring.engine import Session, identifier
from scoring.features import BLOCKS, FEATURES, gather_histories
from scoring.features.durations import RELATION
from scoring.features.rendering import row_sql
from scoring.staging import select_cleaned
from scoring.tables import CLIENT, TABLES, Table
from tests.staging.raw_files import drawn

Value = float | str | None
Expected = dict[str, tuple[Value, ...]]
NOTHING_LEARNT: Mapping[int, float] = {}

CLIENTS = "SK_ID_CURR\n 1\n 2\n 3\n 4"
"""By habit: 1 has a history, 2 has none, 3 has rows in which all is missing, 4 divides by zero."""


def computed(
    session: Session, application: str = CLIENTS, durations: Mapping[int, float] = NOTHING_LEARNT, **histories: str
) -> Expected:
    """Give each feature's values, one per applicant in order of id. What is not drawn is missing.

    `durations` are the learnt ones (months), by band.
    """
    tables = {"application": application, **histories}
    for table in TABLES:
        raw = f"raw_{table.name}"
        session.hold(raw, _raw(table, tables.pop(table.name, "")))
        session.materialise(table.name, select_cleaned(table, identifier(raw)))
    assert not tables, f"no such tables: {', '.join(tables)}"
    session.hold(RELATION, learnt(durations))
    gather_histories(session)
    found = session.table(f"{row_sql(FEATURES, BLOCKS)} ORDER BY {CLIENT}")
    return {name: tuple(values) for name, values in found.to_pydict().items() if name != CLIENT}


def learnt(durations: Mapping[int, float]) -> pa.Table:
    """Give a learnt table of durations."""
    columns = {"BAND": list(durations), "IMPLIED_DURATION": list(durations.values())}
    return pa.table(columns, pa.schema({"BAND": pa.int64(), "IMPLIED_DURATION": pa.float64()}))


def _raw(table: Table, drawing: str) -> pa.Table:
    """Type a drawn table as the reading of raw files does."""
    rows = drawn(drawing) if drawing else []
    assert all(set(row) <= set(table.names) for row in rows), f"{table.name} has no such column"
    cells = {column.name: [row.get(column.name) or None for row in rows] for column in table.columns}
    return pa.table(
        {
            column.name: pa.array(cells[column.name], pa.string())
            if column.kind == "text"
            else pa.array([_number(cell) for cell in cells[column.name]], pa.float64())
            for column in table.columns
        }
    )


def _number(cell: Any) -> float | None:
    return None if cell is None else float(cell)


def of(found: Expected, expected: Expected) -> Expected:
    """Give the features found that are expected."""
    return {name: found[name] for name in expected}
