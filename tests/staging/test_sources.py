"""Raw files are found in archives, folders and single files; a damaged package is refused."""

from __future__ import annotations

import gzip
import re
import zipfile
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.faults import Refused
from scoring.staging import Source, find, fingerprint, load_report
from tests.staging.outcomes import refusal, staged
from tests.staging.raw_files import APPLICANTS, drawn, filled, raw_csv, raw_folder

CREDITS = "SK_ID_CURR | SK_ID_BUREAU\n" + "\n".join(f"100001 | {5000 + number}" for number in range(200))


def archive(path: Path, *, compression: int = zipfile.ZIP_DEFLATED, folder: str = "", **texts: str) -> Path:
    """Write a zip of raw files."""
    with zipfile.ZipFile(path, "w", compression) as out:
        for name, text in texts.items():
            out.writestr(f"{folder}{name}.csv", text)
    return path


@pytest.fixture
def kaggle(tmp_path: Path) -> Path:
    """The Kaggle archive of two applicants and the credits of the first."""
    return archive(
        tmp_path / "kaggle.zip",
        HomeCredit_columns_description="no raw file",
        application_train=raw_csv("application_train", APPLICANTS),
        bureau=raw_csv("bureau", CREDITS),
    )


# What is found ------------------------------------------------------------------------------------


def test_the_archive_is_read_without_unpacking_it(tmp_path: Path, kaggle: Path) -> None:
    report = staged(tmp_path / "staged", kaggle)
    assert report.tables[1].files == (f"{kaggle}:bureau.csv",)
    assert (report.labelled, report.tables[1].staged) == (2, 200)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["kaggle.zip", "staged"]
    assert not list((tmp_path / "staged").glob("*.csv"))


def test_files_are_found_in_folders_archives_and_alone_and_put_in_the_order_of_the_tables(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw", bureau=CREDITS)
    (raw / "bureau_balance.csv.gz").write_bytes(gzip.compress(raw_csv("bureau_balance", []).encode()))
    packed = archive(tmp_path / "packed.ZIP", folder="home-credit/", POS_CASH_balance="")
    alone = tmp_path / "credit_card_balance.parquet"
    alone.write_bytes(b"")
    assert find([alone, packed, raw]) == (
        Source("application_train", raw / "application_train.csv"),
        Source("bureau", raw / "bureau.csv"),
        Source("bureau_balance", raw / "bureau_balance.csv.gz"),
        Source("POS_CASH_balance", packed, "home-credit/POS_CASH_balance.csv"),
        Source("credit_card_balance", alone),
    )


def test_every_packing_of_a_file_gives_the_same_rows(tmp_path: Path) -> None:
    text = raw_csv("bureau", CREDITS)
    cells = [filled("bureau", row) for row in drawn(CREDITS)]
    deliveries = {name: raw_folder(tmp_path / name) for name in ("csv", "gz", "zip", "gz in zip", "parquet")}
    (deliveries["csv"] / "bureau.csv").write_text(text)
    (deliveries["gz"] / "bureau.csv.gz").write_bytes(gzip.compress(text.encode()))
    pq.write_table(pa.Table.from_pylist(cells), deliveries["parquet"] / "bureau.parquet")
    packed = archive(tmp_path / "b.zip", bureau=text)
    with zipfile.ZipFile(tmp_path / "g.zip", "w") as out:
        out.writestr("bureau.csv.gz", gzip.compress(text.encode()))
    more = {"zip": [packed], "gz in zip": [tmp_path / "g.zip"]}
    found = {}
    for name, raw in deliveries.items():
        staged(tmp_path / "staged", raw, *more.get(name, []))
        found[name] = pq.read_table(tmp_path / "staged" / "bureau.parquet")
    assert found["csv"].num_rows == 200
    assert [name for name, table in found.items() if not table.equals(found["csv"])] == []


# What is refused ----------------------------------------------------------------------------------


def test_every_path_that_holds_nothing_is_named_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "other.csv").write_text("A\n1\n")
    (tmp_path / "broken.zip").write_bytes(b"PK no more")
    with pytest.raises(Refused) as refused:
        find([tmp_path / name for name in ("gone", "gone.zip", "empty", "other.csv", "broken.zip")])
    assert [fault.removeprefix(f"{tmp_path}/").partition("; ")[0] for fault in refused.value.faults] == [
        "gone: cannot be read (there is no such file or folder)",
        "gone.zip: cannot be read (there is no such file or folder)",
        "empty: holds none of the raw files",
        "other.csv: holds none of the raw files",
        "broken.zip: cannot be read (not a whole zip archive)",
    ]


