"""What is personal goes by rule from records and amendments; what is still to be shown again can be."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring import store
from scoring.faults import Refused
from scoring.keeping.retention import Erasure, erase
from scoring.ledger import Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.serving.recorded import Recorded
from scoring.serving.recording import Recorder
from scoring.serving.replay import replay
from scoring.settings import Settings
from tests.keeping.conftest import ADDED, ANA, FIRST, NEW

MONTH = timedelta(days=31)


@dataclass
class Clock:
    """What amendments, records and the rule take for now."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC))

    def month(self, number: float) -> None:
        self.now = datetime(2030, 1, 1, tzinfo=UTC) + number * MONTH


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()

    class Set(datetime):
        @classmethod
        def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
            return made.now

    for module in ("serving.amending", "ledger.writing", "ledger.rule"):
        monkeypatch.setattr(f"scoring.{module}.datetime", Set)
    return made


@pytest.fixture
def settings(tiny_run: Run, tmp_path: Path) -> Settings:
    shutil.copytree(tiny_run.layout.stores, tmp_path / "data" / "store", copy_function=os.link)
    return replace(Settings(), data=tmp_path / "data")


@pytest.fixture
def questions(settings: Settings) -> Iterator[Local]:
    with closing(Local.open(settings.data)) as made:
        yield made


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with closing(Ledger.open(settings)) as made:
        yield made


@pytest.fixture
def asked(questions: Local, ledger: Ledger) -> Recorded:
    return Recorder(questions, questions.fingerprint, ledger).by(ANA)


def amount(month: int) -> float:
    """What the client's credit is corrected to in a month: found again in the bytes of files."""
    return 7_654_300.0 + month


def lived(clock: Clock, asked: Recorded) -> None:
    """FIRST is corrected in months 0, 3 and 8, ADDED added in month 3; NEW, without history, in month 5; all seen."""
    amended = {0: (FIRST,), 3: (FIRST, ADDED), 5: (NEW,), 8: (FIRST,)}
    for month in (0, 1, 3, 5, 8):
        clock.month(month)
        seen = [FIRST, NEW, *([ADDED] if month > 3 else [])]
        for client in seen:
            asked.score(client)
        clock.month(month + 0.5)
        for client in amended.get(month, ()):
            asked.amend(client, Application(None, {"AMT_CREDIT": amount(month)}))
            asked.explanation(client)


def verdicts(settings: Settings, ledger: Ledger) -> set[str]:
    count = ledger.verify().head.count
    entries = [ledger.get(number) for number in range(1, count + 1)]
    shown = [entry for entry in entries if entry.kind == "score_shown"]
    return {replay(entry, settings.data / "store").verdict for entry in shown}


def kept(settings: Settings) -> list[int]:
    """The months whose amount is still found in the file of amendments."""
    content = next((settings.data / "amended").iterdir()).read_bytes()
    return [month for month in range(9) if str(amount(month)).encode() in content]


CASES: dict[float, tuple[Erasure, list[int]]] = {
    # the month that what is older goes: what was erased, and the months whose amounts stay
    0.0: (Erasure(0, 0), [0, 3, 5, 8]),
    1.0: (Erasure(4, 1), [0, 3, 5, 8]),  # what was before month 0
    3.7: (Erasure(12, 2), [3, 5, 8]),
    8.7: (Erasure(22, 4), [3, 5, 8]),  # ADDED stands as in month 3, NEW as in month 5
}


@pytest.mark.parametrize("month", CASES)
def test_what_is_over_goes_and_all_else_is_shown_again(
    clock: Clock, settings: Settings, questions: Local, ledger: Ledger, asked: Recorded, month: float
) -> None:
    lived(clock, asked)
    scores = [questions.score(client) for client in (FIRST, NEW, ADDED)]
    clock.month(20)
    before = datetime(2030, 1, 1, tzinfo=UTC) + month * MONTH
    expected, amounts = CASES[month]
    found = erase(settings, ANA, before)
    assert (found, kept(settings)) == (expected, amounts)
    assert verdicts(settings, ledger) <= {"identical", "erased"}
    assert [questions.score(client) for client in (FIRST, NEW, ADDED)] == scores
    assert questions.list_clients().total == 151  # the client who was added is still one
    assert erase(settings, ANA, before) == Erasure(0, 0)


def test_the_client_is_told_what_was_erased(
    clock: Clock, settings: Settings, questions: Local, asked: Recorded
) -> None:
    lived(clock, asked)
    clock.month(20)
    assert [(one.before is None, one.erased) for one in questions.amendments(FIRST)] == [(False, False)] * 3
    erase(settings, ANA)
    (last,) = questions.amendments(FIRST)
    assert (last.before, last.erased, last.in_force) == (None, True, True)
    assert last.after.fields["AMT_CREDIT"] == amount(8)
    (added,) = questions.amendments(ADDED)
    assert (added.before, added.erased) == (None, False)  # there was nothing before


def test_beside_a_store_that_is_gone_nothing_is_in_force(
    clock: Clock, settings: Settings, questions: Local, asked: Recorded
) -> None:
    lived(clock, asked)
    shutil.rmtree(store.current(settings.data / "store"))
    clock.month(10)  # the rule lets go what is of month 3 and before
    assert erase(settings, ANA).amendments == 3
    assert kept(settings) == [3, 5, 8]  # that of month 8 tells what was before it
    clock.month(20)
    erase(settings, ANA)
    assert kept(settings) == []


def test_by_the_rule_alone_and_without_a_ledger(clock: Clock, settings: Settings, questions: Local) -> None:
    clock.month(0)
    for month in (0, 3):
        questions.amend(NEW, Application(None, {"AMT_CREDIT": amount(month)}))
    with pytest.raises(Refused, match="kept for 6 months; give a date up to"):
        erase(settings, ANA, clock.now)
    assert erase(settings, ANA) == Erasure(0, 0)
    clock.month(7)
    assert erase(settings, ANA) == Erasure(0, 2)
    assert kept(settings) == [3]
    assert not (settings.data / "ledger").exists()


def test_where_nothing_is_kept_it_is_said(settings: Settings) -> None:
    with pytest.raises(Refused, match="nothing is recorded"):
        erase(settings, ANA)


def test_an_amendment_made_meanwhile_is_seen(clock: Clock, settings: Settings, questions: Local) -> None:
    clock.month(0)
    questions.amend(NEW, Application(None, {"AMT_CREDIT": amount(0)}))
    clock.month(7)
    with closing(Local.open(settings.data)) as other:
        other.amend(NEW, Application(None, {"AMT_CREDIT": amount(3)}))
    erase(settings, ANA)
    assert [one.after.fields["AMT_CREDIT"] for one in questions.amendments(NEW)] == [amount(0), amount(3)]
    clock.month(14)
    erase(settings, ANA)
    assert [one.after.fields["AMT_CREDIT"] for one in questions.amendments(NEW)] == [amount(3)]
    with sqlite3.connect(next((settings.data / "amended").iterdir())) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
