"""The verbs of the ledger: what they say, and what they refuse."""

from __future__ import annotations

import getpass
import json
import os
import re
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from advisor.launch import free_port
from scoring import store
from scoring.ledger import Actor, Ledger, Statement
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from scoring.store import amendments
from scoring.store.amendments import connected, digest
from tests.cli.conftest import REFUSAL, Said, Scoring

ANA = Actor("ana", "advisor")
NEW = 100058


@pytest.fixture
def settings(tmp_path: Path, tiny_run: Run, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """The published tiny clients, named by the environment; the ledger lies elsewhere, and is not there yet."""
    places = {
        "ledger": f"sqlite:///{tmp_path}/ledger.db",
        "ledger_key": str(tmp_path / "key"),
        "ledger_head": str(tmp_path / "head"),
    }
    monkeypatch.setenv("SCORING_DATA", str(tiny_run.settings.data))
    for name, value in places.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", value)
    return replace(Settings(), data=tiny_run.settings.data, **places)


@pytest.fixture
def recorded(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """A statement of a year ago; a score shown and a file seen today."""

    class LastYear(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return datetime.now(UTC) - timedelta(days=365)

    ledger, local = Ledger.open(settings), Local.open(settings.data)
    with monkeypatch.context() as patch:
        patch.setattr("scoring.ledger.writing.datetime", LastYear)
        ledger.append(ANA, Statement(NEW, "Je travaille depuis mars"))
    asked = Recorder(local, local.fingerprint, ledger).by(ANA)
    asked.explanation(NEW)
    asked.client(NEW)
    local.close()
    ledger.close()


def assert_refused(said: Said, sentence: str) -> None:
    assert (said.code, said.out) == (REFUSAL, "")
    (line,) = said.err.splitlines()
    assert line.startswith("scoring: ")
    assert sentence in line


@pytest.mark.usefixtures("recorded")
def test_verify_says_how_many_records_are_intact(scoring: Scoring, tmp_path: Path) -> None:
    said = scoring("ledger", "verify")
    assert (said.code, said.err) == (0, "")
    intact, head = said.out.splitlines()
    assert intact == f"intact: 3 records of {tmp_path}/ledger.db; 0 payloads erased by rule"
    assert re.fullmatch("head 3:[0-9a-f]{64}", head)


@pytest.mark.usefixtures("recorded")
def test_verify_compares_with_a_head_noted_elsewhere(scoring: Scoring, settings: Settings) -> None:
    noted = scoring("ledger", "verify").out.splitlines()[-1].removeprefix("head ")
    assert scoring("ledger", "verify", "--expect", noted).code == 0
    ledger = Ledger.open(settings)
    ledger.append(ANA, Statement(NEW, "encore"))
    ledger.close()
    assert scoring("ledger", "verify", "--expect", noted).code == 0
    for other, sentence in (
        (f"3:{'0' * 64}", "record 3: it is not the one that was noted: the records were written anew"),
        (f"9:{'0' * 64}", "record 5: it is missing, with all after it: 9 records were noted"),
        ("3", "a head is COUNT:MAC, as scoring ledger verify prints it"),
    ):
        assert_refused(scoring("ledger", "verify", "--expect", other), sentence)


@pytest.mark.usefixtures("recorded")
def test_verify_writes_a_new_head_only_when_asked(scoring: Scoring, tmp_path: Path) -> None:
    (tmp_path / "head" / "head.json").unlink()
    assert_refused(scoring("ledger", "verify"), "the head of the ledger is not here; put it back or")
    assert scoring("ledger", "verify", "--new-head").code == 0
    assert scoring("ledger", "verify").code == 0


@pytest.mark.usefixtures("recorded")
def test_of_a_ledger_that_is_gone_nothing_is_said_and_a_new_one_is_begun_on_purpose(
    scoring: Scoring, tmp_path: Path
) -> None:
    (tmp_path / "head" / "head.json").unlink()
    for file in tmp_path.glob("ledger.db*"):
        file.unlink()
    for verb in (("ledger", "verify"), ("runs", "prune")):
        assert_refused(scoring(*verb), "key: the key of a ledger is here;")
    assert scoring("ledger", "begin").out == f"begun: {tmp_path}/ledger.db\n"
    assert "intact: 0 records" in scoring("ledger", "verify").out
    assert_refused(scoring("ledger", "begin"), "is there; a ledger is begun where neither")


@pytest.mark.usefixtures("recorded")
def test_replay_says_what_came_of_it(scoring: Scoring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    said = scoring("ledger", "replay", "2")
    assert (said.code, "record 2: identical to what was shown, by store" in said.out) == (0, True)
    assert_refused(scoring("ledger", "replay", "1"), "record 1 is a statement; only a score_shown can be replayed")
    assert_refused(scoring("ledger", "replay", "99"), "there is no record 99 in the ledger")
    monkeypatch.setenv("SCORING_DATA", str(tmp_path / "other"))
    said = scoring("ledger", "replay", "2")
    assert (said.code, "is no longer in" in said.out) == (REFUSAL, True)


@pytest.mark.usefixtures("recorded")
def test_export_gives_all_of_a_client(scoring: Scoring, tmp_path: Path) -> None:
    lines = [json.loads(line) for line in scoring("ledger", "export", "--client", str(NEW)).out.splitlines()]
    assert [line["kind"] for line in lines] == ["statement", "score_shown", "view"]
    assert lines[0]["personal"] == {"client": NEW, "text": "Je travaille depuis mars"}
    assert lines[0]["actor"] == {"name": "ana", "role": "advisor"}
    said = scoring("ledger", "export", "--client", str(NEW), "--out", tmp_path / "out.jsonl")
    assert said.out == f"3 records in {tmp_path / 'out.jsonl'}\n"
    assert [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()] == lines
    if os.name == "posix":
        assert stat.S_IMODE((tmp_path / "out.jsonl").stat().st_mode) == 0o600
    assert scoring("ledger", "export", "--client", "1").out == ""


@pytest.mark.usefixtures("recorded")
def test_erase_goes_by_the_rule_or_by_a_day(scoring: Scoring, settings: Settings) -> None:
    today = f"{datetime.now(UTC):%Y-%m-%d}"
    assert_refused(scoring("ledger", "erase", "--before", today), "what is personal is kept for 6 months; give a date")
    assert scoring("ledger", "erase", "--before", "2000-01-01").out.startswith("payloads erased: 0;")
    assert scoring("ledger", "erase").out == "payloads erased: 1; the records stay, and verify\n"
    assert "4 records" in scoring("ledger", "verify").out
    assert len(scoring("ledger", "export", "--client", str(NEW)).out.splitlines()) == 2
    ledger = Ledger.existing(settings)
    assert ledger.get(4).actor == Actor(getpass.getuser(), "operator")
    ledger.close()


VERBS = {
    "verify": ("verify",),
    "replay": ("replay", "1"),
    "export": ("export", "--client", "1"),
    "erase": ("erase",),
}


@pytest.mark.parametrize("verb", VERBS)
def test_where_nothing_is_recorded_nothing_is_made(
    scoring: Scoring, settings: Settings, tmp_path: Path, verb: str
) -> None:
    assert_refused(scoring("ledger", *VERBS[verb]), f"nothing is recorded: there is no ledger {tmp_path}/ledger.db")
    assert list(tmp_path.iterdir()) == []


BROKEN: dict[str, tuple[Callable[[pytest.MonkeyPatch, Path], object], str]] = {
    "no key": (lambda patch, path: (path / "key").unlink(), "the ledger's key is not here"),
    "no key in it": (lambda patch, path: (path / "key").write_text("x"), "not a key of the ledger"),
    "another key": (lambda patch, path: (path / "key").write_text("ab" * 32), "not sealed with this key"),
    "no file": (lambda patch, path: (path / "ledger.db").unlink(), "is gone, and its head is still in"),
    "no database": (lambda patch, path: (path / "ledger.db").write_text("x" * 9000), "file is not a database"),
    "no address": (lambda patch, path: patch.setenv("SCORING_LEDGER", "nonsense"), "is no address of a ledger"),
    "nobody there": (
        lambda patch, path: patch.setenv("SCORING_LEDGER", "postgresql://a:pw1234@127.0.0.1:1/x"),
        "does not answer",
    ),
}


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("what", BROKEN)
@pytest.mark.usefixtures("recorded")
def test_what_is_broken_is_said_in_one_message(
    scoring: Scoring, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, verb: str, what: str
) -> None:
    change, sentence = BROKEN[what]
    change(monkeypatch, tmp_path)
    said = scoring("ledger", *VERBS[verb])
    assert_refused(said, sentence)
    assert "pw1234" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [("replay", "x"), ("export",), ("export", "--client", "x"), ("nonsense",), ("erase", "--before", "yesterday")],
)
def test_what_is_no_argument_is_refused(scoring: Scoring, settings: Settings, arguments: tuple[str, ...]) -> None:
    said = scoring("ledger", *arguments)
    assert said.code == REFUSAL
    assert "Traceback" not in said.err


def test_the_doctor_does_not_tell_the_password(scoring: Scoring, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_LEDGER", "postgresql://ana:pw1234@db/x")
    said = scoring("doctor")
    assert "postgresql://db/x" in said.out
    assert "pw1234" not in said.out


def test_an_amendment_that_is_not_as_recorded_is_said_in_one_message_and_copied_nowhere(
    scoring: Scoring, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = shutil.copytree(settings.data, tmp_path / "data", copy_function=os.link)
    chosen = replace(settings, data=data)
    recorder = Recorder.configured(chosen)
    recorder.by(ANA).amend(NEW, Application(None, {"AMT_CREDIT": 1.0}))
    recorder.ledger.close()
    recorder.questions.close()  # type: ignore[attr-defined]
    (file,) = (data / "amended").glob("*.sqlite")
    with closing(connected(file)) as connection:
        ((client, at, content),) = connection.execute("SELECT client, at, content FROM amendments")
        forged = content.replace('"AMT_CREDIT":1.0', '"AMT_CREDIT":2.0')
        connection.execute("UPDATE amendments SET content = ?, sha256 = ?", [forged, digest(client, at, forged)])
    monkeypatch.setenv("SCORING_DATA", str(data))
    for verb in (("ledger", "verify"), ("backup", "--out", tmp_path / "copy")):
        assert_refused(scoring(*verb), "amendment 1 is not the one of record 1; put back a copy of it")
    # In a process of its own: what was opened says no word of its own at the end.
    command = [sys.executable, "-m", "scoring.cli", "api", "--port", str(free_port(0))]
    served = subprocess.run(command, capture_output=True, text=True, check=False)
    assert_refused(Said(served.returncode, served.stdout, served.stderr), "amendment 1 is not the one of record 1")
    assert not (tmp_path / "copy").exists()
    file.unlink()
    assert_refused(scoring("ledger", "verify"), "or, where there is none: scoring ledger verify --lost")
    said = scoring("ledger", "verify", "--lost")
    assert said.out.startswith(
        f"record 2: a client's amendments beside store {file.stem} are recorded as lost\nintact: 1"
    )
    assert scoring("ledger", "verify").out.startswith("intact: 2")


def no_database(file: Path) -> object:
    return file.write_text("x" * 9000)


def altered(file: Path) -> object:
    with closing(connected(file)) as connection:
        return connection.execute("INSERT INTO amendments VALUES (1, 1, '2020', 0, '{}', 'of another')").rowcount


def busy(file: Path) -> object:
    """Another process writes, and does not end."""
    other = connected(file)
    other.execute("BEGIN IMMEDIATE")
    return other


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (no_database, "0.sqlite: is no file of amendments; put back a copy of it"),
        (altered, "0.sqlite: amendment 1 is not the one that was written"),
        (busy, "another amendment is being written"),
    ],
)
@pytest.mark.usefixtures("recorded")
def test_beside_amendments_that_are_not_as_written_nothing_is_erased_or_removed(
    scoring: Scoring,
    settings: Settings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[Path], object],
    sentence: str,
) -> None:
    data = shutil.copytree(settings.data, tmp_path / "data", copy_function=os.link)
    for name in ("0", "00"):  # the older of them can go
        shutil.copytree(store.current(settings.data / "store"), data / "store" / name, copy_function=os.link)
    (data / "amended").mkdir()
    monkeypatch.setenv("SCORING_DATA", str(data))
    monkeypatch.setattr(amendments, "WAIT", 0.1)
    kept = spoil(data / "amended" / "0.sqlite")
    for verb in (("ledger", "erase"), ("runs", "prune", "--yes")):
        said = scoring(*verb)
        assert (said.code, said.err.count("\n")) == (REFUSAL, 1)
        assert said.err.startswith("scoring: ")
        assert sentence in said.err
    assert (data / "store" / "0").is_dir()
    with closing(Ledger.existing(settings)) as ledger:
        assert ledger.verify().erased == 0
    del kept


@pytest.mark.usefixtures("recorded")
def test_pruning_lists_what_can_go(scoring: Scoring) -> None:
    said = scoring("runs", "prune")
    assert (said.code, said.err) == (0, "")
    assert "published" in said.out
    assert said.out.splitlines()[-1] == "0 can be removed, 0.0 MB"
