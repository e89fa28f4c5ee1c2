"""Clients added and corrected beside a store; one of them (NEW) has no history."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from scoring import store
from scoring.faults import Damaged, Refused, UnknownName
from scoring.ledger import Correction, Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Act, Amendment, Application, Record, Score
from scoring.serving.recording import Actor, Recorder
from scoring.serving.replay import replay
from scoring.settings import Settings

FIRST, NEW, ADDED = 100001, 100058, 777
AMOUNT: Record = {"AMT_CREDIT": 123456.0}
BUREAU: list[Record] = [{"SK_ID_BUREAU": 1.0, "CREDIT_ACTIVE": "Active", "DAYS_CREDIT": -100.0, "AMT_CREDIT_SUM": 9e5}]


@pytest.fixture
def data(tiny_run: Run, tmp_path: Path) -> Path:
    """A data folder of its own, with the published store."""
    shutil.copytree(tiny_run.layout.stores, tmp_path / "data" / "store", copy_function=os.link)
    return tmp_path / "data"


@pytest.fixture
def questions(data: Path) -> Iterator[Local]:
    made = Local.open(data)
    yield made
    made.close()


def unmarked(score: Score) -> Score:
    return replace(score, amended=False, amended_at=None)


CASES: list[tuple[int, Application, Application]] = [
    # client, what is laid over the file, the same asked live
    (FIRST, Application(None, AMOUNT), Application(FIRST, AMOUNT)),
    (FIRST, Application(FIRST, AMOUNT, {"bureau": BUREAU}), Application(FIRST, AMOUNT, {"bureau": BUREAU})),
    (FIRST, Application(None, {}, {"bureau": []}), Application(FIRST, {}, {"bureau": []})),
    (FIRST, Application(None, {"AMT_ANNUITY": None}), Application(FIRST, {"AMT_ANNUITY": None})),
    (NEW, Application(None, AMOUNT), Application(NEW, AMOUNT)),
    (NEW, Application(None, {}, {"bureau": BUREAU}), Application(NEW, {}, {"bureau": BUREAU})),
    (ADDED, Application(None, AMOUNT), Application(None, AMOUNT)),
    (ADDED, Application(None, {"OCCUPATION_TYPE": "Acrobat"}), Application(None, {"OCCUPATION_TYPE": "Acrobat"})),
    (ADDED, Application(None, AMOUNT, {"bureau": BUREAU}), Application(None, AMOUNT, {"bureau": BUREAU})),
]


@pytest.mark.parametrize(("client", "given", "live"), CASES)
def test_an_amended_client_is_answered_as_the_same_case_asked_live(
    questions: Local, client: int, given: Application, live: Application
) -> None:
    asked = questions.predict(live)
    made = questions.amend(client, given)
    assert unmarked(questions.score(client)) == asked.score == unmarked(made.after.score)
    assert questions.explanation(client).contributions == asked.explanation.contributions
    assert (questions.reasons(client).against, questions.reasons(client).check) == (
        asked.reasons.against,
        asked.reasons.check,
    )
    again = questions.predict(Application(client))
    assert again.score == asked.score
    assert again.explanation == asked.explanation


@pytest.mark.parametrize("client", [FIRST, NEW, ADDED])
def test_what_is_answered_says_that_it_was_amended_and_when(questions: Local, client: int) -> None:
    made = questions.amend(client, Application(None, AMOUNT))
    for answer in (
        questions.client(client),
        questions.score(client),
        questions.explanation(client, "accepted"),
        questions.reasons(client),
    ):
        assert (answer.amended, answer.amended_at) == (True, made.at)
    others = (questions.client(100002), questions.score(100002))
    assert [(one.amended, one.amended_at) for one in others] == [(False, None)] * 2


def test_a_category_that_nobody_had_is_named(questions: Local) -> None:
    made = questions.amend(NEW, Application(None, {"OCCUPATION_TYPE": "Acrobats"}))
    assert made.before is not None
    assert (made.before.unseen, made.after.unseen) == ((), ("OCCUPATION_TYPE",))
    assert questions.amendments(NEW)[-1] == made


def test_the_file_has_what_was_given_and_keeps_the_rest(questions: Local) -> None:
    before = {field.name: field.value for field in questions.client(FIRST).fields}
    past = questions.timeline(FIRST)
    made = questions.amend(FIRST, Application(None, AMOUNT, {"bureau": BUREAU}))
    assert {field.name: field.value for field in questions.client(FIRST).fields} == before | AMOUNT
    assert [
        one.AMT_CREDIT_SUM if hasattr(one, "AMT_CREDIT_SUM") else 9e5 for one in questions.timeline(FIRST).elsewhere
    ]
    assert len(questions.timeline(FIRST).elsewhere) == 1
    assert questions.timeline(FIRST).previous == past.previous
    assert {f.name: f.value for f in questions.features(FIRST)}["BUREAU_COUNT"] == 1.0
    assert not {"CODE_GENDER", "TARGET", "SK_ID_CURR"} & made.after.fields.keys()


def test_an_added_client_has_no_history_and_is_found_and_listed(questions: Local) -> None:
    with pytest.raises(UnknownName):
        questions.score(ADDED)
    questions.amend(ADDED, Application(None, AMOUNT))
    found, page = questions.find("77"), questions.list_clients(sort="id", descending=False, limit=1)
    assert (found.total, found.ids) == (2, (ADDED, 100077))
    assert [questions.find("77", 1, offset).ids for offset in range(3)] == [(ADDED,), (100077,), ()]
    assert questions.find("77", begins=str(ADDED)).ids == (ADDED,)
    assert (page.total, page.lines[0].id, page.lines[0].fields[0].value) == (151, ADDED, 123456.0)
    assert next(questions.export()).id == ADDED
    assert questions.scores([ADDED]).scores[0].score == questions.score(ADDED)
    assert questions.timeline(ADDED).elsewhere == ()


def test_a_list_and_the_export_tell_the_amended_score_once(questions: Local) -> None:
    questions.amend(NEW, Application(None, AMOUNT))
    exported = {one.id: one.probability for one in questions.export()}
    assert len(exported) == 150
    assert exported[NEW] == questions.score(NEW).probability


def test_who_was_added_or_corrected_is_compared_by_the_values_in_force(questions: Local) -> None:
    questions.amend(ADDED, Application(None, AMOUNT))
    nobody = Application(None, AMOUNT)
    for group in questions.groups():
        compared = questions.compare(ADDED, "AMT_CREDIT", group)
        assert compared == questions.compare(nobody, "AMT_CREDIT", group)
        assert compared.value == 123456.0
    assert questions.neighbours(ADDED) == questions.neighbours(nobody)
    assert ADDED not in [one.id for one in questions.neighbours(NEW, 100)]
    before = Application(FIRST, AMOUNT)
    expected = [questions.compare(before, "AMT_CREDIT", group) for group in questions.groups()]
    questions.amend(FIRST, Application(None, AMOUNT))
    assert [questions.compare(FIRST, "AMT_CREDIT", group) for group in questions.groups()] == expected


def test_what_was_there_stays_readable(questions: Local) -> None:
    published = questions.score(FIRST)
    first = questions.amend(FIRST, Application(None, AMOUNT))
    second = questions.amend(FIRST, Application(None, {"AMT_CREDIT": 5.0}))
    assert first.before is not None
    assert first.before.score == published
    assert second.before == first.after
    assert second.after.fields["AMT_CREDIT"] == 5.0
    assert questions.amendments(FIRST) == (replace(first, in_force=False), second)
    assert questions.amend(ADDED, Application(None, AMOUNT)).before is None
    assert questions.amendments(NEW) == ()


def test_a_restart_changes_nothing(questions: Local, data: Path) -> None:
    made = [questions.amend(client, Application(None, AMOUNT)) for client in (FIRST, NEW, ADDED)]
    scores = [questions.score(one.client) for one in made]
    questions.close()
    again = Local.open(data)
    assert [again.score(one.client) for one in made] == scores
    assert [again.amendments(one.client) for one in made] == [(one,) for one in made]
    again.close()


def test_the_store_is_never_touched(questions: Local, data: Path) -> None:
    questions.amend(FIRST, Application(None, AMOUNT))
    store.verify(store.current(data / "store"))
    assert [path.name for path in (data / "amended").iterdir()] == [f"{store.current(data / 'store').name}.sqlite"]


def test_another_publication_carries_nothing_over_and_says_so(questions: Local, data: Path) -> None:
    made = [questions.amend(client, Application(None, AMOUNT)) for client in (ADDED, FIRST)]
    before = store.current(data / "store").name
    shutil.copytree(data / "store" / before, data / "store" / "later", copy_function=shutil.copy2)
    manifest = data / "store" / "later" / "manifest.json"
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(f'"id": "{before}"', '"id": "later"'))
    store.point(data / "store", "later")
    later = Local.open(data)
    assert not later.score(FIRST).amended
    with pytest.raises(UnknownName):
        later.score(ADDED)
    told = [(one.client, one.at, one.store, one.carried_over) for one in later.amended()]
    assert told == [(one.client, one.at, before, False) for one in made]
    assert later.amendments(FIRST) == (replace(made[1], in_force=False),)
    bundle = later._opened.bundle  # as if the later store had another model: what was scored before stays as it was
    later._opened.bundle = replace(bundle, manifest=replace(bundle.manifest, id="model-2", threshold=0.5))
    assert later.amendments(FIRST) == (replace(made[1], in_force=False),)
    later._opened.bundle = bundle
    again = later.amend(FIRST, Application(None, AMOUNT))
    assert later.amendments(FIRST)[1] == again
    assert [(one.client, one.carried_over) for one in later.amended()][-1] == (FIRST, True)
    later.close()


WRONG: list[tuple[int, Application, list[str]]] = [
    # client, given, what each fault names
    (FIRST, Application(), ["nothing to amend"]),
    (ADDED, Application(None, {}, {"bureau": BUREAU}), ["no client with this id"]),
    (0, Application(None, AMOUNT), ["from 1 to"]),
    (2**53, Application(None, AMOUNT), ["from 1 to"]),
    (FIRST, Application(NEW, AMOUNT), ["another client"]),
    (
        0,
        Application(NEW, {"AMT_CREDIT": -5.0, "SHOE_SIZE": 4.0, "TARGET": 1.0}, {"payslips": [], "bureau": [{}]}),
        ["from 1 to", "another client", "AMT_CREDIT", "(an unknown field", "TARGET", "histories: ", "SK_ID_BUREAU"],
    ),
]


@pytest.mark.parametrize(("client", "given", "named"), WRONG)
def test_every_fault_is_said_at_once_and_nothing_is_written(
    questions: Local, data: Path, client: int, given: Application, named: list[str]
) -> None:
    with pytest.raises(Refused) as raised:
        questions.amend(client, given)
    assert len(raised.value.faults) == len(named)
    assert [name for name in named if name not in str(raised.value)] == []
    assert questions.amended() == ()


def test_a_changed_amendment_is_not_answered(questions: Local, data: Path) -> None:
    questions.amend(FIRST, Application(None, AMOUNT))
    with sqlite3.connect(next((data / "amended").iterdir())) as other:
        other.execute("UPDATE amendments SET content = replace(content, '123456.0', '123457.0')")
    questions.close()
    again = Local.open(data)
    with pytest.raises(Damaged, match="not the one that was written"):
        again.score(FIRST)
    again.close()


# Side by side ---------------------------------------------------------------------------------------

PROGRAM = """
import sys
from pathlib import Path
from scoring.serving.local import Local
from scoring.serving.questions import Application
questions = Local.open(Path(sys.argv[1]))
for amount in range(int(sys.argv[2]), int(sys.argv[3])):
    questions.amend(int(sys.argv[4]), Application(None, {"AMT_CREDIT": float(amount)}))
    print(amount, flush=True)
