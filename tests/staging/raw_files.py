"""Raw files of a few invented rows: what a test does not say of a row, the maker fills in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from pathlib import Path

from scoring.staging.header import expected
from scoring.tables import CLIENT, TABLES, Column, Table

Row = Mapping[str, str]

TABLE_OF: dict[str, Table] = {file: table for table in TABLES for file in table.files}
"""The declared table of every raw file."""

FIRST_LOAN = 1_000_001
APPLICANTS = """
    SK_ID_CURR | TARGET
        100001 |      1
        100002 |      0
"""
"""Two labelled applicants: filled history rows belong to the first, the second has no history."""


def drawn(table: str) -> list[dict[str, str]]:
    """Read rows from a table drawn in text: columns stand between bars, a blank is a missing value."""
    names, *rows = ([cell.strip() for cell in line.split("|")] for line in table.strip().splitlines())
    return [dict(zip(names, cells, strict=True)) for cells in rows]


def filled(file: str, row: Row, number: int = 0) -> dict[str, str]:
    """Give a whole raw row: the values given and, for the other columns, valid ones.

    Ids that are not given are the first applicant's, and one loan's per row number.
    """
    table = TABLE_OF[file]
    unknown = set(row) - set(table.names)
    assert not unknown, f"{table.name} has no column {unknown}"
    return {name: row.get(name, _valid(table[name], number)) for name in expected(table, file)}


def _valid(column: Column, number: int) -> str:
    if column.kind == "text":
        return "Known"
    if column.kind == "id":
        return "100001" if column.name == CLIENT else str(FIRST_LOAN + number)
    return "0"


def raw_csv(file: str, rows: str | Iterable[Row]) -> str:
    """Give the text of a raw file: its columns as declared, its rows (drawn or given) filled."""
    content = io.StringIO()
    writer = csv.DictWriter(content, expected(TABLE_OF[file], file), lineterminator="\n")
    writer.writeheader()
    given = drawn(rows) if isinstance(rows, str) else rows
    writer.writerows(filled(file, row, number) for number, row in enumerate(given))
    return content.getvalue()


def raw_folder(folder: Path, /, application_train: str = APPLICANTS, **tables: str) -> Path:
    """Write raw files, one per table drawn, into a new folder; tables that are not drawn have no file."""
    folder.mkdir(parents=True)
    for file, rows in {"application_train": application_train, **tables}.items():
        (folder / f"{file}.csv").write_text(raw_csv(file, rows), encoding="utf-8")
    return folder
