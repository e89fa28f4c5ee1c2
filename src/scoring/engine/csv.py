"""Typed reading of raw files: every value that does not fit its column is reported, none is guessed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.engine.duckdb import Session, identifier, literal

REJECTS_SHOWN = 20
LONGEST = 60
"""Characters of a value that a reject shows."""
UNFIT = "is not a number"
REPEATED = "repeats the header"


@dataclass(frozen=True)
class Reject:
    """One line of a raw file that was not read: line from 1 (the header), column and value if known."""

    line: int
    column: str
    problem: str


def read_raw(
    session: Session, path: Path, header: Sequence[str], types: Mapping[str, str], relation: str
) -> tuple[Reject, ...]:
    """Read one CSV (or Parquet) file into a table of the session; give what was not readable.

    `header` is the file's own order of columns, `types` the declared order and types of those
    wanted. Rows keep the file's order. Raises EngineError when the file as a whole cannot be read.
    """
    columns = ", ".join(identifier(name) for name in types)
    if path.name.endswith(".parquet"):
        return _read_parquet(session, path, types, relation)
    order = ", ".join(f"{literal(name)}: {literal(types.get(name, 'VARCHAR'))}" for name in header)
    source = (
        f"read_csv({literal(path)}, auto_detect = false, header = true, delim = ',', quote = '\"', escape = '\"',"
        f" nullstr = '', strict_mode = true, columns = {{{order}}}, store_rejects = true,"
        f" rejects_limit = {REJECTS_SHOWN})"
    )
    for leftover in ("reject_errors", "reject_scans"):
        session.run(f"DROP TABLE IF EXISTS {leftover}")
    session.materialise(relation, f"SELECT {columns} FROM {source}")
    found = session.rows(
        "SELECT line, coalesce(column_name, ''), error_type, error_message FROM reject_errors ORDER BY line, column_idx"
    )
    return tuple(dict.fromkeys(_reject(*reject) for reject in found))


def _reject(line: int, column: str, kind: str, message: str) -> Reject:
    """Say a reject in one phrase; faults of a whole line name no column, so that they are said once."""
    if kind == "CAST":
        value = message.partition('string "')[2].rpartition('" to ')[0]
        return Reject(line, "", REPEATED) if value == column else Reject(line, column, f"{value[:LONGEST]!r} {UNFIT}")
    return Reject(line, "" if kind == "MISSING COLUMNS" else column, _problem(kind, message))


def _problem(kind: str, message: str) -> str:
    return {
        "MISSING COLUMNS": "too few values",
        "TOO MANY COLUMNS": "too many values",
        "UNQUOTED VALUE": "a quote that does not close",
        "LINE SIZE OVER MAXIMUM": "a line too long to be one",
        "INVALID ENCODING": "not UTF-8 text",
        "INVALID STATE": "quotes out of place",
    }.get(kind, message.splitlines()[0])


def _read_parquet(session: Session, path: Path, types: Mapping[str, str], relation: str) -> tuple[Reject, ...]:
    source = f"read_parquet({literal(path)}, file_row_number = true)"
    casts = ", ".join(f"TRY_CAST({identifier(name)} AS {kind}) AS {identifier(name)}" for name, kind in types.items())
    session.materialise(relation, f"SELECT {casts} FROM {source}")
    rejects: list[Reject] = []
    for name, kind in types.items():
        column = identifier(name)
        rejects += (
            Reject(row + 1, name, f"{value[:LONGEST]!r} {UNFIT}")
            for row, value in session.rows(
                f"SELECT file_row_number, CAST({column} AS VARCHAR) FROM {source} WHERE {column} IS NOT NULL"
                f" AND TRY_CAST({column} AS {kind}) IS NULL ORDER BY 1 LIMIT {REJECTS_SHOWN}"
            )
        )
    return tuple(rejects)
