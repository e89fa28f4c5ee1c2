"""Every verb says what it does, does it, and refuses in one message what cannot be done."""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pyarrow.parquet as pq
import pytest
from typer.main import get_command

from advisor.launch import free_port
from scoring import synthetic
from scoring.cli.verbs import app
from scoring.features import FEATURES
from scoring.pipeline import Run
from tests.cli.conftest import REFUSAL, Said, Scoring
from tests.stores import QUICK, TINY

VERBS = sorted(get_command(app).commands)  # type: ignore[attr-defined]
BROKEN = "not a whole zip archive"


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_its_help(scoring: Scoring, verb: str) -> None:
    said = scoring(verb, "--help")
    assert said.code == 0
    assert f"scoring {verb}" in said.out
    assert said.err == ""


def test_the_help_lists_every_verb(scoring: Scoring) -> None:
    said = scoring("-h")
    assert said.code == 0
    assert [verb for verb in VERBS if f" {verb} " not in said.out] == []


def assert_refused(said: Said, *sentences: str) -> None:
    """One message, one fault a line, nothing of Python's, and the exit code for it."""
    assert said.code == REFUSAL
    lines = said.err.splitlines()
    assert all(line.startswith("scoring: ") for line in lines)
    assert len(lines) == len(sentences)
    for line, sentence in zip(lines, sentences, strict=True):
        assert sentence in line
    assert "Traceback" not in said.out + said.err


UNPUBLISHED: list[tuple[tuple[str, ...], str]] = [
    (("api",), "nothing is published in"),
    (("score", "--raw", str(TINY)), "run: scoring build"),
    (("score",), "name the raw files to score: scoring score --raw PATH"),
    (("features",), "nothing is staged in"),
    (("train",), "run: scoring stage"),
    (("publish",), "no model is trained in"),
    (("publish", "--model", "other"), "run: scoring train"),
    (("tune",), "nothing is staged in"),
    (("promote",), "no model is trained in"),
    (("rollback",), "nothing is published in"),
]


@pytest.mark.parametrize(("arguments", "sentence"), UNPUBLISHED, ids=[" ".join(case[0][:2]) for case in UNPUBLISHED])
def test_what_needs_something_done_before_says_what(
    scoring: Scoring, empty: Path, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], sentence: str
) -> None:
    monkeypatch.setattr(synthetic, "write", lambda *given: pytest.fail("the demo was made"))
    assert_refused(scoring(*arguments), sentence)
    assert not empty.exists()


