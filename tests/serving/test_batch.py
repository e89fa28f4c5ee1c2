"""Many applications at once have the answers that each has alone; one client (NEW) has no history."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.faults import Refused
from scoring.ledger import Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import MOST_APPLICATIONS, Application, Record
from scoring.serving.recording import Actor, Recorder
from scoring.settings import Settings

FIRST, NEW, NOBODY = 100001, 100058, 999999
CASE = Application
BUREAU: list[Record] = [{"SK_ID_BUREAU": 1.0, "DAYS_CREDIT": -100.0}]


@pytest.fixture(scope="module")
def questions(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Local]:
    """The published clients, of whom 100003 was amended."""
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(tiny_run.layout.stores, data / "store", copy_function=os.link)
    made = Local.open(data)
    made.amend(100003, CASE(None, {"AMT_CREDIT": 9e4}))
    yield made
    made.close()


ASKED: list[tuple[Application, str]] = [
    # application, what its faults say
    (CASE(FIRST), ""),
    (CASE(NEW, {"AMT_CREDIT": 5000.0}), ""),
    (CASE(NOBODY), "no client with this id"),
    (CASE(None, {"AMT_CREDIT": 5e4}), ""),
    (CASE(None, {"AMT_INCOME_TOTAL": 6e4, "OCCUPATION_TYPE": "Acrobat"}), ""),
    (CASE(100002), ""),
    (CASE(100002, {"AMT_ANNUITY": None}), ""),
    (CASE(100003), ""),
    (CASE(), "nothing to score"),
    (CASE(100004, {}, {"bureau": []}), ""),
    (CASE(None, {"AMT_CREDIT": 5e4}, {"bureau": BUREAU}), ""),
    (CASE(100005, {"SHOE_SIZE": 1.0, "AMT_CREDIT": -1.0}), "(an unknown field, number 1)"),
    (CASE(10**15, {"AMT_CREDIT": 1.0}), "no client with this id"),
    (CASE(10**30), "no client with this id"),
]


def test_each_is_answered_or_refused_in_its_place(questions: Local) -> None:
    found = questions.predictions([application for application, _ in ASKED])
    assert found.refused == sum(bool(said) for _, said in ASKED)
    for (application, said), item in zip(ASKED, found.items, strict=True):
        if said:
            assert item.prediction is None
            assert said in " ".join(item.faults)
        else:
            alone = questions.predict(application)
            assert item.faults == ()
            assert item.prediction is not None
            assert item.prediction.score == replace(alone.score, probability=item.prediction.score.probability)
            assert item.prediction.score.probability == pytest.approx(alone.score.probability, abs=1e-9)
            assert [one.feature for one in item.prediction.reasons.against] == [
                one.feature for one in alone.reasons.against
            ]
            assert item.prediction.unseen == alone.unseen


def test_every_published_client_has_the_published_score(questions: Local) -> None:
    ids = [client for client in questions.find("1", 100).ids if client != 100003]
    found = questions.predictions([CASE(client) for client in ids])
    for client, item in zip(ids, found.items, strict=True):
        assert item.prediction is not None
        assert item.prediction.score.probability == pytest.approx(questions.score(client).probability, abs=1e-9)


def test_when_all_are_refused_each_is_told_why(questions: Local) -> None:
    found = questions.predictions([CASE(NOBODY), CASE()])
    assert [one.prediction for one in found.items] == [None, None]
    assert [bool(one.faults) for one in found.items] == [True, True]
    assert found.refused == 2


def test_too_many_are_refused(questions: Local) -> None:
    with pytest.raises(Refused, match="at most 1,000 applications"):
        questions.predictions([CASE()] * (MOST_APPLICATIONS + 1))


def test_none_is_none(questions: Local) -> None:
    assert questions.predictions([]).items == ()


def test_each_that_is_answered_is_recorded(questions: Local, tmp_path: Path) -> None:
    ledger = Ledger.open(replace(Settings(), data=tmp_path))
    asked = Recorder(questions, questions.fingerprint, ledger).by(Actor("ana", "advisor"))
    found = asked.predictions([CASE(NEW), CASE(NOBODY), CASE(None, {"AMT_CREDIT": 1e5})])
    assert [entry.kind for entry in asked.entries] == ["score_shown"] * 2
    assert found.refused == 1
    ledger.close()
