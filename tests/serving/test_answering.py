"""Who decides was shown the score that they answer; who decides otherwise than it proposes overrides it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from scoring.faults import Refused, UnknownName
from scoring.ledger import Ledger
from scoring.serving.local import Local
from scoring.serving.questions import Act, Application, Decision, Score
from scoring.serving.recording import Actor, Recorded, Recorder

ANA, BEN, OTHER = Actor("ana", "advisor"), Actor("ben", "manager"), Actor("ana", "manager")
CLEO = Actor("cleo", "advisor")
FIRST, NEW = 100001, 100058
"""NEW has no history."""
FOLLOWED, AGAINST = Act("decision", outcome="granted"), Act("override", outcome="refused", code="policy", text="x")


class Changing(Local):
    """Answers whose scores propose what a test says."""

    proposes: Decision = "granted"
    limit: float | None = None

    def __init__(self, local: Local) -> None:
        vars(self).update(vars(local))

    def score(self, client: int) -> Score:
        found = super().score(client)
        limit = found.threshold if self.limit is None else self.limit
        return replace(found, decision=self.proposes, threshold=limit)


@pytest.fixture
def changing(local: Local) -> Changing:
    return Changing(local)


@pytest.fixture
def recorder(changing: Changing, ledger: Ledger) -> Recorder:
    return Recorder(changing, changing.fingerprint, ledger)


@pytest.fixture
def ana(recorder: Recorder) -> Recorded:
    return recorder.by(ANA)


@pytest.mark.parametrize("act", [FOLLOWED, AGAINST], ids=["followed", "against"])
def test_an_act_refers_to_the_score_last_shown_to_who_does_it(recorder: Recorder, ana: Recorded, act: Act) -> None:
    ana.score(NEW)
    ana.score(NEW)
    recorder.by(BEN).score(NEW)
    ana.score(FIRST)
    assert ana.record(NEW, act).refers == 2
    assert ana.record(NEW, replace(act, refers=2)).refers == 2


NOT_SHOWN: dict[str, Callable[[Recorder], object]] = {
    "nothing": lambda recorder: None,
    "another person": lambda recorder: recorder.by(BEN).score(NEW),
    "the same name in another role": lambda recorder: recorder.by(OTHER).score(NEW),
    "another client": lambda recorder: recorder.by(ANA).score(FIRST),
    "another application": lambda recorder: recorder.by(ANA).predict(Application(NEW, {"AMT_CREDIT": 1e5})),
    "the file": lambda recorder: recorder.by(ANA).client(NEW),
}


@pytest.mark.parametrize("what", NOT_SHOWN)
@pytest.mark.parametrize("act", [FOLLOWED, AGAINST], ids=["followed", "against"])
def test_who_was_not_shown_the_score_is_told_to_ask_for_it(
    recorder: Recorder, ana: Recorded, act: Act, what: str
) -> None:
    NOT_SHOWN[what](recorder)
    with pytest.raises(Refused, match=f"{act.kind}: ask for this client's score first"):
        ana.record(NEW, act)


@pytest.mark.parametrize("proposes", ["granted", "refused"])
@pytest.mark.parametrize("kind", ["decision", "override"])
@pytest.mark.parametrize("outcome", ["granted", "refused"])
def test_a_decision_follows_the_score_and_an_override_does_not(
    ana: Recorded, changing: Changing, proposes: Decision, kind: str, outcome: Decision
) -> None:
    changing.proposes = proposes
    ana.score(NEW)
    act = replace(FOLLOWED if kind == "decision" else AGAINST, outcome=outcome)
    if (proposes == outcome) == (kind == "decision"):
        assert ana.record(NEW, act).outcome == outcome
        return
    with pytest.raises(Refused, match=f"{kind}: the score proposes {proposes}"):
        ana.record(NEW, act)
    assert ana.history(NEW).lines == ()


@pytest.mark.parametrize("act", [FOLLOWED, AGAINST], ids=["followed", "against"])
def test_a_score_that_changed_meanwhile_is_asked_for_again(ana: Recorded, changing: Changing, act: Act) -> None:
    ana.score(NEW)
    changing.proposes = "refused"
    with pytest.raises(Refused, match="has changed since you were shown it; ask for it again"):
        ana.record(NEW, act)


def test_an_earlier_score_is_not_picked_out(ana: Recorded) -> None:
    ana.score(NEW)
    ana.score(NEW)
    for refers in (1, 3):
        ana.score(FIRST)
        with pytest.raises(Refused, match=f"record {refers} is not this client's score that you were last shown"):
            ana.record(NEW, replace(FOLLOWED, refers=refers))


def test_what_a_decision_may_not_refer_to_is_refused_as_before(ana: Recorded) -> None:
    ana.client(NEW)
    with pytest.raises(Refused, match="decision: record 1 is a view; it may refer to: score_shown"):
        ana.record(NEW, replace(FOLLOWED, refers=1))
    with pytest.raises(UnknownName, match="there is no record 99"):
        ana.record(NEW, replace(FOLLOWED, refers=99))


def test_a_decision_is_overridden_without_the_score(recorder: Recorder, ana: Recorded) -> None:
    ana.score(NEW)
    decided = ana.record(NEW, FOLLOWED)
    assert recorder.by(BEN).record(NEW, replace(AGAINST, refers=decided.number)).refers == decided.number


def corrected(recorder: Recorder) -> None:
    recorder.by(BEN).record(NEW, Act("correction", before={"AMT_CREDIT": 1.0}, after={"AMT_CREDIT": 2.0}))


def published_anew(recorder: Recorder) -> None:
    recorder.questions.limit = 0.5  # type: ignore[attr-defined]


def decided_anew(recorder: Recorder) -> None:
    recorder.by(ANA).record(NEW, FOLLOWED)


OVERTAKEN = {"corrected": corrected, "another limit": published_anew, "decided anew": decided_anew}


@pytest.mark.parametrize("shown", [False, True], ids=["not shown", "shown"])
@pytest.mark.parametrize("what", OVERTAKEN)
def test_a_decision_that_no_longer_stands_is_not_overridden_without_the_score(
    recorder: Recorder, ana: Recorded, what: str, shown: bool
) -> None:
    ben = recorder.by(BEN)
    ana.score(NEW)
    decided = ana.record(NEW, FOLLOWED)
    OVERTAKEN[what](recorder)
    if shown:
        ben.score(NEW)
    fault = f"record {decided.number} is not this client's score" if shown else "ask for this client's score first"
    with pytest.raises(Refused, match=f"override: {fault}"):
        ben.record(NEW, replace(AGAINST, refers=decided.number))
    ben.score(NEW)
    assert ben.record(NEW, AGAINST).outcome == "refused"


def test_what_was_overridden_without_the_score_is_outdated_with_it(recorder: Recorder, ana: Recorded) -> None:
    ana.score(NEW)
    decided = ana.record(NEW, FOLLOWED)
    overridden = recorder.by(BEN).record(NEW, replace(AGAINST, refers=decided.number))
    published_anew(recorder)
    stands = ana.history(NEW).stands
    assert (stands and (stands.number, stands.state)) == (overridden.number, "outdated")


# A signature, and the outcome of a review ------------------------------------------------------------


REVIEWED = Act("review_outcome", outcome="refused", text="verified")


def contested(ana: Recorded) -> Act:
    """Decide, have it contested, and give what ends the review."""
    ana.score(NEW)
    decided = ana.record(NEW, FOLLOWED)
    return replace(REVIEWED, refers=ana.record(NEW, Act("review_request", decided.number)).number)


def decided(ana: Recorded) -> Act:
    """Decide, and give what signs it."""
    ana.score(NEW)
    return Act("signature", ana.record(NEW, FOLLOWED).number, agrees=True)


@pytest.mark.parametrize("what", [name for name in NOT_SHOWN if name != "another person"])
@pytest.mark.parametrize("before", [decided, contested])
def test_who_signs_or_ends_a_review_was_shown_the_score(
    recorder: Recorder, ana: Recorded, before: Callable[[Recorded], Act], what: str
) -> None:
    act, ben = before(ana), recorder.by(BEN)
    NOT_SHOWN[what](recorder)
    with pytest.raises(Refused, match=f"{act.kind}: ask for this client's score first"):
        ben.record(NEW, act)
    ben.score(NEW)
    assert ben.record(NEW, act).refers == act.refers


def test_who_ends_a_review_was_shown_the_score_as_it_is_now(
    recorder: Recorder, ana: Recorded, changing: Changing
) -> None:
    ends, ben = contested(ana), recorder.by(BEN)
    ben.score(NEW)
    changing.proposes = "refused"
    with pytest.raises(Refused, match="has changed since you were shown it; ask for it again"):
        ben.record(NEW, ends)
    ben.score(NEW)
    assert ben.record(NEW, ends).outcome == "refused"


def test_an_outcome_without_the_review_that_it_ends_is_refused(recorder: Recorder) -> None:
    ben = recorder.by(BEN)
    ben.score(NEW)
    for refers, fault in ((None, "must refer to a record: review_request"), (1, "record 1 is a score_shown")):
        with pytest.raises(Refused, match=f"review_outcome: .*{fault}"):
            ben.record(NEW, replace(REVIEWED, refers=refers))


def test_a_review_has_one_outcome(recorder: Recorder, ana: Recorded) -> None:
    ends = contested(ana)
    first = said(recorder, BEN, ends)
    with pytest.raises(Refused, match=f"record {ends.refers} has its outcome, record {first}; override that one"):
        said(recorder, CLEO, ends)
    assert said(recorder, CLEO, replace(AGAINST, refers=first, outcome="granted")) > first


def test_an_outcome_is_contested_in_turn_and_reviewed_by_somebody_else(recorder: Recorder, ana: Recorded) -> None:
    again = ana.record(NEW, Act("review_request", said(recorder, BEN, contested(ana))))
    ends = replace(REVIEWED, refers=again.number)
    assert [recorder.by(one).history(NEW).may_review for one in (ANA, BEN, CLEO)] == [False, False, True]
    for one in (ANA, BEN):
        with pytest.raises(Refused, match="was made by the same person, or is of a review of what they made"):
            said(recorder, one, ends)
    assert said(recorder, CLEO, ends) > again.number


def said(recorder: Recorder, actor: Actor, act: Act) -> int:
    """Look at the score, then act; give the record's number."""
    asked = recorder.by(actor)
    asked.score(NEW)
    return asked.record(NEW, act).number