@pytest.fixture
def raw(tmp_path: Path) -> Callable[[str], Path]:
    """Raw files that cannot be used, by what is wrong with them."""
    archive = Path(shutil.make_archive(str(tmp_path / "whole"), "zip", TINY))

    def wrong(what: str) -> Path:
        path = tmp_path / f"{what}.zip"
        if what == "cut":
            path.write_bytes(archive.read_bytes()[: archive.stat().st_size // 2])
        elif what == "no zip":
            path.write_text("SK_ID_CURR")
        elif what == "other files":
            path = tmp_path / what
            path.mkdir()
            (path / "notes.csv").touch()
        return path

    return wrong


@pytest.mark.parametrize("verb", ["build", "stage", "app", "score"])
@pytest.mark.parametrize(
    ("what", "sentence"),
    [
        ("absent", "there is no such file or folder"),
        ("cut", BROKEN),
        ("no zip", BROKEN),
        ("other files", "holds none of the raw files; they are named application_train"),
    ],
)
def test_raw_files_that_cannot_be_read_are_refused(
    scoring: Scoring, tiny: Path, raw: Callable[[str], Path], verb: str, what: str, sentence: str
) -> None:
    before = sorted(tiny.rglob("*"))
    assert_refused(scoring(verb, "--raw", raw(what)), sentence)
    assert sorted(tiny.rglob("*")) == before


def test_every_fault_of_several_is_said_at_once(scoring: Scoring, empty: Path, raw: Callable[[str], Path]) -> None:
    said = scoring("stage", "--raw", raw("cut"), "--raw", raw("absent"))
    assert_refused(said, BROKEN, "there is no such file or folder")
    assert not (empty / "work").exists()


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SEED", "abc", "setting SCORING_SEED: 'abc' is not a whole number"),
        ("FOLDS", "1", "setting SCORING_FOLDS: 1 is not allowed"),
        ("ENGINE", "abacus", "setting SCORING_ENGINE: abacus is not allowed; give duckdb or spark"),
    ],
)
@pytest.mark.parametrize("verb", ["build", "train", "publish"])
@pytest.mark.usefixtures("empty")
def test_a_bad_setting_is_refused(
    scoring: Scoring, monkeypatch: pytest.MonkeyPatch, verb: str, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(f"SCORING_{variable}", value)
    assert_refused(scoring(verb), sentence)


@pytest.mark.usefixtures("empty")
def test_every_bad_setting_is_said_at_once(scoring: Scoring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_SEED", "abc")
    monkeypatch.setenv("SCORING_DEPTH", "deep")
    assert_refused(scoring("doctor"), "SCORING_SEED", "SCORING_DEPTH")


@pytest.mark.usefixtures("tiny")
def test_other_refusals(scoring: Scoring, tmp_path: Path, tiny_run: Run) -> None:
    (known,) = (path.name for path in tiny_run.layout.models.iterdir())
    assert_refused(scoring("publish", "--model", "other"), f"there is no model 'other'; trained: {known}")
    assert_refused(scoring("dictionary", "--out", tmp_path / "d.pdf"), "is written as .csv or .html")
    assert_refused(scoring("score", "--raw", TINY, "--out", tmp_path), "is a folder; name the Parquet file")
    assert_refused(scoring("api", "--host", "0.0.0.0"), "Beyond this machine")


@pytest.mark.usefixtures("tiny")
def test_a_place_that_cannot_be_written_is_named(scoring: Scoring, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    below = tmp_path / "file" / "below"
    for arguments in (("dictionary", "--out", f"{below}.csv"), ("score", "--raw", TINY, "--out", below)):
        assert_refused(scoring(*arguments), f"{tmp_path / 'file'}")


def test_a_damaged_store_is_refused(
    scoring: Scoring, tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(tiny, tmp_path / "copy")
    monkeypatch.setenv("SCORING_DATA", str(data))
    (damaged,) = data.glob("store/*/clients.sqlite")
    damaged.write_bytes(damaged.read_bytes()[:-1])
    assert_refused(scoring("api"), "missing or changed: clients.sqlite; run: scoring publish")


def test_a_service_that_is_stopped_has_no_more_to_say(tiny: Path) -> None:
    port = free_port(0)
    quiet = {"SCORING_RECORD": "0", "SCORING_LOG": "faults"}
    command = [sys.executable, "-m", "scoring.cli", "api", "--port", str(port)]
    service = subprocess.Popen(command, env=os.environ | quiet, stderr=subprocess.PIPE, text=True)
    try:
        while not answers(f"http://127.0.0.1:{port}/ready") and service.poll() is None:
            time.sleep(0.05)
    finally:
        service.terminate()
    assert service.communicate()[1] == ""
    assert service.returncode == 0


def answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False


def test_an_unknown_verb_or_option_is_refused(scoring: Scoring) -> None:
    for arguments in (("nonsense",), ("synth",), ("build", "--nonsense"), ("api", "--port", "many")):
        said = scoring(*arguments)
        assert said.code == REFUSAL
        assert "Traceback" not in said.err


def test_step_by_step_from_raw_files_to_scores(
    scoring: Scoring, empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in QUICK.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", str(value))
    steps: list[tuple[tuple[str | Path, ...], str]] = [
        (("stage", "--raw", TINY), "application"),
        (("features",), f"{len(FEATURES)} features of 150 clients"),
        (("train",), "out-of-fold AUC 0."),
        (("publish",), "150 clients"),
        (("score", "--raw", TINY, "--out", tmp_path / "scores.parquet"), "21 clients scored into"),
        (("build", "--raw", TINY), "up to date: the published store stands for these files, settings and code"),
        (("stage", "--raw", TINY), "staged tables are up to date"),
        (("features",), "features are up to date"),
    ]
    for arguments, sentence in steps:
        said = scoring(*arguments)
        assert (said.code, said.err) == (0, "")
        assert sentence in said.out
    assert pq.read_table(tmp_path / "scores.parquet").num_rows == 21
    assert sorted(path.name for path in empty.iterdir()) == ["models", "store", "work"]


@pytest.mark.usefixtures("tiny")
def test_no_run_is_listed_until_one_is_finished(scoring: Scoring) -> None:
    assert scoring("runs").out == "no run is finished; run: scoring build\n"


@pytest.mark.usefixtures("empty")
def test_runs_are_listed_with_their_measures(scoring: Scoring, empty: Path) -> None:
    record = """{"id": "20260102-030405", "raw": ["a.zip"], "model": "m", "store": "s", "clients": 4505, "auc": 0.71,
        "auc_error": 0.02, "cost_per_applicant": 0.56, "threshold": 0.08, "seconds": {"01": 3.0, "02": 4.4}}"""
    (empty / "runs" / "20260102-030405").mkdir(parents=True)
    (empty / "runs" / "20260102-030405" / "run.json").write_text(record)
    (empty / "runs" / "20260101-000000").mkdir()  # a run that failed
    said = scoring("runs")
    assert said.code == 0
    _, line = said.out.splitlines()
    assert " ".join(line.split()) == "20260102-030405 m 4,505 0.7100 ± 0.0200 0.5600 0.0800 7"


def test_the_dictionary_has_every_feature(scoring: Scoring, tmp_path: Path) -> None:
    for name in ("d.csv", "d.html"):
        said = scoring("dictionary", "--out", tmp_path / "new" / name)
        assert (said.code, said.out) == (0, f"{len(FEATURES)} features in {tmp_path / 'new' / name}\n")
    with (tmp_path / "new" / "d.csv").open(newline="", encoding="utf-8") as lines:
        assert [entry["name"] for entry in csv.DictReader(lines)] == [feature.name for feature in FEATURES]
    assert "<td>EXT_SOURCE_MEAN</td>" in (tmp_path / "new" / "d.html").read_text(encoding="utf-8")


def test_it_runs_as_a_program_without_a_traceback(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scoring.cli", "stage", "--raw", str(tmp_path / "nowhere")]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)
    assert ended.returncode == REFUSAL
    assert ended.stdout == ""
    assert ended.stderr.splitlines() == [
        f"scoring: {tmp_path / 'nowhere'}: cannot be read (there is no such file or folder); "
        "give the Kaggle archive or a folder of its files"
    ]


@pytest.mark.parametrize("package", ["fastapi", "voila.app"])
def test_a_package_that_is_not_installed_is_named(
    scoring: Scoring, monkeypatch: pytest.MonkeyPatch, package: str
) -> None:
    def fails(*given: object) -> None:
        raise ModuleNotFoundError(name=package)

    monkeypatch.setattr("scoring.features.dictionary.write", fails)
    assert_refused(scoring("dictionary"), f"{package} is not installed; run: scoring doctor")


def test_a_fault_of_our_own_is_not_taken_for_a_person_s(scoring: Scoring, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*given: object) -> None:
        raise error

    monkeypatch.setattr("scoring.features.dictionary.write", fails)
    for error in (ModuleNotFoundError(name="scoring.gone"), KeyError("gone"), ValueError("gone")):
        with pytest.raises(type(error)):
            scoring("dictionary")


def test_ctrl_c_is_said(scoring: Scoring, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("scoring.features.dictionary.write", stopped)
    said = scoring("dictionary")
    assert said.code == 130
    assert "Traceback" not in said.err
