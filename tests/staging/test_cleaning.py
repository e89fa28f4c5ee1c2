"""Cleaning retypes and blanks; the same expressions clean a whole table and one application."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import repeat

import pytest

from scoring.engine import DuckDB
from scoring.staging import select_cleaned, staged_columns
from scoring.staging.cleaning import cleaned
from scoring.staging.record import raw_rows
from scoring.tables import CLIENT, HISTORIES, TABLE, Column, Table
from scoring.tables.declaration import days, identifier, number, text, whole


@pytest.fixture(scope="module")
def engine() -> Iterator[DuckDB]:
    with DuckDB(memory=300, threads=1) as opened:
        yield opened


@pytest.mark.parametrize(
    ("column", "raw", "expected"),
    [
        (identifier("A"), "100002e0", 100002),
        (whole("A", "count"), "3e0", 3.0),
        (number("A", "money"), "-0.5e0", -0.5),
        (number("A", "money"), "365243e0", 365243.0),
        (days("A"), "365243e0", None),
        (days("A"), "-365243e0", -365243.0),
        (number("A", "count", sentinel=-1.0), "-1e0", None),
        (number("A", "money"), "CAST(NULL AS DOUBLE)", None),
        (text("A"), "'XNA'", "XNA"),
        (text("A", "XNA"), "'XNA'", None),
        (text("A", "XNA"), "'XAP'", "XAP"),
        (text("A", "XNA", "Unknown"), "'Unknown'", None),
        (text("A"), "''", None),
        (text("A"), "CAST(NULL AS VARCHAR)", None),
    ],
)
def test_one_value(engine: DuckDB, column: Column, raw: str, expected: object) -> None:
    [(found,)] = engine.rows(f"SELECT {cleaned(column)} FROM (SELECT {raw} AS A)")
    assert (found, type(found)) == (expected, type(expected))


def test_months_of_the_bureau_are_given_their_applicant_by_their_credit(engine: DuckDB) -> None:
    with engine.session() as session:
        session.hold("raw_bureau", raw_rows(TABLE["bureau"], [{"SK_ID_BUREAU": 5001}], clients=repeat(7)))
        months = [{"SK_ID_BUREAU": 5001, "MONTHS_BALANCE": -1}, {"SK_ID_BUREAU": 5002, "MONTHS_BALANCE": -1}]
        session.hold("raw_bureau_balance", raw_rows(TABLE["bureau_balance"], months, clients=repeat(7)))
        found = session.rows(f"{select_cleaned(TABLE['bureau_balance'], 'raw_bureau_balance')} ORDER BY 2")
    assert found == [(7, 5001, -1.0, None), (None, 5002, -1.0, None)]


@pytest.mark.parametrize("table", HISTORIES, ids=lambda table: table.name)
def test_every_staged_history_names_its_applicant(table: Table) -> None:
    assert staged_columns(table)[CLIENT] == "BIGINT"
