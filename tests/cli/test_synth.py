"""`scoring synth`: invented clients in each format, and one message for what cannot be done."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scoring.cli.screen import Screen
from scoring.synthetic.destination import FORMATS
from tests.cli.conftest import REFUSAL, Said, Scoring

PLACES = {"csv": "raw", "zip": "raw.zip", "parquet": "raw"}
each_format = pytest.mark.parametrize("form", FORMATS)


def staged(scoring: Scoring, raw: Path, data: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, bytes]:
    monkeypatch.setenv("SCORING_DATA", str(data))
    said = scoring("stage", "--raw", raw)
    assert (said.code, said.err) == (0, "")
    return {path.name: path.read_bytes() for path in (data / "work" / "staged").glob("*.parquet")}


def test_every_format_is_staged_to_the_same_tables(
    scoring: Scoring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    found = {}
    for form, name in PLACES.items():
        out = tmp_path / form / name
        said = scoring("synth", "--out", out, "--clients", "60", "--seed", "3", "--format", form)
        assert (said.code, said.out.splitlines()[-1]) == (0, f"60 invented clients in {out}")
        found[form] = staged(scoring, out, tmp_path / form / "data", monkeypatch)
    assert len(found["csv"]) == 8 - 1  # the two applications become one table
    assert found["zip"] == found["csv"]
    assert found["parquet"] == found["csv"]


def test_the_name_tells_the_format(scoring: Scoring, tmp_path: Path) -> None:
    for name in ("raw", "raw.zip"):
        assert scoring("synth", "--out", tmp_path / name, "--clients", "10").code == 0
    assert (tmp_path / "raw" / "bureau.csv").is_file()
    assert (tmp_path / "raw.zip").is_file()


def test_the_option_offers_every_format(scoring: Scoring) -> None:
    said = scoring("synth", "--help")
    assert all(form in said.out for form in FORMATS)
    assert scoring("synth", "--out", "x", "--format", "xlsx").code == REFUSAL


def assert_refused(said: Said, *sentences: str) -> None:
    assert said.code == REFUSAL
    lines = said.err.splitlines()
    assert len(lines) == len(sentences)
    for line, sentence in zip(lines, sentences, strict=True):
        assert line.startswith("scoring: ")
        assert sentence in line


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--clients", "0"), "0 clients are too few to invent: ask for at least 10"),
        (("--clients", "-5"), "too few"),
        (("--seed", "-1"), "The seed -1 is negative"),
        (("--clients", "1000000000000"), "MB are free there: make space, or ask for fewer clients"),
        (("--format", "zip"), "an archive's name ends with .zip"),
    ],
)
def test_what_cannot_be_invented_is_refused(
    scoring: Scoring, tmp_path: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert_refused(scoring("synth", "--out", tmp_path / "raw", *arguments), sentence)
    assert list(tmp_path.iterdir()) == []


@each_format
def test_a_place_that_cannot_be_written_is_refused(scoring: Scoring, tmp_path: Path, form: str) -> None:
    (tmp_path / "file").write_text("mine")
    out = tmp_path / "file" / PLACES[form]
    said = scoring("synth", "--out", out, "--clients", "10", "--format", form)
    assert_refused(said, f"{out}: cannot be written: Not a directory")
    assert (tmp_path / "file").read_text() == "mine"


def limited() -> None:
    """Stand in for a disk that gets full: no file of the process may grow past 0.5 MB."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, 500_000))


def command(out: Path, form: str, clients: int) -> list[str]:
    arguments = ["synth", "--out", str(out), "--format", form, "--clients", str(clients)]
    return [sys.executable, "-m", "scoring.cli", *arguments]


@each_format
def test_a_disk_that_gets_full_leaves_what_was(scoring: Scoring, tmp_path: Path, form: str) -> None:
    out = tmp_path / PLACES[form]
    assert scoring("synth", "--out", out, "--format", form, "--clients", "10").code == 0
    before = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    ended = subprocess.run(
        command(out, form, 6_000), capture_output=True, text=True, check=False, timeout=120, preexec_fn=limited
    )
    assert_refused(Said(ended.returncode, ended.stdout, ended.stderr), f"{out}: cannot be written: File too large")
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == before


@each_format
def test_a_run_killed_half_way_is_simply_run_again(scoring: Scoring, tmp_path: Path, form: str) -> None:
    out = tmp_path / PLACES[form]
    killed = subprocess.Popen(command(out, form, 300_000), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 120
    while not any(path.stat().st_size > 100_000 for path in tmp_path.rglob("*/*")) and time.monotonic() < deadline:
        time.sleep(0.05)
    killed.send_signal(signal.SIGKILL)
    killed.wait()
    assert [path.name.startswith(".raw") for path in tmp_path.iterdir()] != []
    assert not out.exists()
    assert scoring("synth", "--out", out, "--format", form, "--clients", "10").code == 0
    assert [path.name for path in tmp_path.iterdir()] == [out.name]


def test_the_bar_moves_to_its_end(scoring: Scoring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, float]] = []
    monkeypatch.setattr(Screen, "share", lambda self, text, done: told.append((text, done)))
    scoring("synth", "--out", tmp_path / "raw.zip", "--clients", "10")
    assert [done for _, done in told] == [0.0, 1.0, 1.0]
    assert told[-1][0] == "packing the archive"
