"""The rows of one application as raw relations, checked against the declared tables.

No value is echoed in a fault: applications arrive through the API.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice

import pyarrow as pa

from scoring.faults import refuse_if
from scoring.staging.cleaning import LARGEST_ID, RAW_TYPES
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLE, TABLES, TARGET, Column, Table

Value = float | str | None
Record = Mapping[str, Value]
ARROW = {"DOUBLE": pa.float64(), "VARCHAR": pa.string()}
LARGEST, SMALLEST = 1e15, 1e-12
"""Magnitudes beyond which a number is a mistake, and quotients of two would not be finite."""
DECLARED = frozenset(name for table in TABLES for name in (table.name, *table.names))
"""The names that faults repeat: any other might be a value gone astray."""
NOT_GIVEN = (CLIENT, TARGET)
"""Columns of the application that are never part of what is asked."""


def check_application(fields: Record, histories: Mapping[str, Sequence[Record]]) -> None:
    """Raise Refused, with every fault at once, unless all fields and rows fit their tables."""
    refuse_if(application_faults(fields, histories))


def application_faults(fields: Record, histories: Mapping[str, Sequence[Record]]) -> list[str]:
    """List what keeps fields and rows from their tables: names, types, ranges and keys."""
    allowed = [name for name in APPLICATION.names if name not in NOT_GIVEN]
    faults = list(_row_faults("fields", fields, APPLICATION, allowed))
    known = [table.name for table in HISTORIES]
    for place, (name, rows) in enumerate(histories.items(), start=1):
        if name not in known:
            faults.append(f"histories: there is no table {_said(name, place)}; allowed: {', '.join(known)}")
            continue
        for number, row in enumerate(rows):
            where = f"histories.{name}[{number}]"
            faults += _row_faults(where, row, TABLE[name], TABLE[name].names)
            faults += _key_faults(where, row, TABLE[name])
        faults += _duplicates(name, rows)
    return faults


def change_faults(changes: Record, allowed: Sequence[str]) -> list[str]:
    """List what keeps values from being laid over an application: columns not `allowed`, types and ranges."""
    forbidden = [_said(name, place) for place, name in enumerate(changes, start=1) if name not in allowed]
    may = f"may not be changed; allowed: {', '.join(allowed)}"
    free = {name: value for name, value in changes.items() if name in allowed}
    return [f"changes: {name} {may}" for name in forbidden] + list(_row_faults("changes", free, APPLICATION, allowed))


def raw_rows(table: Table, rows: Sequence[Record], clients: Iterable[int]) -> pa.Table:
    """Give rows as an Arrow table of raw types: columns not given are NULL, the id is each row's of `clients`."""
    columns = {}
    ids = list(islice(clients, len(rows)))
    for column in table.columns:
        values: list[Value] = [*ids] if column.name == CLIENT else [row.get(column.name) for row in rows]
        if column.kind != "text":  # Arrow refuses whole numbers that a double does not hold exactly
            values = [None if value is None else float(value) for value in values]
        columns[column.name] = pa.array(values, type=ARROW[RAW_TYPES[column.kind]])
    return pa.table(columns)


def _row_faults(where: str, row: Record, table: Table, allowed: Sequence[str]) -> Iterable[str]:
    for place, (name, value) in enumerate(row.items(), start=1):
        if name not in allowed:
            said = f"{table.name} has no column {_said(name, place)} to give"
            yield f"{where}: {said}; allowed: the columns of the raw file"
        elif value is not None and (problem := _problem(table[name], value)) is not None:
            yield f"{where}.{name}: {problem}"


def _said(name: str, place: int) -> str:
    """Repeat a name that was sent only if it is declared, else its place: anything may stand there."""
    return repr(name) if name in DECLARED else f"(an unknown field, number {place})"


def _problem(column: Column, value: float | str) -> str | None:
    if column.kind == "text":
        return None if isinstance(value, str) and "\0" not in value else "must be text without NUL"
    if isinstance(value, bool | str) or value != value:
        return "must be a finite number"
    if column.kind != "id" and abs(value) > LARGEST:
        return f"must be a finite number, at most {LARGEST:.0e} in size"
    if 0 < abs(value) < SMALLEST:
        return f"must be 0, or at least {SMALLEST:.0e} in size"
    if column.kind == "id" and not (1 <= value <= LARGEST_ID and value == int(value)):
        return f"must be a whole number from 1 to {LARGEST_ID}"
    if column.kind == "whole" and value != int(value):
        return "must be a whole number"
    if column.allowed and value not in column.allowed:
        return f"must be {' or '.join(f'{known:g}' for known in column.allowed)}"
    return None if value in column.sentinels else _beyond(column, value)


def _beyond(column: Column, value: float) -> str | None:
    if column.within(value) == value:
        return None
    ends = ((side, end) for side, end in (("at least", column.least), ("at most", column.most)) if end is not None)
    return f"must be {' and '.join(f'{side} {end:.15g}' for side, end in ends)}"


def _key_faults(where: str, row: Record, table: Table) -> Iterable[str]:
    """Find missing keys: without them the rows of different loans cannot be told apart."""
    needed = {column.name for column in table.columns if column.kind == "id"} - {CLIENT} | set(table.key)
    return (
        f"{where}.{name}: is missing; every row of {table.name} needs it"
        for name in sorted(needed)
        if row.get(name) is None
    )


def _duplicates(name: str, rows: Sequence[Record]) -> Iterable[str]:
    key = TABLE[name].key
    seen = [values for row in rows if None not in (values := tuple(row.get(part) for part in key))]
    if key and len(set(seen)) < len(seen):
        yield f"histories.{name}: two rows have the same {' + '.join(key)}; keep one row for each"
