"""Features of clients drawn as raw tables: through staging's cleaning, by the statements of the batch."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from scoring.engine import Session, identifier
from scoring.features import compute_blocks, feature_rows
from scoring.staging import select_cleaned
from scoring.tables import CLIENT, TABLES, Table
from tests.staging.raw_files import drawn

Value = float | str | None
Expected = dict[str, tuple[Value, ...]]

CLIENTS = "SK_ID_CURR\n 1\n 2\n 3\n 4"
"""By habit: 1 has a history, 2 has none, 3 has rows in which all is missing, 4 divides by zero."""


def computed(session: Session, application: str = CLIENTS, **histories: str) -> Expected:
    """Give each feature's values, one per applicant in order of id. What is not drawn is missing."""
    tables = {"application": application, **histories}
    for table in TABLES:
        raw = f"raw_{table.name}"
        session.hold(raw, _raw(table, tables.pop(table.name, "")))
        session.materialise(table.name, select_cleaned(table, identifier(raw)))
    assert not tables, f"no such tables: {', '.join(tables)}"
    compute_blocks(session)
    return {name: tuple(values) for name, values in feature_rows(session).to_pydict().items() if name != CLIENT}


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
