"""What a person is shown is in the ledger before they see it; and can be shown again."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from scoring import store
from scoring.faults import Damaged, Refused, UnknownName
from scoring.ledger import Decision, Ledger, ScoreShown, View, canonical
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application, Questions
from scoring.serving.recording import Actor, Recorded, Recorder
from scoring.serving.replay import replay

ANA = Actor("ana", "advisor")
FIRST, NEW, NOBODY = 100001, 100058, 999999


@pytest.fixture
def asked(local: Local, ledger: Ledger) -> Recorded:
    return Recorder(local, local.fingerprint, ledger).by(ANA)


NEW_APPLICATION = Application(None, {"AMT_CREDIT": 3e5, "AMT_INCOME_TOTAL": None, "NAME_CONTRACT_TYPE": "Cash loans"})
SHOWN: dict[str, tuple[Callable[[Recorded], object], int | None]] = {
    "score": (lambda asked: asked.score(FIRST), FIRST),
    "score, no history": (lambda asked: asked.score(NEW), NEW),
    "explanation": (lambda asked: asked.explanation(NEW), NEW),
    "explanation from the accepted": (lambda asked: asked.explanation(FIRST, "accepted"), FIRST),
    "reasons": (lambda asked: asked.reasons(NEW), NEW),
    "before and after": (lambda asked: asked.what_if(Application(NEW), {"AMT_CREDIT": 1e5}), NEW),
    "before and after from the accepted": (
        lambda asked: asked.what_if(Application(NEW), {"AMT_CREDIT": 1e5}, "accepted"),
        NEW,
    ),
    "prediction from the accepted": (lambda asked: asked.predict(Application(FIRST), "accepted"), FIRST),
    "prediction": (lambda asked: asked.predict(Application(FIRST)), FIRST),
    "what-if": (lambda asked: asked.predict(Application(NEW, {"AMT_CREDIT": 1e5})), NEW),
    "new application": (lambda asked: asked.predict(NEW_APPLICATION), None),
    "new histories": (lambda asked: asked.predict(Application(NEW, {}, {"bureau": []})), NEW),
}


@pytest.mark.parametrize("what", SHOWN)
def test_what_is_shown_is_recorded_as_it_was_answered(asked: Recorded, ledger: Ledger, local: Local, what: str) -> None:
    ask, client = SHOWN[what]
    answer = ask(asked)
    (entry,) = asked.entries
    record = ledger.get(entry.sequence).record
    assert isinstance(record, ScoreShown)
    assert (record.client, record.answer, entry.actor) == (client, canonical(answer), ANA)
    about = local.about()
    assert (record.store, record.model, record.threshold) == (about.store, about.model, about.threshold)
    assert record.data == local.fingerprint
    assert (not record.reasons) == ("score" in what)


@pytest.mark.parametrize("what", SHOWN)
def test_what_was_shown_is_shown_again_identical(asked: Recorded, ledger: Ledger, tiny_run: Run, what: str) -> None:
    SHOWN[what][0](asked)
    found = replay(ledger.get(1), tiny_run.layout.stores)
    assert (found.verdict, "identical to what was shown" in found.said) == ("identical", True)


def test_a_look_at_a_file_is_recorded(asked: Recorded, ledger: Ledger, local: Local) -> None:
    assert asked.client(NEW) == local.client(NEW)
    assert asked.compare(NEW, "AMT_CREDIT", "all") == local.compare(NEW, "AMT_CREDIT", "all")
    assert [entry.record for entry in ledger.of_client(NEW)] == [
        view(local, NEW, "client"), view(local, NEW, "comparison"),
    ]  # fmt: skip


def view(local: Local, client: int | None, what: str, found: bool = True) -> View:
    about = local.about()
    return View(client, what, found, about.store, about.model, about.threshold)


TRIED, UNKNOWN = Application(NEW, {"AMT_CREDIT": 1e5}), Application(None, {"AMT_CREDIT": 1e5})
LOOKED_AT: dict[str, tuple[Callable[[Questions], object], int | None]] = {
    "client": (lambda asked: asked.client(NEW), NEW),
    "features": (lambda asked: asked.features(NEW), NEW),
    "timeline": (lambda asked: asked.timeline(NEW), NEW),
    "comparison": (lambda asked: asked.compare(NEW, "AMT_CREDIT", "similar", ("age",)), NEW),
    "comparisons": (lambda asked: asked.compare_each(NEW, ("AMT_CREDIT", "AMT_ANNUITY"), "all"), NEW),
    "pair": (lambda asked: asked.pair(NEW, "AMT_CREDIT", "AMT_ANNUITY", "all"), NEW),
    "neighbours": (lambda asked: asked.neighbours(NEW, 3), NEW),
    "second_opinion": (lambda asked: asked.second_opinion(NEW), NEW),
    "comparison_of_case": (lambda asked: asked.compare(TRIED, "AMT_CREDIT", "all"), NEW),
    "comparisons_of_case": (lambda asked: asked.compare_each(UNKNOWN, ("AMT_CREDIT", "AMT_ANNUITY"), "all"), None),
    "pair_of_case": (lambda asked: asked.pair(TRIED, "AMT_CREDIT", "AMT_ANNUITY", "all"), NEW),
    "neighbours_of_case": (lambda asked: asked.neighbours(UNKNOWN, 3), None),
    "second_opinion_of_case": (lambda asked: asked.second_opinion(Application(NEW)), NEW),
    "offers": (lambda asked: asked.offers(Application(NEW)), NEW),
    "offer_map": (lambda asked: asked.offer_map(Application(NEW), 3), NEW),
    "missing": (lambda asked: asked.missing(Application(NEW)), NEW),
    "list": (lambda asked: asked.list_clients(limit=2), None),
    "export": (lambda asked: list(asked.export()), None),
}


@pytest.mark.parametrize("what", LOOKED_AT)
def test_every_look_is_recorded_and_answered(asked: Recorded, ledger: Ledger, local: Local, what: str) -> None:
    ask, client = LOOKED_AT[what]
    assert ask(asked) == ask(local)
    assert ledger.get(1).record == view(local, client, what)
    assert ledger.verify().head.count == 1


@pytest.mark.parametrize("client", [FIRST, NEW])
def test_a_case_is_recorded_as_its_four_answers_are(
    asked: Recorded, ledger: Ledger, local: Local, tiny_run: Run, client: int
) -> None:
    assert asked.case(client) == local.case(client)
    for ask in (asked.client, asked.score, asked.explanation, asked.reasons):
        ask(client)
    records = [ledger.get(entry.sequence).record for entry in asked.entries]
    assert (len(records), records[:4]) == (8, records[4:])
    assert [replay(ledger.get(number), tiny_run.layout.stores).verdict for number in (2, 3, 4)] == ["identical"] * 3


def test_a_case_that_is_not_there_is_one_look(asked: Recorded, ledger: Ledger, local: Local) -> None:
    with pytest.raises(UnknownName):
        asked.case(NOBODY)
    assert [ledger.get(entry.sequence).record for entry in asked.entries] == [view(local, NOBODY, "client", False)]


@pytest.mark.parametrize(("ask", "alone"), [
    (lambda asked, clients: asked.scores(clients), lambda asked, client: asked.score(client)),
    (lambda asked, clients: asked.explanations(clients), lambda asked, client: asked.explanation(client)),
], ids=["scores", "explanations"])  # fmt: skip
def test_of_many_asked_together_each_is_shown_as_if_asked_alone(
    asked: Recorded, ledger: Ledger, local: Local, tiny_run: Run,
    ask: Callable[[Questions, list[int]], object], alone: Callable[[Recorded, int], object],
) -> None:  # fmt: skip
    clients = [NEW, NOBODY, FIRST]
    assert ask(asked, clients) == ask(local, clients)
    alone(asked, NEW)
    alone(asked, FIRST)
    found = [ledger.get(number).record for number in (1, 2, 3, 4)]
    together, one_by_one = found[:2], [one for one in found[2:] if isinstance(one, ScoreShown)]
    assert [one if "score" in one.question["ask"] else hashed(one) for one in one_by_one] == together
    assert [replay(ledger.get(number), tiny_run.layout.stores).verdict for number in (1, 2)] == ["identical"] * 2


def hashed(record: ScoreShown) -> ScoreShown:
    return replace(record, answer="sha256:" + hashlib.sha256(record.answer.encode()).hexdigest(), reasons=())


def test_an_explanation_kept_as_its_hash_that_would_be_another_now_is_said(
    asked: Recorded, ledger: Ledger, tiny_run: Run
) -> None:
    asked.explanations([NEW])
    shown = ledger.get(1).record
    assert isinstance(shown, ScoreShown)
    ledger.append(ANA, replace(shown, answer="sha256:" + "0" * 64))
    assert replay(ledger.get(2), tiny_run.layout.stores).said == "record 2: differs in answer"


@pytest.mark.parametrize("client", [NOBODY, 10**30])
def test_a_look_for_what_is_not_there_is_recorded(asked: Recorded, ledger: Ledger, local: Local, client: int) -> None:
    for ask in (asked.client, asked.score, asked.explanation, lambda client: asked.predict(Application(client))):
        with pytest.raises(UnknownName):
            ask(client)
    recorded = [ledger.get(number).record for number in range(1, 5)]
    known = client if client == NOBODY else None
    assert recorded == [view(local, known, what, found=False) for what in ("client", "score", "explanation", "predict")]


def test_what_is_about_nobody_is_not_recorded(asked: Recorded, ledger: Ledger, local: Local) -> None:
    assert (asked.about(), asked.variables(), asked.groups()) == (local.about(), local.variables(), local.groups())
    assert asked.find("1000") == local.find("1000")
    assert (asked.lists(), asked.criteria(), asked.overview()) == (local.lists(), local.criteria(), local.overview())
    assert (asked.changeable(), asked.portfolio()) == (local.changeable(), local.portfolio())
    assert asked.statistics("AMT_CREDIT") == local.statistics("AMT_CREDIT")
    assert ledger.verify().head.count == 0


def test_what_cannot_be_recorded_is_not_answered(asked: Recorded, ledger: Ledger) -> None:
    ledger._head.path.unlink()
    with pytest.raises(Damaged, match="the head of the ledger is not here"):
        asked.score(FIRST)
    assert asked.entries == []


def test_a_decision_refers_to_what_was_shown(asked: Recorded, ledger: Ledger) -> None:
    asked.score(FIRST)
    asked.append(Decision(FIRST, "granted", opinion="granted"), asked.entries[-1].sequence)
    assert [entry.refers for entry in ledger.of_client(FIRST)] == [None, 1]


# Replaying ----------------------------------------------------------------------------------------


def test_a_score_that_would_be_another_now_is_said_with_the_places(
    asked: Recorded, ledger: Ledger, tiny_run: Run
) -> None:
    asked.predict(Application(NEW))
    shown = ledger.get(1).record
    assert isinstance(shown, ScoreShown)
    answer = json.loads(shown.answer)
    answer["score"]["probability"] += 1e-16
    answer["explanation"]["contributions"][3]["value"] = "other"
    ledger.append(ANA, replace(shown, answer=canonical(answer), threshold=0.5))
    found = replay(ledger.get(2), tiny_run.layout.stores)
    assert found.verdict == "differs"
    places = set(found.said.removeprefix("record 2: differs in ").split(", "))
    assert places == {"score.probability", "explanation.contributions[3].value", "of.threshold"}


def test_only_so_many_places_are_named(asked: Recorded, ledger: Ledger, tiny_run: Run) -> None:
    asked.explanation(FIRST)
    shown = ledger.get(1).record
    assert isinstance(shown, ScoreShown)
    ledger.append(ANA, replace(shown, answer=shown.answer.replace('"unit":"', '"unit":"x')))
    assert replay(ledger.get(2), tiny_run.layout.stores).said.endswith(" more")


@pytest.mark.parametrize("name", ["20200101-000000-abcdef12", "../store", ".", ""])
def test_a_store_that_is_gone_is_said(asked: Recorded, ledger: Ledger, tiny_run: Run, name: str) -> None:
    asked.score(NEW)
    shown = ledger.get(1).record
    assert isinstance(shown, ScoreShown)
    ledger.append(ANA, replace(shown, store=name))
    found = replay(ledger.get(2), tiny_run.layout.stores)
    assert (found.verdict, "is no longer in" in found.said) == ("gone", True)


def test_an_erased_payload_is_said(asked: Recorded, ledger: Ledger, tiny_run: Run) -> None:
    asked.score(NEW)
    found = replay(replace(ledger.get(1), personal=None), tiny_run.layout.stores)
    assert (found.verdict, "was erased by rule" in found.said) == ("erased", True)


def test_a_store_that_was_changed_is_not_asked(asked: Recorded, ledger: Ledger, tiny_run: Run, tmp_path: Path) -> None:
    asked.score(NEW)
    folder = store.current(tiny_run.layout.stores)
    copy = shutil.copytree(folder, tmp_path / "store" / folder.name)
    (copy / store.CLIENTS).write_bytes(b"other")
    with pytest.raises(Damaged, match=r"missing or changed: clients\.sqlite"):
        replay(ledger.get(1), tmp_path / "store")


def test_a_store_of_another_version_is_asked_and_both_are_named(
    asked: Recorded, ledger: Ledger, tiny_run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked.score(NEW)
    shown = ledger.get(1).record
    assert isinstance(shown, ScoreShown)
    ledger.append(ANA, replace(shown, threshold=0.5))
    monkeypatch.setattr("scoring.model.code_fingerprint", lambda: "0" * 64)
    for number, verdict in ((1, "identical"), (2, "differs")):
        found = replay(ledger.get(number), tiny_run.layout.stores)
        assert found.verdict == verdict
        assert re.search("; made by version [0-9a-f]{12} of this program on 20.*, shown by 0{12}$", found.said)


@pytest.mark.parametrize("fault", [Damaged("x"), KeyError("x"), TypeError("x"), Refused("x")])
def test_a_store_that_only_another_version_can_show_is_said(
    asked: Recorded, ledger: Ledger, tiny_run: Run, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    def broken(*_: object) -> None:
        raise fault

    asked.score(NEW)
    monkeypatch.setattr("scoring.serving.replay.ask", broken)
    with pytest.raises(type(fault)):
        replay(ledger.get(1), tiny_run.layout.stores)
    monkeypatch.setattr("scoring.model.code_fingerprint", lambda: "0" * 64)
    found = replay(ledger.get(1), tiny_run.layout.stores)
    assert (found.verdict, "cannot be shown again; made by version" in found.said) == ("another version", True)


def test_other_records_are_not_replayed(asked: Recorded, ledger: Ledger, tiny_run: Run) -> None:
    asked.client(NEW)
    with pytest.raises(Refused, match="record 1 is a view; only a score_shown can be replayed"):
        replay(ledger.get(1), tiny_run.layout.stores)
