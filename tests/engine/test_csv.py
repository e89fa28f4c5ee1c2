"""Raw files are read with the declared types: what does not fit is named, nothing is guessed."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB, EngineError, Reject, read_raw

TYPES = {"ID": "DOUBLE", "AMOUNT": "DOUBLE", "KIND": "VARCHAR"}

LOANS = """\
ID,AMOUNT,KIND
1,10.5,cash
2,,"a ""card"", gold"
3,-3e2,
"""

EXPECTED = [
    {"ID": 1.0, "AMOUNT": 10.5, "KIND": "cash"},
    {"ID": 2.0, "AMOUNT": None, "KIND": 'a "card", gold'},
    {"ID": 3.0, "AMOUNT": -300.0, "KIND": None},
]


class Reader:
    """Reads the raw files of one folder."""

    def __init__(self, engine: DuckDB, folder: Path) -> None:
        self.engine, self.folder = engine, folder

    def rejects(self, name: str, content: str | bytes, header: str = "ID,AMOUNT,KIND") -> tuple[Reject, ...]:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_raw(self.engine, path, header.split(","), TYPES, "read")

    def rows(self) -> list[dict[str, object]]:
        return list(self.engine.table("FROM read").to_pylist())


@pytest.fixture(scope="module")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckDB]:
    with DuckDB(memory=300, threads=2, folders=[tmp_path_factory.getbasetemp()]) as opened:
        yield opened


@pytest.fixture
def reader(engine: DuckDB, tmp_path: Path) -> Reader:
    return Reader(engine, tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("loans.csv", LOANS),
        ("loans.csv", "\ufeff" + LOANS),
        ("loans.csv", LOANS.replace("\n", "\r\n")),
        ("loans.csv.gz", gzip.compress(LOANS.encode())),
        ("loans.csv", LOANS.replace("ID,AMOUNT,KIND", '"ID","AMOUNT","KIND"')),
        ("l'an 2026.csv", LOANS),
    ],
    ids=["plain", "byte order mark", "CRLF", "gzip", "quoted header", "quote in the name"],
)
def test_a_csv_is_read_as_declared(reader: Reader, name: str, content: str | bytes) -> None:
    assert reader.rejects(name, content) == ()
    assert reader.rows() == EXPECTED


def test_the_order_of_the_columns_is_the_files_own(reader: Reader) -> None:
    assert reader.rejects("loans.csv", "KIND,ID,AMOUNT\ncash,1,10.5\n", header="KIND,ID,AMOUNT") == ()
    assert reader.rows() == EXPECTED[:1]
    assert list(reader.rows()[0]) == list(TYPES)


def test_a_header_alone_is_an_empty_table(reader: Reader) -> None:
    assert reader.rejects("loans.csv", "ID,AMOUNT,KIND\n") == ()
    assert reader.engine.table("FROM read").column_names == list(TYPES)
    assert reader.rows() == []


@pytest.mark.parametrize(
    ("line", "reject"),
    [
        ("2,ten,card", Reject(3, "AMOUNT", "'ten' is not a number")),
        ("2,12 to 14,card", Reject(3, "AMOUNT", "'12 to 14' is not a number")),
        ('2,"12,5",card', Reject(3, "AMOUNT", "'12,5' is not a number")),
        ("2," + "9" * 40 + "x,card", Reject(3, "AMOUNT", f"'{'9' * 40}x' is not a number")),
        ("2," + "x" * 90 + ",card", Reject(3, "AMOUNT", f"'{'x' * 60}' is not a number")),
        ("2,true,card", Reject(3, "AMOUNT", "'true' is not a number")),
        ("2,NULL,card", Reject(3, "AMOUNT", "'NULL' is not a number")),
        ("2", Reject(3, "", "too few values")),
        ("2,20,card,gold", Reject(3, "", "too many values")),
        ("ID,AMOUNT,KIND", Reject(3, "", "repeats the header")),
        ('2,20,"card', Reject(3, "KIND", "a quote that does not close")),
        (b"2,20,cr\xe9dit", Reject(3, "KIND", "not UTF-8 text")),
    ],
)
def test_a_line_that_does_not_fit_is_named(reader: Reader, line: str | bytes, reject: Reject) -> None:
    wrong = line.encode() if isinstance(line, str) else line
    assert reader.rejects("loans.csv", b"ID,AMOUNT,KIND\n1,10.5,cash\n" + wrong + b"\n") == (reject,)


def test_every_line_that_does_not_fit_is_named_at_once(reader: Reader) -> None:
    wrong = "ID,AMOUNT,KIND\none,10.5,cash\n2,20\n3,30,cash\nfour,forty,cash\n"
    assert reader.rejects("loans.csv", wrong) == (
        Reject(2, "ID", "'one' is not a number"),
        Reject(3, "", "too few values"),
        Reject(5, "ID", "'four' is not a number"),
        Reject(5, "AMOUNT", "'forty' is not a number"),
    )


def test_a_file_of_nothing_but_faults_names_only_the_first(reader: Reader) -> None:
    rejects = reader.rejects("loans.csv", "ID,AMOUNT,KIND\n" + "x,1,cash\n" * 500)
    assert [reject.line for reject in rejects] == list(range(2, 22))


def test_the_faults_of_one_file_are_not_those_of_the_next(reader: Reader) -> None:
    assert reader.rejects("wrong.csv", LOANS.replace("10.5", "ten")) != ()
    assert reader.rejects("right.csv", LOANS) == ()


@pytest.mark.parametrize(
    ("name", "content"),
    [("loans.csv.gz", gzip.compress(LOANS.encode())[:-12]), ("loans.parquet", b"PAR1 cut short"), ("gone.csv", None)],
    ids=["cut gzip", "cut Parquet", "no file"],
)
def test_a_file_that_cannot_be_read_at_all_is_an_error(reader: Reader, name: str, content: bytes | None) -> None:
    with pytest.raises(EngineError):
        if content is None:
            read_raw(reader.engine, reader.folder / name, list(TYPES), TYPES, "read")
        else:
            reader.rejects(name, content)


def parquet(**columns: list[object]) -> bytes:
    sink = pa.BufferOutputStream()
    pq.write_table(pa.table(columns), sink)
    return bytes(sink.getvalue().to_pybytes())


def test_parquet_is_read_with_the_declared_types_whatever_its_own(reader: Reader) -> None:
    content = parquet(KIND=["cash", None], AMOUNT=["10.5", None], ID=[1, 2], UNUSED=[0, 0])
    assert reader.rejects("loans.parquet", content) == ()
    assert reader.rows() == [EXPECTED[0], {"ID": 2.0, "AMOUNT": None, "KIND": None}]


def test_a_value_of_parquet_that_does_not_fit_is_named(reader: Reader) -> None:
    content = parquet(ID=[1, 2, 3], AMOUNT=["10.5", "ten", None], KIND=["cash", "cash", "cash"])
    assert reader.rejects("loans.parquet", content) == (Reject(2, "AMOUNT", "'ten' is not a number"),)
