"""Raw files become clean tables, sorted by client: what is kept, dropped, blanked, and said of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
import pytest

from scoring.engine import Session
from scoring.faults import NoRoom
from scoring.staging import Limits, load_report, reading, stage, staged_columns
from scoring.tables import TABLES
from tests.staging.outcomes import rows, staged
from tests.staging.raw_files import APPLICANTS, raw_csv, raw_folder

CREDITS = """
    SK_ID_CURR | SK_ID_BUREAU | AMT_CREDIT_SUM | CREDIT_TYPE
        100001 |         5002 |         1000.5 | Consumer credit
        100001 |         5001 |                |
"""

# What is accepted ---------------------------------------------------------------------------------


def reordered(text: str) -> str:
    return "".join(",".join(reversed(line.split(","))) + "\n" for line in text.splitlines())


WRITTEN: dict[str, Callable[[str], str]] = {
    "as Kaggle does": lambda text: text,
    "in another order of columns": reordered,
    "with a byte order mark": lambda text: "\ufeff" + text,
    "with CRLF": lambda text: text.replace("\n", "\r\n"),
    "with ids as decimals": lambda text: text.replace("100001", "100001.0").replace("5002", "5002.0"),
    "with a quoted header": lambda text: '"' + text.replace(",", '","').replace("\n", '"\n"')[:-1],
    "with blank lines at the end": lambda text: text + "\n\n",
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_a_file_may_be_written(tmp_path: Path, write: Callable[[str], str]) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "bureau.csv").write_bytes(write(raw_csv("bureau", CREDITS)).encode())
    staged(tmp_path / "staged", raw)
    assert rows(tmp_path / "staged", "bureau", "SK_ID_CURR", "SK_ID_BUREAU", "AMT_CREDIT_SUM", "CREDIT_TYPE") == [
        (100001, 5001, None, None),
        (100001, 5002, 1000.5, "Consumer credit"),
    ]


def test_every_table_is_staged_with_its_declared_columns_whatever_was_delivered(tmp_path: Path) -> None:
    staged(tmp_path / "staged", raw_folder(tmp_path / "raw"))
    types = {"BIGINT": "int64", "DOUBLE": "double", "VARCHAR": "string"}
    for table in TABLES:
        schema = pq.read_schema(tmp_path / "staged" / f"{table.name}.parquet")
        assert {field.name: str(field.type) for field in schema} == {
            name: types[kind] for name, kind in staged_columns(table).items()
        }
    assert sorted(path.name for path in (tmp_path / "staged").iterdir()) == sorted(
        ["report.json", *(f"{table.name}.parquet" for table in TABLES)]
    )


def test_files_that_are_no_raw_file_are_left_alone(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    for name in ("HomeCredit_columns_description.csv", "application_train.csv.bak", "._bureau.csv", "notes.txt"):
        (raw / name).write_text("anything")
    (raw / "bureau.csv").mkdir()
    assert staged(tmp_path / "staged", raw).missing == tuple(table.name for table in TABLES[1:])


# Rows ---------------------------------------------------------------------------------------------


def test_rows_are_sorted_by_client_then_by_key(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path / "raw",
        application_train="""
        SK_ID_CURR | TARGET
            100003 | 0
            100001 | 1
            100002 | 0
        """,
        bureau="""
        SK_ID_CURR | SK_ID_BUREAU
            100003 | 5001
            100001 | 5003
            100001 | 5002
        """,
        bureau_balance="""
        SK_ID_BUREAU | MONTHS_BALANCE
                5001 | -1
                5003 | -1
                5003 | -2
                5002 | -1
        """,
    )
    staged(tmp_path / "staged", raw)
    assert rows(tmp_path / "staged", "application", "SK_ID_CURR") == [(100001,), (100002,), (100003,)]
    assert rows(tmp_path / "staged", "bureau", "SK_ID_CURR", "SK_ID_BUREAU") == [
        (100001, 5002),
        (100001, 5003),
        (100003, 5001),
    ]
    assert rows(tmp_path / "staged", "bureau_balance", "SK_ID_CURR", "SK_ID_BUREAU", "MONTHS_BALANCE") == [
        (100001, 5002, -1),
        (100001, 5003, -2),
        (100001, 5003, -1),
        (100003, 5001, -1),
    ]


def test_rows_without_parent_are_kept_and_counted_those_of_nobody_dropped_and_counted(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path / "raw",
        bureau="""
        SK_ID_CURR | SK_ID_BUREAU
            100001 | 5001
            999999 | 5009
        """,
        bureau_balance="""
        SK_ID_BUREAU | MONTHS_BALANCE | STATUS
                5001 | -1             | C
                5009 | -1             | of a credit of nobody
                5777 | -1             | of a credit that was not delivered
        """,
        previous_application="""
        SK_ID_PREV | SK_ID_CURR
           1000001 | 100001
        """,
        POS_CASH_balance="""
        SK_ID_PREV | SK_ID_CURR | MONTHS_BALANCE
           1000001 | 100001     | -1
           1000777 | 100001     | -1
           1000777 | 999999     | -2
        """,
    )
    report = staged(tmp_path / "staged", raw)
    counts = {entry.table: (entry.received, entry.staged, entry.dropped, entry.orphans) for entry in report.tables}
    assert counts == {
        "application": (2, 2, 0, 0),
        "bureau": (2, 1, 1, 0),
        "bureau_balance": (3, 2, 1, 1),
        "previous_application": (1, 1, 0, 0),
        "POS_CASH_balance": (3, 2, 1, 1),
        "installments_payments": (0, 0, 0, 0),
        "credit_card_balance": (0, 0, 0, 0),
    }
    assert rows(tmp_path / "staged", "bureau_balance", "SK_ID_CURR", "STATUS") == [
        (100001, "C"),
        (None, "of a credit that was not delivered"),
    ]
    assert report.sentences() == (
        "installments_payments: not delivered; it counts as empty",
        "credit_card_balance: not delivered; it counts as empty",
        "bureau: 1 of 2 rows left out, their applicant is not among those staged",
        "bureau_balance: 1 of 3 rows left out, their applicant is not among those staged",
        "bureau_balance: 1 row kept whose parent row was not delivered",
        "POS_CASH_balance: 1 of 3 rows left out, their applicant is not among those staged",
        "POS_CASH_balance: 1 row kept whose parent row was not delivered",
    )


def test_a_history_that_is_missing_or_empty_is_named(tmp_path: Path) -> None:
    histories = {table.name: CREDITS if table.name == "bureau" else "" for table in TABLES[1:-1]}
    raw = raw_folder(tmp_path / "raw")
    for file, drawing in histories.items():
        (raw / f"{file}.csv").write_text(raw_csv(file, drawing or []))
    report = staged(tmp_path / "staged", raw)
    assert report.sentences() == (
        "credit_card_balance: not delivered; it counts as empty",
        "bureau_balance: delivered without a row; it counts as empty",
        "previous_application: delivered without a row; it counts as empty",
        "POS_CASH_balance: delivered without a row; it counts as empty",
        "installments_payments: delivered without a row; it counts as empty",
    )
    assert rows(tmp_path / "staged", "POS_CASH_balance", "SK_ID_CURR") == []


LOST: dict[str, tuple[dict[str, str], list[str]]] = {
    # the histories delivered for clients 100001 and 100002, the tables that are warned of and their key
    "of others": (
        {"bureau": "SK_ID_CURR | SK_ID_BUREAU\n 999998 | 5001\n 999999 | 5002"},
        ["bureau: none of its 2 rows SK_ID_CURR"],
    ),
    "of one client and of others": ({"bureau": "SK_ID_CURR | SK_ID_BUREAU\n 100001 | 5001\n 999999 | 5002"}, []),
    "through a parent of others": (
        {
            "bureau": "SK_ID_CURR | SK_ID_BUREAU\n 999999 | 5001",
            "bureau_balance": "SK_ID_BUREAU | MONTHS_BALANCE\n 5001 | -1",
        },
        ["bureau: none of its 1 row SK_ID_CURR", "bureau_balance: none of its 1 row SK_ID_BUREAU"],
    ),
    "through no parent": (
        {
            "bureau": "SK_ID_CURR | SK_ID_BUREAU\n 100001 | 5001",
            "bureau_balance": "SK_ID_BUREAU | MONTHS_BALANCE\n 5009 | -1\n 5009 | -2",
        },
        ["bureau_balance: none of its 2 rows SK_ID_BUREAU"],
    ),
    "of a client, without the parent": (
        {"POS_CASH_balance": "SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE\n 100001 | 1000001 | -1"},
        [],
    ),
}


@pytest.mark.parametrize(("histories", "lost"), LOST.values(), ids=LOST)
def test_a_history_of_nobody_is_warned_of_first(tmp_path: Path, histories: dict[str, str], lost: list[str]) -> None:
    sentences = staged(tmp_path / "staged", raw_folder(tmp_path / "raw", **histories)).sentences()
    warned = [sentence for sentence in sentences if sentence.startswith("warning: ")]
    assert [re.sub(" belongs to .+; is (.+) right in its file[?]", r" \1", said[9:]) for said in warned] == lost
    assert list(sentences[: len(warned)]) == warned


def test_the_files_of_several_deliveries_are_one_table(tmp_path: Path) -> None:
    first = raw_folder(tmp_path / "first", bureau=CREDITS)
    second = raw_folder(
        tmp_path / "second",
        application_train="SK_ID_CURR | TARGET\n 100003 | 0",
        application_test="SK_ID_CURR\n 100004",
        bureau="SK_ID_CURR | SK_ID_BUREAU\n 100003 | 5009",
    )
    report = staged(tmp_path / "staged", first, second)
    assert (report.labelled, report.unlabelled) == (3, 1)
    assert rows(tmp_path / "staged", "application", "SK_ID_CURR", "TARGET") == [
        (100001, 1),
        (100002, 0),
        (100003, 0),
        (100004, None),
    ]
    assert rows(tmp_path / "staged", "bureau", "SK_ID_CURR") == [(100001,), (100001,), (100003,)]
    assert report.tables[1].files == (str(first / "bureau.csv"), str(second / "bureau.csv"))


# Sentinels ----------------------------------------------------------------------------------------


def test_what_stands_for_not_known_is_blanked_and_counted(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path / "raw",
        application_train="""
        SK_ID_CURR | TARGET | DAYS_EMPLOYED | DAYS_BIRTH | CODE_GENDER | ORGANIZATION_TYPE | NAME_FAMILY_STATUS
            100001 |      1 |        365243 |     365243 |         XNA |               XNA | Unknown
            100002 |      0 |      365243.0 |     -12000 |           F |            School | Married
            100003 |      0 |         -1000 |     -12000 |             |                   |
        """,
        previous_application="""
        SK_ID_PREV | NAME_CASH_LOAN_PURPOSE | CODE_REJECT_REASON | DAYS_LAST_DUE | DAYS_DECISION | SELLERPLACE_AREA
           1000001 |                    XNA |                XAP |      365243.0 |          -500 | -1
           1000002 |                    XAP |                XNA |          -100 |          -300 | 25
        """,
    )
    report = staged(tmp_path / "staged", raw)
    assert rows(
        tmp_path / "staged",
        "application",
        *("DAYS_EMPLOYED", "DAYS_BIRTH", "CODE_GENDER", "ORGANIZATION_TYPE", "NAME_FAMILY_STATUS"),
    ) == [
        (None, 365243.0, None, None, None),
        (None, -12000.0, "F", "School", "Married"),
        (-1000.0, -12000.0, None, None, None),
    ]
    assert rows(
        tmp_path / "staged",
        "previous_application",
        *("NAME_CASH_LOAN_PURPOSE", "CODE_REJECT_REASON", "DAYS_LAST_DUE", "DAYS_DECISION", "SELLERPLACE_AREA"),
    ) == [
        (None, "XAP", None, -500.0, None),
        ("XAP", None, -100.0, -300.0, 25.0),
    ]
    blanked = {entry.table: {name: n for name, n in entry.blanked.items() if n} for entry in report.tables}
    assert {table: counts for table, counts in blanked.items() if counts} == {
        "application": {"CODE_GENDER": 1, "NAME_FAMILY_STATUS": 1, "DAYS_EMPLOYED": 2, "ORGANIZATION_TYPE": 1},
        "previous_application": {
            "NAME_CASH_LOAN_PURPOSE": 1,
            "CODE_REJECT_REASON": 1,
            "SELLERPLACE_AREA": 1,
            "DAYS_LAST_DUE": 1,
        },
    }


# Again --------------------------------------------------------------------------------------------


def test_staging_again_gives_the_same_rows_and_nothing_of_what_was_before(tmp_path: Path) -> None:
    raw, out = raw_folder(tmp_path / "raw", bureau=CREDITS), tmp_path / "staged"
    found = []
    for _ in range(2):
        staged(out, raw)
        found.append({table.name: pq.read_table(out / f"{table.name}.parquet") for table in TABLES})
        (out / "left over").write_text("of an earlier version")
    assert all(found[0][table.name].equals(found[1][table.name]) for table in TABLES)
    staged(out, raw)
    assert "left over" not in [path.name for path in out.iterdir()]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["raw", "staged"]


def test_the_report_is_kept_beside_the_tables_with_what_it_stands_for(tmp_path: Path) -> None:
    raw, said = raw_folder(tmp_path / "raw", APPLICANTS), list[str]()
    report = stage([raw], tmp_path / "staged", Limits(400), fingerprint="f00", progress=said.append)
    assert load_report(tmp_path / "staged") == report
    assert (report.fingerprint, report.labelled, report.unlabelled) == ("f00", 2, 0)
    assert said == ["reading application_train", *(f"staging {table.name}" for table in TABLES)]


LACKING: list[tuple[duckdb.Error, str]] = [
    (duckdb.OutOfMemoryException("failed to allocate data"), "the engine needs more memory than SCORING_MEMORY=400 MB"),
    (duckdb.OutOfMemoryException("failed to offload data"), "cannot be written: No space left on device; make space"),
]


@pytest.mark.parametrize(("raised", "said"), LACKING, ids=["memory", "disk"])
def test_a_good_file_is_not_blamed_for_the_lack_of_room(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, raised: duckdb.Error, said: str
) -> None:
    def read(engine: Session, *given: object) -> None:
        with engine.bounds.said():
            raise raised

    monkeypatch.setattr(reading, "read_raw", read)
    with pytest.raises(NoRoom, match=said) as lacking:
        staged(tmp_path / "work" / "staged", raw_folder(tmp_path / "raw", APPLICANTS))
    assert "application_train" not in str(lacking.value)
    assert list((tmp_path / "work").iterdir()) == []


def test_where_nothing_is_staged_there_is_no_report(tmp_path: Path) -> None:
    assert load_report(tmp_path) is None


@pytest.mark.real
def test_the_real_sample_is_staged_with_its_orphans_kept_and_counted(tmp_path: Path, sample: Path) -> None:
    report = staged(tmp_path / "staged", sample)
    assert (report.labelled, report.unlabelled, report.missing) == (3005, 1500, ())
    assert {entry.table: entry.orphans for entry in report.tables if entry.orphans} == {
        "POS_CASH_balance": 4234,
        "installments_payments": 1813,
        "credit_card_balance": 15037,
    }
    assert not any(entry.dropped for entry in report.tables)
