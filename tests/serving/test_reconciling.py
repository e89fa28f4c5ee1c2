"""An amendment that was made and never recorded is found, and recorded as found; NEW has no history."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoring import store
from scoring.ledger import Correction, Ledger
from scoring.ledger.records import parts
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Amendment, Application, Record
from scoring.serving.reconciling import reconciled
from scoring.serving.recording import Actor, Recorder
from scoring.settings import Settings

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
    asked = Recorder(questions, questions.fingerprint, ledger, data / store.AMENDED).by(Actor("max", "manager"))
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
    assert (first.kind, first.actor, first.facts) == (
        "correction", Actor("scoring", "operator"), {"store": amount.store, "amended": amount.at},
    )  # fmt: skip
    assert amount.before is not None
    assert first.record == Correction(
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
    # As records were written before they named it.
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("scoring.ledger.writing.parts", lambda record: without_names(parts(record)))
        shutil.rmtree(data / "ledger")
        shutil.rmtree(data / "ledger-head")
        ledger = Ledger.open(replace(Settings(), data=data))
        ledger.append(Actor("max", "manager"), Correction(NEW, {"AMT_CREDIT": 1.0}, {"AMT_CREDIT": 2.0}))
    found = [entry.facts["amended"] for entry in reconciled(data / store.AMENDED, ledger)]
    assert (len(found), lost.at in found) == (2, False)
    ledger.close()


def without_names(written: tuple[dict[str, Any], dict[str, Any]]) -> tuple[dict[str, Any], dict[str, Any]]:
    return {}, written[1]
