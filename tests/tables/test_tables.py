"""The declared tables agree with the published archive, and with each other."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from scoring.tables import APPLICATION, CLIENT, HISTORIES, TABLE, TABLES, TARGET, Table
from tests.stores import TINY

every_table = pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
every_history = pytest.mark.parametrize("table", HISTORIES, ids=lambda table: table.name)


@pytest.mark.parametrize(
    ("name", "columns", "key"),
    [
        ("application", 122, (CLIENT,)),
        ("bureau", 17, ("SK_ID_BUREAU",)),
        ("bureau_balance", 3, ("SK_ID_BUREAU", "MONTHS_BALANCE")),
        ("previous_application", 37, ("SK_ID_PREV",)),
        ("POS_CASH_balance", 8, ("SK_ID_PREV", "MONTHS_BALANCE")),
        ("installments_payments", 8, ()),
        ("credit_card_balance", 23, ("SK_ID_PREV", "MONTHS_BALANCE")),
    ],
)
def test_the_tables_of_the_archive(name: str, columns: int, key: tuple[str, ...]) -> None:
    assert (len(TABLE[name].columns), TABLE[name].key) == (columns, key)


def test_there_is_no_other_table() -> None:
    assert len(TABLES) == 7
    assert tuple(TABLE.values()) == TABLES == (APPLICATION, *HISTORIES)


@every_table
def test_a_column_is_declared_once(table: Table) -> None:
    assert len(set(table.names)) == len(table.names)


@every_table
def test_keys_and_parents_are_columns(table: Table) -> None:
    assert set(table.key) <= set(table.names)
    if table.parent is not None:
        key, parent = table.parent
        assert key in table.names
        assert TABLE[parent].key == (key,)


@every_history
def test_every_history_leads_to_an_applicant(table: Table) -> None:
    assert CLIENT in table.names or (table.parent is not None and CLIENT in TABLE[table.parent[1]].names)


def declared(table: Table, file: str) -> list[str]:
    return [name for name in table.names if name != TARGET or file == "application_train"]


@every_table
def test_the_invented_files_have_the_declared_columns(table: Table) -> None:
    for file in table.files:
        header = (TINY / f"{file}.csv").read_text(encoding="utf-8").partition("\n")[0]
        assert header.split(",") == declared(table, file)


@pytest.mark.real
def test_the_real_files_have_the_declared_columns(sample: Path) -> None:
    with zipfile.ZipFile(sample) as archive:
        headers = {Path(name).stem: archive.open(name).readline().decode().strip() for name in archive.namelist()}
    for table in TABLES:
        for file in table.files:
            assert headers[file].split(",") == declared(table, file), file


def outside(rows: Iterable[dict[str, str]]) -> set[str]:
    """Columns with a value that a person may not enter, or a category that is not declared."""
    found = set()
    for row in rows:
        for name, value in row.items():
            column = APPLICATION[name]
            if value == "" or value in column.sentinels:
                continue
            fits = value in column.categories if column.kind == "text" else column.within(float(value)) == float(value)
            found |= set() if fits or float_in(value, column.sentinels) else {name}
    return found


def float_in(value: str, sentinels: tuple[object, ...]) -> bool:
    return any(isinstance(sentinel, float) and sentinel == float(value) for sentinel in sentinels)


@pytest.mark.parametrize("file", APPLICATION.files)
def test_every_invented_application_may_be_entered(file: str) -> None:
    with (TINY / f"{file}.csv").open(encoding="utf-8", newline="") as lines:
        assert outside(csv.DictReader(lines)) == set()


@pytest.mark.real
@pytest.mark.parametrize("file", APPLICATION.files)
def test_every_real_application_may_be_entered(sample: Path, file: str) -> None:
    with zipfile.ZipFile(sample) as archive, archive.open(f"{file}.csv") as packed:
        assert outside(csv.DictReader(io.TextIOWrapper(packed, encoding="utf-8", newline=""))) == set()


def test_who_applies_may_enter_something_in_every_column() -> None:
    for column in APPLICATION.columns:
        if column.kind == "text":
            assert len(set(column.categories)) == len(column.categories) > 1
            assert not set(column.categories) & set(column.sentinels)
        elif column.kind != "id":
            assert column.least is not None
            assert column.most is not None
            assert column.least < column.most


@every_table
def test_a_sentinel_is_of_its_columns_kind(table: Table) -> None:
    for column in table.columns:
        kind = str if column.kind == "text" else float
        assert all(isinstance(value, kind) for value in (*column.sentinels, *column.allowed))


@pytest.mark.parametrize(
    ("table", "column", "sentinels"),
    [
        ("application", "DAYS_EMPLOYED", (365243.0,)),
        ("application", "DAYS_BIRTH", ()),
        ("application", "CODE_GENDER", ("XNA",)),
        ("application", "ORGANIZATION_TYPE", ("XNA",)),
        ("application", "NAME_FAMILY_STATUS", ("Unknown",)),
        ("previous_application", "DAYS_FIRST_DRAWING", (365243.0,)),
        ("previous_application", "DAYS_TERMINATION", (365243.0,)),
        ("previous_application", "DAYS_DECISION", ()),
        ("previous_application", "CODE_REJECT_REASON", ("XNA",)),
        ("bureau", "DAYS_CREDIT_ENDDATE", ()),
    ],
)
def test_what_stands_for_not_known(table: str, column: str, sentinels: tuple[object, ...]) -> None:
    assert TABLE[table][column].sentinels == sentinels
