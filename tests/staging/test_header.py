"""The header of a raw file is compared by name, before anything is typed."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.faults import Refused
from scoring.staging.header import check_header, expected, is_cut, read_header
from scoring.tables import APPLICATION, TABLE, TARGET

WANTED = ("ID", "AMOUNT", "KIND", "DAYS")


@pytest.mark.parametrize(
    "header",
    [["ID", "AMOUNT", "KIND", "DAYS"], ["DAYS", "KIND", "ID", "AMOUNT"]],
    ids=["as declared", "in another order"],
)
def test_the_names_must_be_there_in_any_order(header: list[str]) -> None:
    check_header(header, WANTED, "loans.csv")


@pytest.mark.parametrize(
    ("header", "faults"),
    [
        ("ID AMOUNT KIND", ["column 'DAYS' missing; add or rename to match"]),
        ("ID AMOUNT", ["columns 'KIND', 'DAYS' missing; add or rename to match"]),
        (
            "ID AMOUNT KIND DAYS AGE",
            ["column 'AGE' not expected; remove or rename (allowed: the 4 columns of the Kaggle file)"],
        ),
        ("ID AMOUNT KIND DAYS KIND KIND ID", ["columns 'ID', 'KIND' named twice; keep one"]),
        (
            "ID AMOUNT KIND " + "x" * 100,
            [
                "column 'DAYS' missing; add or rename to match",
                f"column '{'x' * 60}' not expected; remove or rename (allowed: the 4 columns of the Kaggle file)",
            ],
        ),
        (
            "1 2 3 DAYS",
            [
                "3 of the 4 columns of the Kaggle file are missing (ID, AMOUNT, KIND …); "
                "the first line must name them all, separated by commas"
            ],
        ),
    ],
    ids=["one missing", "two missing", "unknown", "twice", "renamed", "a line of values is not repeated"],
)
def test_a_header_that_does_not_match_is_refused(header: str, faults: list[str]) -> None:
    with pytest.raises(Refused) as refused:
        check_header(header.split(), WANTED, "loans.csv")
    assert list(refused.value.faults) == [f"loans.csv: line 1: {fault}" for fault in faults]


def test_the_label_stands_in_the_labelled_file_only() -> None:
    assert expected(APPLICATION, "application_train") == APPLICATION.names
    assert set(APPLICATION.names) - set(expected(APPLICATION, "application_test")) == {TARGET}
    assert expected(TABLE["bureau"], "bureau") == TABLE["bureau"].names


@pytest.mark.parametrize(
    ("content", "header"),
    [
        (b"A,B\n1,2\n", ["A", "B"]),
        (b"\xef\xbb\xbfA,B\r\n1,2\r\n", ["A", "B"]),
        (b'"A","B, or C"\n', ["A", "B, or C"]),
        (b"A,\xe9\n", ["A", "\ufffd"]),
        (b"A;B\n", ["A;B"]),
        (b"", []),
    ],
    ids=["plain", "byte order mark and CRLF", "quoted", "not UTF-8", "semicolons", "empty"],
)
def test_the_header_of_a_csv(tmp_path: Path, content: bytes, header: list[str]) -> None:
    (tmp_path / "loans.csv").write_bytes(content)
    assert read_header(tmp_path / "loans.csv") == header


def test_the_header_of_a_parquet(tmp_path: Path) -> None:
    pq.write_table(pa.table({"B": [1], "A": [2]}), tmp_path / "loans.parquet")
    assert read_header(tmp_path / "loans.parquet") == ["B", "A"]


@pytest.mark.parametrize(
    ("name", "content", "cut"),
    [
        ("loans.csv", b"A\n1\n", False),
        ("loans.csv", b"A\r\n1\r\n", False),
        ("loans.csv", b"A\n1", True),
        ("loans.parquet", b"PAR1", False),
    ],
)
def test_a_csv_is_cut_when_its_last_line_does_not_end(tmp_path: Path, name: str, content: bytes, cut: bool) -> None:
    (tmp_path / name).write_bytes(content)
    assert is_cut(tmp_path / name) is cut
