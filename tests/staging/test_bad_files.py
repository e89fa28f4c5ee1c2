"""Broken files: each is refused with file, line and column; what was staged before stays as it was."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.staging.outcomes import refusal, rows, staged
from tests.staging.raw_files import raw_csv, raw_folder

CREDITS = raw_csv(
    "bureau",
    """
    SK_ID_CURR | SK_ID_BUREAU | AMT_CREDIT_SUM | CREDIT_TYPE
        100001 |         5001 |         1000.5 | Consumer
        100001 |         5002 |         2000.5 | Card
        100001 |         5003 |         3000.5 | Mortgage
    """,
)
HEADER, FIRST, SECOND, THIRD = CREDITS.splitlines()
CUT = "its last line does not end; fetch it again, or end the line if the file is whole"
DAMAGED = "fetch it again"
NOT_KAGGLE = "not expected; remove or rename (allowed: the 17 columns of the Kaggle file)"
NO_HEADER = (
    "line 1: 17 of the 17 columns of the Kaggle file are missing (SK_ID_CURR, SK_ID_BUREAU, CREDIT_ACTIVE …); "
    "the first line must name them all, separated by commas"
)


def lines(*texts: str) -> str:
    return "".join(f"{text}\n" for text in texts)


# fmt: off
BROKEN: dict[str, tuple[str | bytes, list[str]]] = {
    # cut
    "cut mid-line": (CREDITS[:-30], ["line 4: too few values", CUT]),
    "cut inside the last value": (CREDITS.removesuffix("0\n"), [CUT]),
    "cut inside the header": (HEADER[:-5], [
        "line 1: column 'AMT_ANNUITY' missing; add or rename to match",
        f"line 1: column 'AMT_AN' {NOT_KAGGLE}",
    ]),
    "cut inside a quoted value": (CREDITS.partition("Mortgage")[0] + '"Mort', [
        "line 4, column 'CREDIT_TYPE': a quote that does not close", CUT,
    ]),
    "a quote that does not close": (CREDITS.replace("Card", '"Card'), [
        "line 3, column 'CREDIT_TYPE': a quote that does not close",
    ]),
    "a whole file of nothing": (b"", ["is empty; its first line must name the columns"]),
    "a blank line": ("\n", ["is empty; its first line must name the columns"]),
    # header
    "column missing": (CREDITS.replace(",AMT_ANNUITY", "").replace(",0\n", "\n"), [
        "line 1: column 'AMT_ANNUITY' missing; add or rename to match",
    ]),
    "column unknown": (CREDITS.replace("\n", ",1\n").replace("AMT_ANNUITY,1", "AMT_ANNUITY,SCORE"), [
        f"line 1: column 'SCORE' {NOT_KAGGLE}",
    ]),
    "column renamed": (CREDITS.replace("CREDIT_TYPE", "CREDIT_KIND"), [
        "line 1: column 'CREDIT_TYPE' missing; add or rename to match",
        f"line 1: column 'CREDIT_KIND' {NOT_KAGGLE}",
    ]),
    "columns in lower case": (CREDITS.lower(), [NO_HEADER]),
    "column twice": (CREDITS.replace("\n", ",1\n").replace("AMT_ANNUITY,1", "AMT_ANNUITY,AMT_ANNUITY"), [
        "line 1: column 'AMT_ANNUITY' named twice; keep one",
    ]),
    "a column of line numbers": (lines(*(f"{n or ''},{line}" for n, line in enumerate(CREDITS.splitlines()))), [
        f"line 1: column '' {NOT_KAGGLE}",
    ]),
    "no header": (lines(FIRST, SECOND, THIRD), [NO_HEADER]),
    "a second header": (lines(HEADER, FIRST, HEADER, SECOND), ["line 3: repeats the header"]),
    "a title above the header": ("Export of credits\n" + CREDITS, [NO_HEADER]),
    "semicolons": (CREDITS.replace(",", ";"), [NO_HEADER]),
    "a web page": ("<!doctype html>\n<title>Sign in</title>\n", [NO_HEADER]),
    "one value without end": ("x" * 200_000, [
        "cannot be read (field larger than field limit (131072)); fetch or save it again",
    ]),
    # lines
    "too few values": (lines(HEADER, FIRST, SECOND.removesuffix(",0")), ["line 3: too few values"]),
    "too many values": (CREDITS.replace("Card", "Card,9"), ["line 3: too many values"]),
    "lines that end in two ways": (CREDITS.replace("\n", "\r\n", 2), [
        "cannot be read (its lines end in different ways, or its quotes are out of place); fetch or save it again",
    ]),
    "a line that does not end": (CREDITS.replace("Card", "x" * 3_000_000), [
        "line 3: a line too long to be one",
    ]),
    # characters
    "cp1252": (CREDITS.replace("Card", "Crédit").encode("cp1252"), [
        "line 3, column 'CREDIT_TYPE': not UTF-8 text",
    ]),
    "cp1252 in the header": (CREDITS.replace("CREDIT_TYPE", "TYPE_CRÉDIT").encode("cp1252"), [
        "line 1: column 'CREDIT_TYPE' missing; add or rename to match",
        f"line 1: column 'TYPE_CR\ufffdDIT' {NOT_KAGGLE}",
    ]),
    "UTF-16": (CREDITS.encode("utf-16"), [NO_HEADER]),
    "NUL in a text": (CREDITS.replace("Card", "Ca\0rd"), [
        f"column 'CREDIT_TYPE': 1 row with NUL bytes: the file is damaged, {DAMAGED} (first on row 2 after the header)",
    ]),
    "NUL in a number": (CREDITS.replace("2000.5", "20\0"), [
        r"line 3, column 'AMT_CREDIT_SUM': '20\x00' is not a number",
    ]),
    "NULs where the end was": (CREDITS + "\0" * 8, [
        r"line 5, column 'SK_ID_CURR': '\x00\x00\x00\x00\x00\x00\x00\x00' is not a number",
        "line 5: too few values", CUT,
    ]),
    # values
    "text in a number": (CREDITS.replace("2000.5", "2k"), ["line 3, column 'AMT_CREDIT_SUM': '2k' is not a number"]),
    "a decimal comma": (CREDITS.replace("2000.5", '"2000,5"'), [
        "line 3, column 'AMT_CREDIT_SUM': '2000,5' is not a number",
    ]),
    "nan": (CREDITS.replace("2000.5", "nan"), [
        "column 'AMT_CREDIT_SUM': 1 row with a value that is no finite number (first on row 2 after the header: nan)",
    ]),
    "infinities": (CREDITS.replace("2000.5", "-inf").replace("3000.5", "1e999"), [
        "column 'AMT_CREDIT_SUM': 2 rows with a value that is no finite number (first on row 2 after the header: -inf)",
    ]),
    # keys
    "a key twice": (CREDITS.replace("5002", "5001"), [
        "key SK_ID_BUREAU: 1 value on more than one row (first again on row 2 after the header); keep one row for each",
    ]),
    "an id that is not whole": (CREDITS.replace("5002", "5002.5"), [
        "column 'SK_ID_BUREAU': 1 row with a value that is not whole (first on row 2 after the header: 5002.5)",
    ]),
    "no id": (CREDITS.replace("5002", "").replace("5003", ""), [
        "column 'SK_ID_BUREAU': 2 rows without a value; every row needs one (first on row 2 after the header)",
    ]),
    "no applicant": (lines(HEADER, FIRST, SECOND.replace("100001", "")), [
        "column 'SK_ID_CURR': 1 row without a value; every row needs one (first on row 2 after the header)",
    ]),
    "an applicant's id that is not whole": (lines(HEADER, FIRST, SECOND.replace("100001", "100001.5")), [
        "column 'SK_ID_CURR': 1 row with a value that is not whole (first on row 2 after the header)",
    ]),
    "ids that a double cannot tell apart": (CREDITS.replace("5002", "9007199254740993"), [
        "column 'SK_ID_BUREAU': 1 row with an id outside 1 to 9007199254740991"
        " (first on row 2 after the header: 9.00719925474099e+15)",
    ]),
    "an id of 0": (CREDITS.replace("5002", "0"), [
        "column 'SK_ID_BUREAU': 1 row with an id outside 1 to 9007199254740991 (first on row 2 after the header: 0)",
    ]),
}
# fmt: on


@pytest.mark.parametrize(("content", "faults"), BROKEN.values(), ids=BROKEN)
def test_a_broken_file_is_refused(tmp_path: Path, content: str | bytes, faults: list[str]) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "bureau.csv").write_bytes(content.encode() if isinstance(content, str) else content)
    assert refusal(raw) == [f"raw/bureau.csv: {fault}" for fault in faults]


def test_the_file_they_were_made_from_is_not_broken(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "bureau.csv").write_text(CREDITS)
    staged(tmp_path / "staged", raw)
    assert rows(tmp_path / "staged", "bureau", "SK_ID_BUREAU") == [(5001,), (5002,), (5003,)]


def test_a_key_of_two_columns_is_named_with_both(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path / "raw",
        bureau_balance="""
        SK_ID_BUREAU | MONTHS_BALANCE | STATUS
                5001 |             -1 | 0
                5001 |             -2 | 0
                5001 |             -1 | C
        """,
    )
    assert refusal(raw) == [
        "raw/bureau_balance.csv: key SK_ID_BUREAU + MONTHS_BALANCE: 1 value on more than one row"
        " (first again on row 3 after the header); keep one row for each"
    ]


def test_many_keys_twice_are_counted_and_the_first_located(tmp_path: Path) -> None:
    twice = "\n".join(["SK_ID_BUREAU", *(f"{5000 + number % 7}" for number in range(14))])
    assert refusal(raw_folder(tmp_path / "raw", bureau=twice)) == [
        "raw/bureau.csv: key SK_ID_BUREAU: 7 values on more than one row (first again on row 8 after the header);"
        " keep one row for each"
    ]


def test_the_faults_of_every_file_are_said_at_once(tmp_path: Path) -> None:
    raw = raw_folder(
        tmp_path / "raw",
        application_train="""
        SK_ID_CURR | TARGET | CNT_CHILDREN
            100001 |      2 |          0.5
            100002 |        |            0
        """,
        POS_CASH_balance="""
        SK_ID_PREV | MONTHS_BALANCE | SK_DPD
           1000001 |             -1 |   late
           1000001 |             -2 |   late
        """,
    )
    (raw / "bureau.csv").write_text(CREDITS.replace("CREDIT_TYPE", "KIND"))
    (raw / "bureau_balance.csv.gz").write_bytes(b"no gzip")
    assert refusal(raw) == [
        "raw/application_train.csv: column 'TARGET': 1 row without a value; every row needs one"
        " (first on row 2 after the header)",
        "raw/application_train.csv: column 'TARGET': 1 row with a value other than 0 or 1"
        " (first on row 1 after the header: 2)",
        "raw/application_train.csv: column 'CNT_CHILDREN': 1 row with a value that is not whole"
        " (first on row 1 after the header: 0.5)",
        "raw/bureau.csv: line 1: column 'CREDIT_TYPE' missing; add or rename to match",
        f"raw/bureau.csv: line 1: column 'KIND' {NOT_KAGGLE}",
        "raw/bureau_balance.csv.gz: cannot be unpacked (Not a gzipped file (b'no')); fetch it again",
        "raw/POS_CASH_balance.csv: line 2, column 'SK_DPD': 'late' is not a number",
        "raw/POS_CASH_balance.csv: line 3, column 'SK_DPD': 'late' is not a number",
    ]
