"""The header of a raw file, compared by name before anything is typed."""

from __future__ import annotations

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pyarrow.parquet as pq

from scoring.faults import Refused, refuse_if
from scoring.tables import TARGET, Table

UNLABELLED = "application_test"
SHOWN = 3
LONGEST = 60
"""Characters of a column's name that a message shows."""


def expected(table: Table, file: str) -> tuple[str, ...]:
    """Columns a raw file must have: the table's own, without the target in the unlabelled one."""
    return tuple(name for name in table.names if not (name == TARGET and file == UNLABELLED))


def read_header(path: Path) -> list[str]:
    """Give the column names of a CSV or Parquet file, in its order.

    What is not UTF-8 is replaced here; the reading of the rows names its line and column. Raises
    csv.Error or ArrowInvalid for a file that is neither.
    """
    if path.name.endswith(".parquet"):
        return list(pq.read_schema(path).names)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as lines:
        return next(csv.reader(lines), [])


def is_cut(path: Path) -> bool:
    """Tell whether a CSV's last line does not end: it may have been cut inside its last value."""
    if path.suffix != ".csv":
        return False
    with path.open("rb") as content:
        content.seek(-1, os.SEEK_END)
        return content.read() not in b"\r\n"


def check_header(header: Sequence[str], wanted: Sequence[str], shown: str) -> None:
    """Refuse a header with columns missing, unknown or twice; their order does not matter."""
    missing = [name for name in wanted if name not in header]
    unknown = [name for name in dict.fromkeys(header) if name not in wanted]
    twice = [name for name in dict.fromkeys(header) if header.count(name) > 1]
    if not header:
        raise Refused(f"{shown}: is empty; its first line must name the columns")
    if 2 * len(missing) > len(wanted):
        raise Refused(
            f"{shown}: line 1: {len(missing)} of the {len(wanted)} columns of the Kaggle file are missing "
            f"({', '.join(missing[:SHOWN])} …); the first line must name them all, separated by commas"
        )
    refuse_if(
        f"{shown}: line 1: column{'s' * (len(names) > 1)} {', '.join(repr(name[:LONGEST]) for name in names)} {what}"
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
