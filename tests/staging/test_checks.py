"""Keys on more than one row are found among sorted rows, wherever in the file they stand."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from scoring.engine import DuckDB, identifier
from scoring.staging.checks import keys_are_unique
from scoring.tables import TABLE, Table
from tests.staging.outcomes import refusal, rows, staged
from tests.staging.raw_files import raw_folder

ROWS = 250_000
GROUP = 100_000
"""Rows of a group of the Parquet file that staging writes."""
MONTHS = TABLE["POS_CASH_balance"]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[DuckDB]:
    with DuckDB(400, 2, [tmp_path]) as opened:
        yield opened


def unique(engine: DuckDB, folder: Path, table: Table, content: str) -> bool:
    """Write rows as staging does, sorted by client and key, and ask."""
    order = ", ".join(dict.fromkeys(("SK_ID_CURR", *table.key)))
    engine.write_parquet(f"SELECT * FROM ({content}) ORDER BY {order}", folder / "rows.parquet")
    engine.view(table.name, folder / "rows.parquet")
    return keys_are_unique(engine, table, identifier(table.name))


@pytest.mark.parametrize("place", [None, 1, GROUP - 1, GROUP, GROUP + 1, 2 * GROUP, ROWS - 1])
def test_a_row_with_the_key_of_the_one_before_is_found(engine: DuckDB, tmp_path: Path, place: int | None) -> None:
    number = "i" if place is None else f"CASE WHEN i = {place} THEN i - 1 ELSE i END"
    made = (
        f"SELECT n // 100 AS SK_ID_CURR, n // 50 AS SK_ID_PREV, n % 50 AS MONTHS_BALANCE"
        f" FROM (SELECT {number} AS n FROM range({ROWS}) AS t(i))"
    )
    assert unique(engine, tmp_path, MONTHS, made) is (place is None)


# client, loan, month
SORTED = {
    "of one client": ("(1, 7, -2), (1, 7, -1), (2, 8, -1)", True),
    "the same month of two clients' one loan": ("(1, 7, -1), (2, 7, -1)", False),
    "the same month, the loan between two others": ("(1, 6, -1), (1, 7, -1), (2, 5, -1), (2, 7, -1)", False),
    "without a known client": ("(NULL, 7, -1), (NULL, 7, -1)", False),
    "one": ("(1, 7, -1)", True),
}


@pytest.mark.parametrize(("values", "expected"), SORTED.values(), ids=SORTED)
def test_keys_are_unique_over_all_clients(engine: DuckDB, tmp_path: Path, values: str, expected: bool) -> None:
    named = f"SELECT c AS SK_ID_CURR, p AS SK_ID_PREV, m AS MONTHS_BALANCE FROM (VALUES {values}) AS t(c, p, m)"
    assert unique(engine, tmp_path, MONTHS, named) is expected


@pytest.mark.parametrize(("place", "expected"), [("i", True), ("i % 200_000", False)])
def test_a_key_of_one_column_need_not_lie_beside_its_like(
    engine: DuckDB, tmp_path: Path, place: str, expected: bool
) -> None:
    made = f"SELECT i AS SK_ID_CURR, {place} AS SK_ID_BUREAU FROM range({ROWS}) AS t(i)"
    assert unique(engine, tmp_path, TABLE["bureau"], made) is expected


def test_a_table_without_key_has_none_twice(engine: DuckDB, tmp_path: Path) -> None:
    made = "SELECT 1 AS SK_ID_CURR, 7 AS SK_ID_PREV FROM range(2)"
    assert unique(engine, tmp_path, TABLE["installments_payments"], made)


REFUSED = {
    "of two clients": (
        "3",
        """
        SK_ID_PREV | SK_ID_CURR | MONTHS_BALANCE
           1000001 | 100001     | -1
           1000002 | 100001     | -1
           1000001 | 100002     | -1
        """,
    ),
    "of an applicant who exists nowhere": (
        "2",
        """
        SK_ID_PREV | SK_ID_CURR | MONTHS_BALANCE
           1000001 | 999999     | -1
           1000001 | 999999     | -1
           1000002 | 100001     | -1
        """,
    ),
}


@pytest.mark.parametrize(("row", "months"), REFUSED.values(), ids=REFUSED)
def test_rows_with_one_key_are_refused(tmp_path: Path, row: str, months: str) -> None:
    assert refusal(raw_folder(tmp_path / "raw", POS_CASH_balance=months)) == [
        "raw/POS_CASH_balance.csv: key SK_ID_PREV + MONTHS_BALANCE: 1 value on more than one row"
        f" (first again on row {row} after the header); keep one row for each"
    ]


def test_keys_are_compared_also_where_an_earlier_file_is_at_fault(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path / "raw", application_train="SK_ID_CURR | TARGET\n 100001 | 2", bureau="SK_ID_BUREAU\n5\n5"
    )
    assert refusal(raw) == [
        "raw/application_train.csv: column 'TARGET': 1 row with a value other than 0 or 1"
        " (first on row 1 after the header: 2)",
        "raw/bureau.csv: key SK_ID_BUREAU: 1 value on more than one row (first again on row 2 after the header);"
        " keep one row for each",
    ]


def test_one_loan_of_two_clients_is_accepted_where_no_month_is_twice(tmp_path: Path) -> None:
    months = """
        SK_ID_PREV | SK_ID_CURR | MONTHS_BALANCE
           1000001 | 100001     | -1
           1000001 | 100002     | -2
        """
    staged(tmp_path / "staged", raw_folder(tmp_path / "raw", POS_CASH_balance=months))
    assert rows(tmp_path / "staged", "POS_CASH_balance", "SK_ID_CURR", "MONTHS_BALANCE") == [(100001, -1), (100002, -2)]
