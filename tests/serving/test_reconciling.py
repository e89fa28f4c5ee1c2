"""An amendment that was made and never recorded is found, and recorded as found; NEW has no history."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoring import store
from scoring.faults import Damaged
from scoring.keeping import retention
from scoring.ledger import Correction, Ledger
from scoring.ledger.records import parts
from scoring.pipeline import Run
from scoring.serving import reconciling
from scoring.serving.local import Local
from scoring.serving.questions import Amendment, Application, Record
from scoring.serving.reconciling import FINDER, lost, reconciled
from scoring.serving.recording import Actor, Recorder
from scoring.settings import Settings
from scoring.store import amendments

FIRST, NEW, ADDED = 100001, 100058, 777
AMOUNT: Record = {"AMT_CREDIT": 123456.0}


@pytest.fixture
def data(tiny_run: Run, tmp_path: Path) -> Path:
    """A data folder of its own, with the published store."""
    shutil.copytree(tiny_run.layout.stores, tmp_path / "data" / "store", copy_function=os.link)
    return tmp_path / "data"


class Killed(BaseException):
    """What ends a process between two lines."""


def unrecorded(data: Path, *amended: tuple[int, Application]) -> list[Amendment]:
    """Amend with a ledger, killed each time between the amendment and its record; after two that are recorded."""
    ledger, questions = Ledger.open(replace(Settings(), data=data)), Local.open(data)
    asked = Recorder(questions, questions.fingerprint, ledger, questions.amending).by(Actor("max", "manager"))
    asked.amend(FIRST, Application(None, AMOUNT))
    asked.amend(NEW, Application(None, {"AMT_ANNUITY": 7.0}))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Ledger, "append", killed)
        for client, application in amended:
            with pytest.raises(Killed):
                asked.amend(client, application)
    made = [one for client, _ in amended for one in questions.amendments(client)[-1:]]
    questions.close()
    ledger.close()
    return made


def killed(*_: object) -> None:
    raise Killed


def test_an_amendment_whose_record_was_lost_is_recorded_as_found_at_the_next_start(
    data: Path, caplog: pytest.LogCaptureFixture
) -> None:
    amount, added = unrecorded(data, (NEW, Application(None, AMOUNT)), (ADDED, Application(None, AMOUNT)))
    with caplog.at_level("WARNING", logger="scoring"):
        recorder = Recorder.configured(replace(Settings(), data=data))
    assert "not recorded are recorded as found: records 3, 4" in caplog.text
    second, first = recorder.ledger.get(3), recorder.ledger.get(4)  # in the order of ids
    assert (first.kind, first.actor) == ("correction", FINDER)
    assert (first.facts["store"], first.facts["amended"]) == (amount.store, amount.at)
    assert amount.before is not None
    assert isinstance(first.record, Correction)
    assert replace(first.record, after_hash=None, before_hash=None) == Correction(
        NEW, {"AMT_CREDIT": amount.before.fields["AMT_CREDIT"]}, AMOUNT, amount.store, amount.at
    )
    assert isinstance(second.record, Correction)
    assert (second.record.client, second.record.amended, second.record.after) == (ADDED, added.at, AMOUNT)
    assert reconciled(data / store.AMENDED, recorder.ledger) == []
    assert recorder.ledger.verify().head.count == 4
    recorder.ledger.close()


def test_records_that_do_not_name_their_amendment_tell_of_the_last_before_them(data: Path) -> None:
    (lost,) = unrecorded(data, (NEW, Application(None, AMOUNT)))
    ledger = Ledger.open(replace(Settings(), data=data))
    facts = [entry.facts["amended"] for entry in ledger.of_kinds("correction")]
    ledger.close()
    assert lost.at not in facts
    ledger = before_naming(data)
    found = [entry.facts["amended"] for entry in reconciled(data / store.AMENDED, ledger)]
    assert (len(found), lost.at in found) == (2, False)
    ledger.close()


def test_what_an_erased_record_may_tell_of_is_not_recorded_nor_made_a_record_of(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    unrecorded(data, (NEW, Application(None, AMOUNT)), (ADDED, Application(None, AMOUNT)))
    before_naming(data).close()
    monkeypatch.setattr("scoring.ledger.rule.months_before", lambda now, months: now)
    assert retention.erase(replace(Settings(), data=data), FINDER).records == 1
    with closing(Local.open(data)) as questions:
        since = questions.amend(NEW, Application(None, AMOUNT))
    compared, told = list[str](), reconciling.told
    monkeypatch.setattr(reconciling, "told", lambda version: compared.append(version.row.amended) or told(version))
    ledger = Ledger.open(replace(Settings(), data=data))
    (entry,) = reconciled(data / store.AMENDED, ledger)
    assert entry.facts["amended"] == compared[0] == since.at
    assert len(compared) == len(("after", "before"))
    ledger.close()


def before_naming(data: Path) -> Ledger:
    """Begin the ledger again with a record of NEW's, as records were written before they named their amendment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoring.ledger.writing.parts", lambda record: without_names(parts(record)))
        shutil.rmtree(data / "ledger")
        shutil.rmtree(data / "ledger-head")
        ledger = Ledger.open(replace(Settings(), data=data))
        ledger.append(Actor("max", "manager"), Correction(NEW, {"AMT_CREDIT": 1.0}, {"AMT_CREDIT": 2.0}))
    return ledger


