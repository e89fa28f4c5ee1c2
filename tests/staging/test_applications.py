"""Applications that cannot be: labels, ids and files for which staging refuses the whole delivery."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.staging.outcomes import refusal, rows, staged
from tests.staging.raw_files import raw_csv, raw_folder


@pytest.mark.parametrize(
    ("tables", "faults"),
    [
        (
            {"application_train": "SK_ID_CURR | TARGET\n 100001 | 2"},
            ["raw/application_train.csv: column 'TARGET': 1 row with a value other than 0 or 1"
             " (first on row 1 after the header: 2)"],
        ),
        (
            {"application_train": "SK_ID_CURR | TARGET\n 100001 | "},
            ["raw/application_train.csv: column 'TARGET': 1 row without a value; every row needs one"
             " (first on row 1 after the header)"],
        ),
        (
            {"application_train": "SK_ID_CURR | TARGET\n 100001 | 1\n 100001 | 0"},
            ["raw/application_train.csv: key SK_ID_CURR: 1 value on more than one row"
             " (first again on row 2 after the header); keep one row for each"],
        ),
        (
            {"application_train": "SK_ID_CURR | TARGET"},
            ["raw/application_train.csv: has a header and no row; give at least one applicant"],
        ),
        (
            {"application_test": "SK_ID_CURR\n 100002"},
            ["raw/application_train.csv and raw/application_test.csv: key SK_ID_CURR:"
             " 1 value on more than one row (first again on row 1 after the header of raw/application_test.csv);"
             " keep one row for each"],
        ),
        (
            {"application_train": "SK_ID_CURR | TARGET | FLAG_PHONE\n 100001 | 1 | 7"},
            ["raw/application_train.csv: column 'FLAG_PHONE': 1 row with a value other than 0 or 1"
             " (first on row 1 after the header: 7)"],
        ),
    ],
    ids=["label of 2", "no label", "client twice", "no client", "client labelled and not", "flag of 7"],
)  # fmt: skip
def test_applications_that_cannot_be_are_refused(tmp_path: Path, tables: dict[str, str], faults: list[str]) -> None:
    assert refusal(raw_folder(tmp_path / "raw", **tables)) == faults


def test_a_label_among_the_unlabelled_is_refused(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "application_test.csv").write_text(raw_csv("application_train", "SK_ID_CURR | TARGET\n 100003 | 1"))
    assert refusal(raw) == [
        "raw/application_test.csv: line 1: column 'TARGET' not expected; remove or rename"
        " (allowed: the 121 columns of the Kaggle file)"
    ]


def test_a_client_of_two_deliveries_is_refused(tmp_path: Path) -> None:
    first, second = raw_folder(tmp_path / "first"), raw_folder(tmp_path / "second")
    assert refusal(first, second) == [
        "first/application_train.csv and second/application_train.csv: key SK_ID_CURR:"
        " 2 values on more than one row (first again on row 1 after the header of second/application_train.csv);"
        " keep one row for each"
    ]


@pytest.mark.parametrize(
    ("delivered", "labelled", "missing"),
    [
        ("bureau", True, "application_train"),
        ("application_test", True, "application_train"),
        ("bureau", False, "application_train or application_test"),
    ],
)
def test_without_applications_there_is_nothing_to_stage(
    tmp_path: Path, delivered: str, labelled: bool, missing: str
) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / f"{delivered}.csv").write_text(raw_csv(delivered, [{}]))
    assert refusal(tmp_path / "raw", labelled=labelled) == [
        f"no {missing} file (.csv, .csv.gz or .parquet) among the raw files; add it and try again"
    ]


@pytest.mark.parametrize("file", ["application_train", "application_test"])
def test_either_application_file_will_do_where_no_label_is_asked_for(tmp_path: Path, file: str) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / f"{file}.csv").write_text(raw_csv(file, [{}]))
    staged(tmp_path / "staged", tmp_path / "raw", labelled=False)
    assert rows(tmp_path / "staged", "application", "SK_ID_CURR") == [(100001,)]


@pytest.mark.parametrize("label", ["1", "", "2", "good"])
def test_no_label_is_read_of_clients_to_score(tmp_path: Path, label: str) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "application_train.csv").write_text(
        raw_csv("application_train", f"SK_ID_CURR | TARGET | AMT_CREDIT\n 100001 | {label} | 5000")
    )
    report = staged(tmp_path / "staged", raw, labelled=False)
    assert rows(tmp_path / "staged", "application", "SK_ID_CURR", "TARGET", "AMT_CREDIT") == [(100001, None, 5000.0)]
    assert (report.labelled, report.unlabelled) == (0, 1)


def test_clients_to_score_need_no_label_column(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "application_train.csv").write_text(raw_csv("application_test", "SK_ID_CURR\n 100001"))
    staged(tmp_path / "staged", tmp_path / "raw", labelled=False)
    assert rows(tmp_path / "staged", "application", "SK_ID_CURR", "TARGET") == [(100001, None)]


def test_labelled_clients_are_left_out_where_others_are_to_be_scored(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw", application_test="SK_ID_CURR\n 100009")
    staged(tmp_path / "staged", raw, labelled=False)
    assert rows(tmp_path / "staged", "application", "SK_ID_CURR") == [(100009,)]
