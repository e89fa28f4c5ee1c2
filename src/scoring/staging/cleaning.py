"""What staging does to a table's values: retype and blank sentinels, rename nothing.

The same expressions clean a whole table and the rows of one application.
"""

from __future__ import annotations

from scoring.engine import identifier, literal
from scoring.tables import CLIENT, Column, Table

TYPES = {"id": "BIGINT", "whole": "DOUBLE", "number": "DOUBLE", "text": "VARCHAR"}
RAW_TYPES = {"id": "DOUBLE", "whole": "DOUBLE", "number": "DOUBLE", "text": "VARCHAR"}
"""Ids arrive as 100002 or 100002.0: they are read as numbers, then verified to be whole."""
LARGEST_ID = 2**53 - 1
"""Doubles tell every whole number up to this one from the next; an id of 0 names no client."""


def cleaned(column: Column) -> str:
    """Expression of one column, typed, its sentinels blanked; an empty text is a missing one."""
    expression = identifier(column.name)
    for sentinel in ("", *column.sentinels) if column.kind == "text" else column.sentinels:
        shown = literal(sentinel) if isinstance(sentinel, str) else f"{sentinel:.1f}"
        expression = f"NULLIF({expression}, {shown})"
    return f"CAST({expression} AS {TYPES[column.kind]}) AS {identifier(column.name)}"


def select_cleaned(table: Table, relation: str) -> str:
    """Query that cleans a relation of raw values.

    A table without the applicant's id of its own (bureau_balance) is given it from its parent, so
    that every history is sorted and read by client; a row whose parent is unknown has NULL there.
    """
    columns = ", ".join(cleaned(column) for column in table.columns)
    if CLIENT in table.names:
        return f"SELECT {columns} FROM {relation}"
    key, parent = table.parent or ("", "")
    clients = f"SELECT CAST({key} AS BIGINT) AS parent_key, CAST({CLIENT} AS BIGINT) AS {CLIENT} FROM raw_{parent}"
    return (
        f"SELECT parents.{CLIENT}, own.* FROM (SELECT {columns} FROM {relation}) AS own"
        f" LEFT JOIN ({clients}) AS parents ON own.{key} = parents.parent_key"
    )


def staged_columns(table: Table) -> dict[str, str]:
    """Names and SQL types of a staged table, in order."""
    own = {column.name: TYPES[column.kind] for column in table.columns}
    return own if CLIENT in own else {CLIENT: "BIGINT", **own}