def damaged(content: bytes, at: bytes, by: int = 4) -> bytes:
    """Change one bit of a package, `by` bytes after the first occurrence of `at`."""
    place = content.index(at) + by
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


def test_an_archive_that_is_cut_is_refused(kaggle: Path) -> None:
    content = kaggle.read_bytes()
    for kept in (len(content) - 10, len(content) // 2, 100):
        kaggle.write_bytes(content[:kept])
        assert refusal(kaggle) == [
            "kaggle.zip: cannot be read (not a whole zip archive); give the Kaggle archive or a folder of its files"
        ]


def test_an_archive_with_a_damaged_file_is_refused(kaggle: Path) -> None:
    kaggle.write_bytes(damaged(kaggle.read_bytes(), at=b"bureau.csv", by=60))
    [fault] = refusal(kaggle)
    assert fault.startswith("kaggle.zip:bureau.csv: cannot be unpacked (")
    assert fault.endswith("); fetch it again")


@pytest.mark.parametrize(
    ("local", "central", "byte", "why"),
    [(8, 10, 9, "That compression method is not supported"), (6, 8, 1, "is encrypted, password required")],
    ids=["packed in another way", "behind a password"],
)
def test_an_archive_that_cannot_be_unpacked_here_is_refused(
    kaggle: Path, local: int, central: int, byte: int, why: str
) -> None:
    content = bytearray(kaggle.read_bytes())
    for header, offset in ((b"PK\x03\x04", local), (b"PK\x01\x02", central)):
        for found in re.finditer(re.escape(header), bytes(content)):
            content[found.start() + offset] = byte
    kaggle.write_bytes(bytes(content))
    faults = refusal(kaggle)
    assert [fault.partition(": ")[0] for fault in faults] == [
        "kaggle.zip:application_train.csv",
        "kaggle.zip:bureau.csv",
    ]
    assert all(why in fault for fault in faults)


PACKED = gzip.compress(raw_csv("bureau", CREDITS).encode(), mtime=0)


@pytest.mark.parametrize(
    "content",
    [PACKED[:-1], PACKED[: len(PACKED) // 2], damaged(PACKED, PACKED[-8:-4], by=0), b"", b"no gzip at all"],
    ids=["cut at the end", "cut in the middle", "another checksum", "empty", "something else"],
)
def test_a_gzip_that_is_damaged_is_refused(tmp_path: Path, content: bytes) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "bureau.csv.gz").write_bytes(content)
    [fault] = refusal(raw)
    assert fault.startswith("raw/bureau.csv.gz: ")


def test_a_parquet_that_is_cut_is_refused(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    pq.write_table(pa.Table.from_pylist([filled("bureau", {})]), raw / "bureau.parquet")
    content = (raw / "bureau.parquet").read_bytes()
    for kept in (len(content) - 1, 10, 0):
        (raw / "bureau.parquet").write_bytes(content[:kept])
        [fault] = refusal(raw)
        assert fault.startswith("raw/bureau.parquet: cannot be read (")


def test_the_faults_of_a_parquet_are_named(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    cells = [filled("bureau", row) for row in drawn("SK_ID_BUREAU | AMT_CREDIT_SUM\n 5001 | 10\n 5002 | ten")]
    pq.write_table(pa.Table.from_pylist(cells), raw / "bureau.parquet")
    assert refusal(raw) == ["raw/bureau.parquet: line 2, column 'AMT_CREDIT_SUM': 'ten' is not a number"]
    pq.write_table(pa.Table.from_pylist(cells).drop_columns(["CREDIT_TYPE"]), raw / "bureau.parquet")
    assert refusal(raw) == ["raw/bureau.parquet: line 1: column 'CREDIT_TYPE' missing; add or rename to match"]


# What lies in a folder besides --------------------------------------------------------------------


def single(folder: Path, file: str, *names: str) -> Path:
    """Write what Kaggle delivers when a single file is fetched: the file alone in an archive."""
    path = folder / f"{file}.csv.zip"
    with zipfile.ZipFile(path, "w") as out:
        for name in names or (f"{file}.csv", f"__MACOSX/._{file}.csv", "notes.txt"):
            out.writestr(name, raw_csv(file, CREDITS if file == "bureau" else []))
    return path


def test_a_file_that_is_alone_in_an_archive_is_read_from_it(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    path = single(raw, "bureau")
    assert find([path]) == (Source("bureau", path, "bureau.csv"),)
    report = staged(tmp_path / "staged", raw)
    assert (report.tables[1].files, report.tables[1].staged) == ((f"{path}:bureau.csv",), 200)
    assert report.notes == ()


@pytest.mark.parametrize("names", [("bureau.csv", "more.csv"), ("notes.txt",)], ids=["two", "none"])
def test_a_file_that_is_not_alone_in_its_archive_is_refused(tmp_path: Path, names: tuple[str, ...]) -> None:
    raw = raw_folder(tmp_path / "raw")
    single(raw, "bureau", *names)
    held = sum(name.endswith(".csv") for name in names)
    assert refusal(raw) == [
        f"raw/bureau.csv.zip: holds {held} CSV files, by its name it should hold one; fetch it again"
    ]


def test_a_broken_archive_of_a_file_is_named(tmp_path: Path) -> None:
    raw = raw_folder(tmp_path / "raw")
    (raw / "bureau.csv.zip").write_bytes(b"PK no more")
    assert refusal(raw) == [
        "raw/bureau.csv.zip: cannot be read (not a whole zip archive); give the Kaggle archive or a folder of its files"
    ]


def test_an_archive_alone_in_a_folder_is_read(tmp_path: Path, kaggle: Path) -> None:
    (tmp_path / "raw").mkdir()
    moved = kaggle.rename(tmp_path / "raw" / kaggle.name)
    (tmp_path / "raw" / "readme.txt").touch()
    assert find([tmp_path / "raw"]) == find([moved])
    assert staged(tmp_path / "staged", tmp_path / "raw").notes == ()


@pytest.mark.parametrize("name", ["kaggle.zip", "old.tar.gz", "more.7z"])
def test_an_archive_beside_raw_files_is_named_and_not_read(tmp_path: Path, kaggle: Path, name: str) -> None:
    raw = raw_folder(tmp_path / "raw")
    beside = kaggle.rename(raw / name)
    report = staged(tmp_path / "staged", raw)
    said = f"{beside}: an archive beside raw files, not read; to read it, name it itself"
    assert report.notes == (said,)
    assert report.sentences()[:2] == (said, "bureau: not delivered; it counts as empty")
    assert load_report(tmp_path / "staged") == report


def test_archives_that_are_not_read_are_named_where_there_is_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    (tmp_path / "raw" / "kaggle.7z").touch()
    [fault] = refusal(tmp_path / "raw")
    assert fault.startswith("raw: holds none of the raw files; ")
    assert fault.endswith("; nor does any zip in it, and no other archive is read (kaggle.7z)")


@pytest.mark.parametrize("other", ["csv.zip", "csv.gz"])
def test_a_file_that_is_there_twice_is_refused(tmp_path: Path, other: str) -> None:
    """Its rows would count twice: some tables have no key that tells."""
    raw = raw_folder(tmp_path / "raw", installments_payments="SK_ID_CURR\n 100001")
    single(raw, "installments_payments").rename(raw / f"installments_payments.{other}")
    if other == "csv.gz":
        (raw / "installments_payments.csv.gz").write_bytes(gzip.compress(b""))
    [fault] = refusal(raw)
    assert fault.startswith(f"raw: holds installments_payments more than once ({'raw/installments_payments.csv, '}")
    assert fault.endswith("; keep one of them")


# Fingerprint --------------------------------------------------------------------------------------


def test_the_fingerprint_stands_for_the_contents_and_not_for_the_place(tmp_path: Path) -> None:
    def of(*raws: Path) -> str:
        return fingerprint(find(raws))

    first, copy = (raw_folder(tmp_path / name, bureau=CREDITS) for name in ("first", "copy"))
    known = of(first)
    assert of(copy) == known
    (copy / "notes.txt").write_text("no raw file")
    assert of(copy) == known
    changed = (copy / "bureau.csv").read_text().replace("5000", "5999")
    (copy / "bureau.csv").write_text(changed)
    assert of(copy) != known
    (copy / "bureau.csv").unlink()
    assert of(copy) != known
    assert of(first / "application_train.csv", first / "bureau.csv") == known