"""


def amending(data: Path, first: int, last: int, client: int = NEW) -> subprocess.Popen[str]:
    """A process that amends a client once for each amount."""
    given = [sys.executable, "-c", PROGRAM, str(data), str(first), str(last), str(client)]
    return subprocess.Popen(given, stdout=subprocess.PIPE, text=True)


def chained(made: tuple[Amendment, ...]) -> bool:
    """Whether each amendment began from what the one before it had left."""
    return all(one.before == before.after for before, one in pairwise(made))


def test_two_processes_amend_at_once(questions: Local, data: Path) -> None:
    processes = [amending(data, 1000, 1006), amending(data, 2000, 2006)]
    assert [process.wait(600) for process in processes] == [0, 0]
    made = questions.amendments(NEW)  # seen here without a restart
    amounts = [one.after.fields["AMT_CREDIT"] for one in made]
    assert sorted(map(float, amounts)) == [*map(float, range(1000, 1006)), *map(float, range(2000, 2006))]  # type: ignore[arg-type]
    assert chained(made)
    assert questions.predict(Application(NEW)).score.probability == made[-1].after.score.probability


def test_threads_amend_at_once(questions: Local) -> None:
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(lambda n: questions.amend(NEW, Application(None, {"AMT_CREDIT": float(n)})), range(1, 9)))
    assert len(questions.amendments(NEW)) == 8
    assert chained(questions.amendments(NEW))


def test_a_kill_in_the_middle_leaves_all_that_was_acknowledged(questions: Local, data: Path) -> None:
    process = amending(data, 1, 100_000)
    assert process.stdout is not None
    acknowledged = [int(process.stdout.readline()) for _ in range(3)]
    time.sleep(0.05)
    process.send_signal(signal.SIGKILL)
    acknowledged += [int(line) for line in process.stdout.read().split()]
    process.wait(10)
    made = questions.amendments(NEW)
    assert [one.after.fields["AMT_CREDIT"] for one in made][: len(acknowledged)] == acknowledged
    assert len(made) - len(acknowledged) in (0, 1)  # written, and killed before it said so
    assert questions.amend(NEW, Application(None, {"AMT_CREDIT": 9.0})).before == made[-1].after


# Recorded -------------------------------------------------------------------------------------------


def test_what_was_amended_while_an_answer_was_recorded_is_no_difference(
    questions: Local, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = Ledger.open(replace(Settings(), data=data))
    answered = questions.score

    def amended_meanwhile(client: int) -> Score:
        answer = answered(client)
        questions.amend(client, Application(None, AMOUNT))
        questions.amend(client, Application(None, {"AMT_CREDIT": 9.0}))
        return answer

    questions.amend(NEW, Application(None, {"AMT_CREDIT": 5.0}))
    monkeypatch.setattr(questions, "score", amended_meanwhile)
    asked: Any = Recorder(questions, questions.fingerprint, ledger).by(Actor("max", "manager"))
    asked.score(NEW)
    assert replay(ledger.get(1), data / "store").verdict == "identical"
    monkeypatch.setattr("scoring.serving.replay.ON_ITS_WAY", timedelta())
    assert replay(ledger.get(1), data / "store").verdict == "differs"
    ledger.close()


@pytest.mark.parametrize("client", [FIRST, NEW, ADDED])
def test_a_correction_is_recorded_and_scores_before_and_after_are_shown_again(
    questions: Local, data: Path, client: int
) -> None:
    ledger = Ledger.open(replace(Settings(), data=data))
    asked: Any = Recorder(questions, questions.fingerprint, ledger).by(Actor("max", "manager"))
    if client != ADDED:
        asked.score(client)
    made = asked.amend(client, Application(None, AMOUNT, {"bureau": BUREAU}))
    asked.score(client)
    entries = ledger.of_client(client)
    (record,) = [entry.record for entry in entries if entry.kind == "correction"]
    assert isinstance(record, Correction)
    assert record.before["AMT_CREDIT"] == (None if made.before is None else made.before.fields["AMT_CREDIT"])
    assert record.after == {"AMT_CREDIT": 123456.0, "bureau": made.after.histories["bureau"]}
    shown = [entry for entry in entries if entry.kind == "score_shown"]
    assert [replay(entry, data / "store").verdict for entry in shown] == ["identical"] * len(shown)
    ledger.close()


def test_an_amendment_answers_who_asked_for_all_of_it(questions: Local, data: Path) -> None:
    ledger = Ledger.open(replace(Settings(), data=data))
    recorder = Recorder(questions, questions.fingerprint, ledger)
    ana, max_ = recorder.by(Actor("ana", "advisor")), recorder.by(Actor("max", "manager"))
    asked = [{"AMT_CREDIT": 1.0}, {"AMT_CREDIT": 1.0, "CNT_CHILDREN": 3.0}, {"CNT_CHILDREN": 3.0}]
    one, both, other = [
        ana.record(NEW, Act("correction_request", before=dict.fromkeys(fields), after=fields)).number
        for fields in asked
    ]
    assert [wait.number for wait in max_.oversight().waiting] == [one, both, other]
    max_.amend(NEW, Application(None, AMOUNT))
    assert [wait.number for wait in max_.oversight().waiting] == [both, other]
    max_.amend(NEW, Application(None, AMOUNT))  # nobody asks for the amount alone any more
    assert [line.refers for line in max_.history(NEW).lines if line.kind == "correction"] == [one, None]
    ledger.close()