def without_names(written: tuple[dict[str, Any], dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {}, written[1]


# Files that somebody altered ------------------------------------------------------------------------


def amended(data: Path) -> Path:
    """Correct twice, correct another, add: all recorded. Give the file of amendments."""
    recorder = Recorder.configured(replace(Settings(), data=data))
    asked = recorder.by(Actor("max", "manager"))
    for client, amount in ((NEW, 1.0), (NEW, 2.0), (FIRST, 3.0), (ADDED, 4.0)):
        asked.amend(client, Application(None, {"AMT_CREDIT": amount}))
    closed(recorder)
    (path,) = (data / store.AMENDED).glob("*.sqlite")
    return path


def closed(recorder: Recorder) -> None:
    recorder.ledger.close()
    recorder.questions.close()  # type: ignore[attr-defined]


def forge(path: Path, *changes: str) -> None:
    """Change rows as somebody who knows how their hashes are made."""
    with closing(sqlite3.connect(path)) as connection, connection:
        for change in changes:
            connection.execute(change)
        rows = connection.execute("SELECT client, at, content, number FROM amendments").fetchall()
        hashed = [(amendments.digest(client, at, content), number) for client, at, content, number in rows]
        connection.executemany("UPDATE amendments SET sha256 = ? WHERE number = ?", hashed)


def content(old: str, new: str, number: int) -> str:
    return f"UPDATE amendments SET content = replace(content, '{old}', '{new}') WHERE number = {number}"


FORGED: dict[str, tuple[Callable[[Path], object], str]] = {
    "after": (lambda path: forge(path, content('"AMT_CREDIT":2.0', '"AMT_CREDIT":9.0', 2)), "amendment 2 is not the"),
    "score": (lambda path: forge(path, content('"probability":0.', '"probability":0.9', 4)), "amendment 4 is not the"),
    "before": (lambda path: forge(path, content('"AMT_CREDIT":1.0', '"AMT_CREDIT":9.0', 2)), "amendment 2 is not the"),
    "order": (
        lambda path: forge(
            path,
            *(f"UPDATE amendments SET number = {now} WHERE number = {was}" for was, now in ((1, 9), (2, 1), (9, 2))),
        ),
        "is not the one of record",
    ),
    "client": (lambda path: forge(path, f"UPDATE amendments SET client = {FIRST} WHERE number = 2"), "is gone"),
    "time": (
        lambda path: forge(path, "UPDATE amendments SET at = '2020' || substr(at, 5) WHERE number = 2"),
        "is gone",
    ),
    "removed": (lambda path: forge(path, "DELETE FROM amendments WHERE number = 4"), "of record 4 is gone"),
    "all removed": (lambda path: path.unlink(), "is gone; put back a copy"),
    "the folder": (lambda path: shutil.rmtree(path.parent), "is gone; put back a copy"),
}


@pytest.mark.parametrize("what", FORGED)
def test_what_is_not_as_it_was_recorded_is_found(data: Path, what: str) -> None:
    path, (spoil, said) = amended(data), FORGED[what]
    spoil(path)
    chosen = replace(Settings(), data=data)
    with pytest.raises(Damaged, match=said):
        Recorder.configured(chosen)
    ledger = Ledger.open(chosen)
    assert ledger.verify().head.count == 4
    ledger.close()


def test_a_file_of_amendments_is_opened_once_for_all_its_clients(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, ledger, opened = amended(data), Ledger.open(replace(Settings(), data=data)), list[Path]()
    path.unlink()

    class Noted(store.Amendments):
        def __init__(self, path: Path) -> None:
            opened.append(path)
            super().__init__(path)

    monkeypatch.setattr(store, "Amendments", Noted)
    assert len(lost(path.parent, ledger, FINDER)) == len({NEW, FIRST, ADDED})
    assert opened == [path]
    ledger.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The numbers of the amendments that are read, each time that they are."""
    numbers, check = list[int](), amendments.check
    monkeypatch.setattr(amendments, "check", lambda *told: (numbers.append(told[1]), check(*told)))
    return numbers


def test_a_start_reads_each_amendment_once(data: Path, read: list[int]) -> None:
    unrecorded(data, (NEW, Application(None, AMOUNT)), (ADDED, Application(None, AMOUNT)))
    ledger = Ledger.open(replace(Settings(), data=data))
    for lacking in (2, 0):
        read.clear()
        assert len(reconciled(data / store.AMENDED, ledger)) == lacking
        assert sorted(read) == [1, 2, 3, 4]
    ledger.close()


@pytest.mark.parametrize(("client", "before"), [(NEW, [2]), (ADDED, [4]), (100002, [])])
def test_recording_an_amendment_reads_no_more_than_what_was_before_it(
    data: Path, read: list[int], client: int, before: list[int]
) -> None:
    amended(data)
    recorder = Recorder.configured(replace(Settings(), data=data))
    read.clear()
    recorder.by(Actor("max", "manager")).amend(client, Application(None, AMOUNT))
    assert read == before
    closed(recorder)
    closed(Recorder.configured(replace(Settings(), data=data)))  # what stands is what was recorded


def test_what_is_lost_for_good_is_said_once_and_the_service_goes_on(data: Path) -> None:
    path, chosen = amended(data), replace(Settings(), data=data)
    with closing(store.Amendments(path)) as opened:
        published = opened.of_client(NEW)[0].before
    path.unlink()
    ledger = Ledger.open(chosen)
    told = {entry.record.client: entry for entry in lost(path.parent, ledger, Actor("root", "operator"))}
    assert {entry.actor.name for entry in told.values()} == {"root"}
    assert set(told) == {NEW, FIRST, ADDED}
    record = told[NEW].record
    assert isinstance(record, Correction)
    assert published is not None
    was = published.staged["application"][0]["AMT_CREDIT"]
    assert (record.before, record.after, record.amended) == ({"AMT_CREDIT": 2.0}, {"AMT_CREDIT": was}, None)
    assert lost(path.parent, ledger, FINDER) == []
    ledger.close()
    recorder = Recorder.configured(chosen)
    recorder.by(Actor("max", "manager")).amend(NEW, Application(None, AMOUNT))
    closed(recorder)
    path.unlink()  # it is missed again
    with pytest.raises(Damaged, match=r"of record 8 is gone; .* scoring ledger verify --lost"):
        Recorder.configured(chosen)


def test_what_was_put_in_is_recorded_as_found_however_old_it_says_it_is(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = amended(data)
    monkeypatch.setattr("scoring.ledger.rule.months_before", lambda now, months: now)
    assert retention.erase(replace(Settings(), data=data), FINDER).records > 0
    row = "SELECT 99, client, '2020' || substr(at, 5), added, content, '' FROM amendments WHERE client = 100001"
    forge(path, f"INSERT INTO amendments {row}")
    recorder = Recorder.configured(replace(Settings(), data=data))
    found = [entry.facts["amended"][:4] for entry in recorder.ledger.of_kinds("correction") if entry.actor == FINDER]
    assert found == ["2020"]
    closed(recorder)


def test_what_was_erased_by_rule_is_no_fault_and_what_is_left_is_still_held_to_its_record(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, chosen = amended(data), replace(Settings(), data=data)
    monkeypatch.setattr("scoring.ledger.rule.months_before", lambda now, months: now)
    assert retention.erase(chosen, FINDER).amendments == 3  # the first of NEW's, and what was before two others
    recorder = Recorder.configured(chosen)
    assert [entry.kind for entry in recorder.ledger.of_kinds("correction", "erasure")] == ["correction"] * 4 + [
        "erasure"
    ]
    closed(recorder)
    forge(path, content('"AMT_CREDIT":4.0', '"AMT_CREDIT":9.0', 4))
    with pytest.raises(Damaged, match="amendment 4 is not the one of record 4"):
        Recorder.configured(chosen)


def test_amendments_of_an_earlier_version_are_read_and_recorded_without_hashes(data: Path) -> None:
    def early(written: tuple[dict[str, Any], dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
        return tuple({name: one for name, one in part.items() if "_hash" not in name} for part in written)  # type: ignore[return-value]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoring.ledger.writing.parts", lambda record: early(parts(record)))
        path = amended(data)
    forge(path, "UPDATE amendments SET content = substr(content, 1, instr(content, ',\"salt\"') - 1) || '}'")
    recorder = Recorder.configured(replace(Settings(), data=data))
    assert recorder.questions.client(ADDED).amended
    assert len(list(recorder.ledger.of_kinds("correction"))) == 4
    closed(recorder)


def test_the_hashes_stay_where_they_are_recorded(data: Path) -> None:
    amended(data)
    recorder = Recorder.configured(replace(Settings(), data=data))
    entries = list(recorder.ledger.of_kinds("correction"))
    hashes = [(entry.facts["after_hash"], (entry.personal or {})["before_hash"]) for entry in entries]
    assert [before is None for _, before in hashes] == [False, False, False, True]  # there was nothing before ADDED
    assert len({after for after, _ in hashes}) == 4
    closed(recorder)
