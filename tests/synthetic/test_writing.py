"""Files appear whole or not at all, in the format that was asked for."""

from __future__ import annotations

import errno
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from scoring.faults import NoRoom, Refused
from scoring.synthetic import generation, write
from scoring.synthetic.destination import FORMATS, SIGN, Format
from scoring.synthetic.writing import HEADERS


def contents(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def test_the_archive_holds_the_same_files_and_is_the_same_each_time(tmp_path: Path) -> None:
    write(tmp_path / "folder", 50, 3)
    for name in ("first.zip", "again.zip"):
        write(tmp_path / name, 50, 3)
    with zipfile.ZipFile(tmp_path / "first.zip") as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == contents(tmp_path / "folder")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "again.zip").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"folder", "first.zip", "again.zip"}


def test_parquet_holds_the_same_rows(tmp_path: Path) -> None:
    write(tmp_path / "csv", 50, 3)
    write(tmp_path / "parquet", 50, 3, format="parquet")
    for file in HEADERS:
        lines = pd.read_csv(tmp_path / "csv" / f"{file}.csv", keep_default_na=False, na_values=[""])
        rows = pd.read_parquet(tmp_path / "parquet" / f"{file}.parquet")
        pd.testing.assert_frame_equal(rows, lines, check_dtype=False)


def test_an_earlier_run_is_replaced(tmp_path: Path) -> None:
    for seed in (1, 2):
        write(tmp_path / "out", 20, seed)
    write(tmp_path / "fresh", 20, 2)
    assert contents(tmp_path / "out") == contents(tmp_path / "fresh")


def test_a_run_that_fails_leaves_the_earlier_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(tmp_path / "out", 20, 1)
    before = contents(tmp_path / "out")

    def full(*given: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(generation, "batch", full)
    for name in ("out", "archive.zip"):
        with pytest.raises(NoRoom, match="cannot be written: No space left on device"):
            write(tmp_path / name, 20, 2)
    assert contents(tmp_path / "out") == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", ["folder", "archive.zip"])
def test_what_others_wrote_is_refused_and_left_alone(tmp_path: Path, name: str) -> None:
    """Files of the right names are no less precious: they may be the real ones."""
    out = tmp_path / name
    if out.suffix == ".zip":
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("bureau.csv", "mine")
    else:
        out.mkdir()
        (out / "bureau.csv").write_text("mine")
    before = out.read_bytes() if out.is_file() else contents(out)
    with pytest.raises(Refused, match=r"scoring synth did not write|not written by scoring synth"):
        write(out, 10, 0)
    assert before == (out.read_bytes() if out.is_file() else contents(out))


def test_a_stranger_among_invented_files_keeps_them(tmp_path: Path) -> None:
    write(tmp_path / "out", 10, 0)
    (tmp_path / "out" / "thesis.txt").write_text("mine")
    with pytest.raises(Refused, match=r"thesis\.txt"):
        write(tmp_path / "out", 10, 0)
    assert (tmp_path / "out" / "thesis.txt").read_text() == "mine"


def test_the_files_say_that_they_are_invented(tmp_path: Path) -> None:
    write(tmp_path / "out", 12, 3)
    assert json.loads((tmp_path / "out" / SIGN).read_text("utf-8")) == {
        "invented by": "scoring synth",
        "clients": 12,
        "seed": 3,
    }


@pytest.mark.parametrize(
    ("name", "form", "said"),
    [
        ("file", "csv", "is a file"),
        ("file", "parquet", "is a file"),
        ("folder.zip", "zip", "is a folder"),
        ("text.zip", "zip", "not written by"),
        ("new", "zip", "archive's name ends with .zip"),
        ("new.zip", "csv", "archive's name ends with .zip"),
        ("new.ZIP", "parquet", "archive's name ends with .zip"),
    ],
)
def test_what_cannot_be_written_is_refused(tmp_path: Path, name: str, form: Format, said: str) -> None:
    for file in ("file", "text.zip"):
        (tmp_path / file).write_text("mine")
    (tmp_path / "folder.zip").mkdir()
    with pytest.raises(Refused, match=said):
        write(tmp_path / name, 10, 0, format=form)
    assert {path.name for path in tmp_path.iterdir()} == {"file", "text.zip", "folder.zip"}


@pytest.mark.parametrize("form", FORMATS)
def test_too_little_space_is_said_before_anything_is_written(tmp_path: Path, form: Format) -> None:
    with pytest.raises(Refused, match=r"needs about .* MB while it is written, and .* MB are free"):
        write(tmp_path / ("new.zip" if form == "zip" else "new"), 10**15, 0, format=form)
    assert list(tmp_path.iterdir()) == []


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(Refused) as refused:
        write(tmp_path / "file", 3, -1)
    assert len(refused.value.faults) == 3
