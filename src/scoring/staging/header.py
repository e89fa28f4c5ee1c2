"""The header of a raw file, compared by name before anything is typed."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from scoring.faults import refuse_if
from scoring.tables import TARGET, Table

UNLABELLED = "application_test"


def expected(table: Table, file: str) -> tuple[str, ...]:
    """Columns a raw file must have: the table's own, without the target in the unlabelled one."""
    return tuple(name for name in table.names if not (name == TARGET and file == UNLABELLED))


def read_header(path: Path) -> list[str]:
    """Give the column names of a CSV (plain or gzipped) or Parquet file, in its order.

    Raises UnicodeDecodeError, gzip.BadGzipFile, EOFError or ArrowInvalid for a file that is none.
    """
    if path.name.endswith(".parquet"):
        return list(pq.read_schema(path).names)
    opener = gzip.open if path.name.endswith(".gz") else open
    with opener(path, "rt", encoding="utf-8-sig", newline="") as lines:
        return next(csv.reader(lines), [])


def check_header(header: Sequence[str], wanted: Sequence[str], shown: str) -> None:
    """Refuse a header with columns missing, unknown or twice; their order does not matter."""
    missing = [name for name in wanted if name not in header]
    unknown = [name for name in dict.fromkeys(header) if name not in wanted]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    if not header:
        refuse_if([f"{shown}: is empty; its first line must name the columns"])
    refuse_if(
        f"{shown}: line 1: column{'s' * (len(names) > 1)} {', '.join(map(repr, names))} {what}"
        for names, what in (
            (missing, "missing; add or rename to match"),
            (
                unknown,
                f"not expected; remove or rename (allowed: the {len(wanted)} columns of the Kaggle file)",
            ),
            (twice, "named twice; keep one"),
        )
        if names
    )
