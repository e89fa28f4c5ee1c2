"""What preparation found: tables delivered, what to know of them, sentinels blanked."""

from __future__ import annotations

import pandas as pd

from scoring.figures.style import Table
from scoring.staging import Report
from scoring.tables import TABLE

NOTHING = "nothing: every table was delivered, every row has its applicant and its parent"


def staged_table(report: Report) -> pd.DataFrame:
    """Rows of each table: received, staged, dropped (no applicant), kept without parent."""
    columns = ["table", "delivered", "received", "staged", "dropped", "without parent"]
    rows = [(t.table, bool(t.files), t.received, t.staged, t.dropped, t.orphans) for t in report.tables]
    return pd.DataFrame(rows, columns=columns).set_index("table")


def notes_table(report: Report) -> pd.DataFrame:
    """What a person should know before trusting the tables, a line each."""
    sentences = report.sentences() or (NOTHING,)
    return Table({"to know before trusting the tables": sentences}, index=range(1, len(sentences) + 1))


def blanked_table(report: Report) -> pd.DataFrame:
    """Sentinels that meant "not known" and were blanked, by table and column, and their share of the rows."""
    rows = [
        (t.table, column, _sentinels(t.table, column), count, count / t.received)
        for t in report.tables
        for column, count in t.blanked.items()
        if count
    ]
    columns = ["table", "column", "stood there", "blanked", "share of rows"]
    return pd.DataFrame(rows, columns=columns).set_index(["table", "column"])


def _sentinels(table: str, column: str) -> str:
    values = TABLE[table][column].sentinels
    return ", ".join(value if isinstance(value, str) else f"{value:g}" for value in values)
