"""The rows of one application, as they arrive through the API: checked, and never repeated in a fault."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from itertools import repeat

import pyarrow as pa
import pytest

from scoring.faults import Refused
from scoring.staging.record import Record, change_faults, check_application, raw_rows
from scoring.tables import TABLE

SECRET = 31415.0
LOAN: Record = {"SK_ID_BUREAU": 5001, "AMT_CREDIT_SUM": SECRET, "CREDIT_TYPE": "Consumer credit"}
NOT_A_COLUMN = "to give; allowed: the columns of the raw file"


def faults(fields: Record, histories: Mapping[str, Sequence[Record]]) -> list[str]:
    with pytest.raises(Refused) as refused:
        check_application(fields, histories)
    return list(refused.value.faults)


@pytest.mark.parametrize(
    ("fields", "histories"),
    [
        ({}, {}),
        ({"AMT_CREDIT": 1000, "AMT_ANNUITY": None, "NAME_CONTRACT_TYPE": "Cash loans", "FLAG_PHONE": 1}, {}),
        ({}, {"bureau": []}),
        ({"DAYS_EMPLOYED": 365243.0, "NAME_FAMILY_STATUS": "Engaged", "EXT_SOURCE_1": 0, "AMT_CREDIT": 1e9}, {}),
        ({"CODE_GENDER": "F"}, {"bureau": [LOAN, {"SK_ID_BUREAU": 5002.0}]}),
        ({}, {"installments_payments": [{"SK_ID_PREV": 1}, {"SK_ID_PREV": 1}]}),
        ({}, {"POS_CASH_balance": [{"SK_ID_PREV": 1, "MONTHS_BALANCE": -1}, {"SK_ID_PREV": 1, "MONTHS_BALANCE": -2}]}),
    ],
    ids=["nothing", "fields", "ends and sentinels", "no history", "credits", "a table without key", "two months"],
)
def test_what_fits_is_accepted(fields: Record, histories: Mapping[str, Sequence[Record]]) -> None:
    check_application(fields, histories)


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("AMT_CREDIT", "1000", "must be a finite number"),
        ("AMT_CREDIT", True, "must be a finite number"),
        ("AMT_CREDIT", math.nan, "must be a finite number"),
        ("AMT_CREDIT", -math.inf, "must be a finite number, at most 1e+15 in size"),
        ("AMT_CREDIT", 10**400, "must be a finite number, at most 1e+15 in size"),
        ("CNT_CHILDREN", 1.5, "must be a whole number"),
        ("FLAG_PHONE", 2, "must be 0 or 1"),
        ("AMT_CREDIT", 0, "must be at least 0.01 and at most 1000000000"),
        ("AMT_CREDIT", 1.1e9, "must be at least 0.01 and at most 1000000000"),
        ("DAYS_BIRTH", -6000.0, "must be at least -36525 and at most -6574.5"),
        ("DAYS_EMPLOYED", 1.0, "must be at least -36525 and at most 0"),
        ("EXT_SOURCE_2", 1.5, "must be at least 0 and at most 1"),
        ("CNT_FAM_MEMBERS", 0.0, "must be at least 1 and at most 100"),
        ("NAME_CONTRACT_TYPE", 3, "must be text without NUL"),
        ("NAME_CONTRACT_TYPE", "Cash\0loans", "must be text without NUL"),
    ],
)
def test_a_field_that_does_not_fit_is_refused(name: str, value: float | str, fault: str) -> None:
    assert faults({name: value}, {}) == [f"fields.{name}: {fault}"]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("SK_ID_CURR", "'SK_ID_CURR'"),
        ("TARGET", "'TARGET'"),
        ("MONTHS_BALANCE", "'MONTHS_BALANCE'"),
        ("AMT_LOAN", "(an unknown field, number 2)"),
        ("amt_credit", "(an unknown field, number 2)"),
        ("Dupont", "(an unknown field, number 2)"),
    ],
)
def test_a_field_that_is_not_asked_is_refused(name: str, said: str) -> None:
    assert faults({"AMT_CREDIT": 1.0, name: 1.0}, {}) == [f"fields: application has no column {said} {NOT_A_COLUMN}"]


def test_a_change_that_may_not_be_is_refused_beside_what_does_not_fit() -> None:
    given: Record = {"CODE_GENDER": "F", "AMT_CREDIT": -SECRET, "AMT_ANNUITY": 1.0, "no name: 31415": 1.0}
    may = "may not be changed; allowed: AMT_CREDIT, AMT_ANNUITY"
    assert change_faults(given, ["AMT_CREDIT", "AMT_ANNUITY"]) == [
        f"changes: 'CODE_GENDER' {may}",
        f"changes: (an unknown field, number 4) {may}",
        "changes.AMT_CREDIT: must be at least 0.01 and at most 1000000000",
    ]
    assert change_faults({"AMT_ANNUITY": None}, ["AMT_ANNUITY"]) == []


@pytest.mark.parametrize(
    ("table", "rows", "fault"),
    [
        ("bureau", [{"AMT_CREDIT_SUM": 1.0}], "[0].SK_ID_BUREAU: is missing; every row of bureau needs it"),
        ("bureau", [{"SK_ID_BUREAU": None}], "[0].SK_ID_BUREAU: is missing; every row of bureau needs it"),
        ("bureau", [{"SK_ID_BUREAU": 1.5}], "[0].SK_ID_BUREAU: must be a whole number from 1 to 9007199254740991"),
        ("bureau", [{"SK_ID_BUREAU": 0}], "[0].SK_ID_BUREAU: must be a whole number from 1 to 9007199254740991"),
        ("bureau", [{"SK_ID_BUREAU": 1e30}], "[0].SK_ID_BUREAU: must be a whole number from 1 to 9007199254740991"),
        ("bureau", [LOAN, {**LOAN, "SK_ID_BUREAU": 5001.0}],
         ": two rows have the same SK_ID_BUREAU; keep one row for each"),
        ("bureau", [LOAN, {"SK_ID_BUREAU": 2, "STATUS": "C"}], f"[1]: bureau has no column 'STATUS' {NOT_A_COLUMN}"),
        ("bureau_balance", [{"SK_ID_BUREAU": 1}],
         "[0].MONTHS_BALANCE: is missing; every row of bureau_balance needs it"),
        ("POS_CASH_balance", [{"SK_ID_PREV": 1, "MONTHS_BALANCE": -1}] * 2,
         ": two rows have the same SK_ID_PREV + MONTHS_BALANCE; keep one row for each"),
    ],
)  # fmt: skip
def test_a_history_that_does_not_fit_is_refused(table: str, rows: Sequence[Record], fault: str) -> None:
    assert faults({}, {table: rows}) == [f"histories.{table}{fault}"]


def test_a_table_that_is_no_history_is_refused_and_the_histories_named() -> None:
    for name, told in (("application", "'application'"), ("Dupont", "(an unknown field, number 1)")):
        assert faults({}, {name: [LOAN]}) == [
            f"histories: there is no table {told}; allowed: bureau, bureau_balance, previous_application, "
            "POS_CASH_balance, installments_payments, credit_card_balance"
        ]


def test_every_fault_is_said_at_once_and_no_value_repeated() -> None:
    said = faults(
        {"AMT_CREDIT": str(SECRET), "CNT_CHILDREN": SECRET + 0.5, "FLAG_PHONE": SECRET, "AGE": SECRET},
        {"bureau": [{**LOAN, "CREDIT_TYPE": SECRET}, {"SK_ID_BUREAU": SECRET + 0.5}], "cards": [{"SECRET": SECRET}]},
    )
    assert [fault.partition(": ")[0] for fault in said] == [
        "fields.AMT_CREDIT",
        "fields.CNT_CHILDREN",
        "fields.FLAG_PHONE",
        "fields",
        "histories.bureau[0].CREDIT_TYPE",
        "histories.bureau[1].SK_ID_BUREAU",
        "histories",
    ]
    assert not any("31415" in fault for fault in said)


def test_raw_rows_have_every_column_and_the_clients_id() -> None:
    found = raw_rows(TABLE["bureau"], [LOAN, {"SK_ID_BUREAU": 5002, "SK_ID_CURR": 999}], clients=repeat(7))
    assert found.schema == pa.schema(
        [(column.name, pa.string() if column.kind == "text" else pa.float64()) for column in TABLE["bureau"].columns]
    )
    assert found.select(["SK_ID_CURR", "SK_ID_BUREAU", "AMT_CREDIT_SUM", "CREDIT_TYPE"]).to_pylist() == [
        {"SK_ID_CURR": 7.0, "SK_ID_BUREAU": 5001.0, "AMT_CREDIT_SUM": SECRET, "CREDIT_TYPE": "Consumer credit"},
        {"SK_ID_CURR": 7.0, "SK_ID_BUREAU": 5002.0, "AMT_CREDIT_SUM": None, "CREDIT_TYPE": None},
    ]


def test_a_whole_number_beyond_doubles_is_the_nearest_double() -> None:
    found = raw_rows(TABLE["bureau"], [{"SK_ID_BUREAU": 1, "AMT_CREDIT_SUM": 2**60 + 1}], clients=repeat(7))
    assert found.column("AMT_CREDIT_SUM").to_pylist() == [2.0**60]


def test_a_client_without_history_has_no_raw_rows() -> None:
    assert raw_rows(TABLE["bureau"], [], clients=repeat(7)).num_rows == 0
