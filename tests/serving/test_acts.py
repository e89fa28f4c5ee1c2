"""What people do about a client is recorded, refers to what it answers, and is read again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from scoring.faults import Refused, UnknownName
from scoring.ledger import OVERRIDES, Ledger
from scoring.pipeline import Run
from scoring.serving.acts import RECORDS
from scoring.serving.local import Local
from scoring.serving.questions import ACTS, Act, Questions, Score, StandingDecision
from scoring.serving.recording import Actor, Recorded, Recorder

ANA, BEN = Actor("ana", "advisor"), Actor("ben", "manager")
FIRST, NEW, NOBODY = 100001, 100058, 999999
"""NEW has no history."""


class Near(Local):
    """Answers of a store whose every score is near the threshold."""

    def __init__(self, local: Questions) -> None:
        vars(self).update(vars(local))

    def score(self, client: int) -> Score:
        return replace(super().score(client), review=True)


@pytest.fixture
def recorder(local: Local, ledger: Ledger) -> Recorder:
    return Recorder(local, local.fingerprint, ledger)


@pytest.fixture
def ana(recorder: Recorder) -> Recorded:
    return recorder.by(ANA)


def test_every_act_is_a_kind_of_record() -> None:
    assert set(RECORDS) == set(ACTS)


def test_a_conversation_is_recorded_from_score_to_outcome(recorder: Recorder, ana: Recorded) -> None:
    ana.score(NEW)
    ana.explanation(NEW)
    recorder.by(BEN).score(NEW)
    said = [
        # who, act                                                                        its number, refers to
        (ANA, Act("decision", outcome="granted", opinion="refused", text="stable"),       4, 1),
        (BEN, Act("signature", 4, agrees=False, text="des charges"),                      5, 4),
        (BEN, Act("override", 4, "refused", code="capacity", text="trop de charges"),     6, 4),
        (ANA, Act("statement", text="J’ai un garant."),                                   7, None),
        (ANA, Act("review_request", 6, text="revoir"),                                    8, 6),
        (ANA, Act("correction", 8, before={"AMT_CREDIT": 1.0}, after={"AMT_CREDIT": None}), 9, 8),
        (ANA, Act("review_outcome", 8, "granted", text="vérifié"),                        10, 8),
        (ANA, Act("view", 10, what="letter", sha256="0" * 64),                            11, 10),
    ]  # fmt: skip
    for actor, act, number, refers in said:
        line = recorder.by(actor).record(NEW, act)
        assert (line.number, line.refers, line.actor, line.role) == (number, refers, actor.name, actor.role)
        assert replace(act, refers=refers) == Act(**{name: getattr(line, name) for name in vars(act)})
    history = ana.history(NEW)
    assert (history.kept, history.looks, history.codes) == (True, 4, tuple(OVERRIDES))
    assert [(line.number, line.kind, line.erased) for line in history.lines] == [
        (number, act.kind, False) for _, act, number, _ in said
    ]
    assert ana.history(FIRST).lines == ()


def test_what_a_person_thought_before_the_score_is_theirs(recorder: Recorder, ana: Recorded) -> None:
    assert ana.record(NEW, Act("first_opinion", opinion="unsure")).refers is None
    ana.score(NEW)
    ana.record(NEW, Act("first_opinion", opinion="refused"))  # too late to be the first
    assert [asked.history(client).opinion for asked, client in ((ana, NEW), (ana, FIRST), (recorder.by(BEN), NEW))] == [
        "unsure", None, None
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("role", "may"), [("advisor", False), ("manager", True), ("owner", True), ("advisor, manager", True)]
)
def test_history_says_who_may_correct_and_sign(recorder: Recorder, role: str, may: bool) -> None:
    before = recorder.by(Actor("x", role)).history(NEW)
    assert (before.may_amend, before.may_sign) == (may, False)  # nothing to sign
    recorder.questions = Near(recorder.questions)
    ana = recorder.by(ANA)
    ana.record(NEW, Act("decision", outcome=ana.score(NEW).decision))
    assert [recorder.by(Actor(name, role)).history(NEW).may_sign for name in ("x", "ana")] == [may, False]


FAULTS: dict[str, tuple[int, Act, str]] = {
    "nobody": (NOBODY, Act("statement", text="x"), "there is no client with this id"),
    "no such kind": (NEW, Act("erasure"), "there is no act of that kind; allowed: view, first_opinion"),  # type: ignore[arg-type]
    "no outcome": (NEW, Act("decision"), "decision: outcome must be given"),
    "another kind's": (NEW, Act("statement", text="x", agrees=True), "statement: has no agrees; it has: text"),
    "no such code": (NEW, Act("override", 1, "granted", code="mood", text="x"), "code is not allowed"),
    "a look": (NEW, Act("view", what="secrets"), "view: what is not allowed; give letter or file"),
    "a letter of nothing": (NEW, Act("view", what="letter", sha256="0" * 64), "give refers, the decision that it"),
    "a letter of no text": (NEW, Act("view", 1, what="letter"), "and sha256, that of its text"),
    "no hash": (NEW, Act("view", what="file", sha256="X" * 64), "sha256 is not 64 hexadecimal digits"),
    "no words": (NEW, Act("statement", text=" "), "the text is empty"),
    "other fields after": (NEW, Act("correction", before={"A": 1.0}, after={"B": 1.0}), "must name the same fields"),
    "no opinion": (NEW, Act("first_opinion"), "first_opinion: opinion must be given"),
    "a decision that is not sure": (
        NEW,
        Act("decision", outcome="granted", opinion="unsure"),
        "opinion is not allowed",
    ),
    "nothing to correct": (NEW, Act("correction_request", before={}, after={}), "must name the same fields"),
    "declined in silence": (NEW, Act("correction_declined", 1), "correction_declined: text must be given"),
    "what is not there": (NEW, Act("signature", 99, agrees=True), "there is no record 99"),
}


@pytest.mark.parametrize("what", FAULTS)
def test_an_act_that_may_not_be_is_refused_and_not_recorded(ana: Recorded, what: str) -> None:
    client, act, fault = FAULTS[what]
    with pytest.raises(Refused, match=fault):
        ana.record(client, act)
    assert ana.history(NEW).lines == ()


def test_what_stands_is_outdated_by_a_correction_and_by_another_model(
    local: Local, ledger: Ledger, recorder: Recorder, ana: Recorded
) -> None:
    assert ana.history(NEW).stands is None
    follows = Act("decision", outcome=ana.score(NEW).decision)
    numbers = [ana.record(NEW, follows).number]
    ana.record(NEW, Act("correction", before={"AMT_CREDIT": 1.0}, after={"AMT_CREDIT": 2.0}))
    assert ana.history(NEW).stands == StandingDecision(numbers[0], "ana", follows.outcome or "granted", "outdated")
    again = ana.record(NEW, follows)
    found = ana.history(NEW).stands
    assert found is not None and (found.number, found.state != "outdated") == (again.number, True)
    earlier = Recorder(local, local.fingerprint, ledger)
    earlier.about = replace(earlier.about, model="earlier")
    follows = Act("decision", outcome=earlier.by(ANA).score(FIRST).decision)
    earlier.by(ANA).record(FIRST, follows)
    stands = [asked.by(BEN).history(FIRST).stands for asked in (earlier, recorder)]
    assert [one and one.state for one in stands] == ["outdated", "outdated"]  # the score is of the model that answers


def test_who_decided_does_not_sign(ana: Recorded) -> None:
    ana.score(NEW)
    decided = ana.record(NEW, Act("decision", outcome="granted"))
    with pytest.raises(Refused, match="made by the same person; another one must sign"):
        ana.record(NEW, Act("signature", decided.number, agrees=True))


def test_who_decided_does_not_review_it(recorder: Recorder, ana: Recorded) -> None:
    decided = ana.record(NEW, Act("decision", outcome=ana.score(NEW).decision))
    assert recorder.by(BEN).history(NEW).may_review is False  # nothing is contested
    contested = ana.record(NEW, Act("review_request", decided.number))
    ends = Act("review_outcome", contested.number, "granted", text="vérifié")
    assert [recorder.by(one).history(NEW).may_review for one in (ANA, BEN)] == [False, True]
    recorder.by(BEN).score(NEW)
    fault = f"review_outcome: record {decided.number}, which is contested, was made by the same person"
    with pytest.raises(Refused, match=fault):
        ana.record(NEW, ends)
    assert recorder.by(BEN).record(NEW, ends).outcome == "granted"
    assert recorder.by(BEN).history(NEW).may_review is False


def test_what_was_erased_and_is_still_referred_to_says_so(
    ana: Recorded, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.score(NEW)
    decided = ana.record(NEW, Act("decision", outcome="granted", text="personnel"))
    between = datetime.now(UTC) + timedelta(microseconds=1)
    asked = ana.record(NEW, Act("review_request", decided.number))
    monkeypatch.setattr("scoring.ledger.rule.months_before", lambda now, months: now)
    assert ledger.erase(ANA, between) == 2  # the score, and the decision
    found = [(line.number, line.outcome, line.text, line.erased) for line in ana.history(NEW).lines]
    assert found == [(decided.number, "granted", None, True), (asked.number, None, "", False)]


def test_without_a_ledger_nothing_looks_recorded(local: Local) -> None:
    with pytest.raises(Refused, match="nothing is recorded here; set SCORING_RECORD to 1"):
        local.record(NEW, Act("statement", text="x"))
    assert (local.history(NEW).kept, local.history(NEW).lines) == (False, ())
    with pytest.raises(UnknownName):
        local.history(NOBODY)


def test_the_settings_open_store_and_ledger(tiny_run: Run, tmp_path: Path) -> None:
    chosen = replace(tiny_run.settings, ledger=f"sqlite:///{tmp_path}/l.db", ledger_key=str(tmp_path / "k"))
    recorder = Recorder.configured(replace(chosen, ledger_head=str(tmp_path / "head")))
    assert recorder.by(ANA).record(NEW, Act("statement", text="x")).number == 1
    recorder.ledger.close()
