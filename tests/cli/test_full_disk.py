"""A disk that gets full at any step: one line says where and what to do, and what was stands."""

from __future__ import annotations

import gzip
import resource
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.pipeline import Run
from tests.cli.conftest import REFUSAL, files, spoil
from tests.stores import QUICK, TINY

ROOM = 20_000
"""Bytes that a file may have on the disk that is full; the invented clients' tables have more."""
FULL = "cannot be written: File too large; make space, then try again"


def limited() -> None:
    """Let no file of the process grow past ROOM."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))


def zipped(folder: Path) -> Path:
    """The raw files in one archive."""
    with zipfile.ZipFile(folder / "raw.zip", "w") as archive:
        for path in TINY.glob("*.csv"):
            archive.write(path, path.name)
    return folder / "raw.zip"


def gzipped(folder: Path) -> Path:
    """The raw files, each packed alone."""
    (folder / "raw").mkdir()
    for path in TINY.glob("*.csv"):
        (folder / "raw" / f"{path.name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    return folder / "raw"


@pytest.fixture
def data(tiny_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the published tiny clients, named by the environment, which trains in a second or two."""
    folder = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    monkeypatch.setenv("SCORING_DATA", str(folder))
    for name, value in QUICK.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", str(value))
    return folder


STEPS: dict[str, tuple[tuple[str, ...], Callable[[Path], Path] | None, str]] = {
    # the verb, raw files given to it, what the line says
    "stage": (("stage",), lambda folder: TINY, f".parquet: {FULL}"),
    "stage a zip": (("stage",), zipped, f"/work/staged: {FULL}"),
    "stage gzips": (("stage",), gzipped, f"/work/staged: {FULL}"),
    "features": (("features",), None, f"/features.parquet: {FULL}"),
    "train": (("train",), None, f"{tempfile.gettempdir()}: {FULL}"),
    "publish": (("publish",), None, "/clients.sqlite: cannot be written: disk I/O error; make space, then try again"),
    "build": (("build",), zipped, f"/01_prepare_data.ipynb: {FULL}"),
}


@pytest.mark.parametrize(("verb", "raws", "said"), STEPS.values(), ids=STEPS)
def test_a_disk_that_gets_full_leaves_what_was(
    data: Path, tmp_path: Path, verb: tuple[str, ...], raws: Callable[[Path], Path] | None, said: str
) -> None:
    if verb[0] in ("stage", "build", "features"):
        spoil("features" if verb[0] == "features" else "stage", data)
    given = () if raws is None else ("--raw", str(raws(tmp_path)))
    before = files(data)
    ended = subprocess.run(
        [sys.executable, "-m", "scoring.cli", *verb, *given],
        capture_output=True, text=True, check=False, timeout=120, preexec_fn=limited,
    )  # fmt: skip
    assert ended.returncode == REFUSAL, ended.stderr
    [line] = ended.stderr.splitlines()
    assert line.startswith("scoring: ")
    assert line.endswith(said)
    after = {name: content for name, content in files(data).items() if not name.startswith("runs/")}
    assert {name for name in before if after.get(name) != before[name]} <= {"work/features.json"}
    assert after.keys() <= before.keys()
