"""What people made of the scores: counted over all clients, and what waits for one of them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from scoring.faults import Refused
from scoring.ledger import Ledger
from scoring.serving.local import Local
from scoring.serving.questions import NOT_KEPT, Act, CodeCount, Score
from scoring.serving.recording import Actor, Recorded, Recorder

ANA, BEN = Actor("ana", "advisor"), Actor("ben", "manager")
FIRST, NEW, THIRD = 100095, 100058, 100117
"""NEW has no history."""
GRANT = Act("decision", outcome="granted")


class Judged(Local):
    """Answers of a store whose every score, or none, asks for a second look."""

    def __init__(self, local: Local, doubtful: bool) -> None:
        vars(self).update(vars(local))
        self._doubtful = doubtful

    def score(self, client: int) -> Score:
        return replace(super().score(client), review=self._doubtful)


@pytest.fixture(params=[False, True], ids=["sure", "doubtful"])
def doubtful(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def recorder(local: Local, ledger: Ledger, doubtful: bool) -> Recorder:
    return Recorder(Judged(local, doubtful), local.fingerprint, ledger)


def act(recorder: Recorder, actor: Actor, client: int, *acts: Act) -> list[int]:
    """Look at a client's score, then act; give the numbers of the acts."""
    asked = recorder.by(actor)
    asked.score(client)
    return [asked.record(client, one).number for one in acts]


def waiting(recorder: Recorder) -> list[tuple[str, int, int]]:
    return [(one.matter, one.client, one.number) for one in recorder.by(BEN).oversight().waiting]


def test_where_nothing_is_recorded_that_is_the_answer(local: Local) -> None:
    assert local.oversight() == NOT_KEPT
    with pytest.raises(Refused, match="nothing is recorded here"):
        local.sign_policy(12.0, "why")


def test_before_anybody_decided(recorder: Recorder) -> None:
    found = recorder.by(BEN).oversight()
    assert (found.kept, found.decided, found.overridden, found.waiting, found.policy) == (True, 0, 0, (), None)


def test_overrides_are_counted_by_score_and_by_reason(recorder: Recorder) -> None:
    other = Act("override", outcome="refused", code="fraud", text="papers")
    act(recorder, ANA, FIRST, GRANT)
    (decided,) = act(recorder, ANA, NEW, GRANT)
    act(recorder, BEN, NEW, replace(other, refers=decided))  # a decision made earlier
    act(recorder, ANA, THIRD, replace(other, code="policy"), Act("statement", text="no"))  # the score itself
    found = recorder.by(BEN).oversight()
    assert (found.decided, found.overridden, found.to_granted) == (3, 2, 0)
    assert set(found.codes) == {CodeCount("fraud", 1), CodeCount("policy", 1)}


def test_an_override_after_a_review_is_of_the_score_that_was_decided_first(recorder: Recorder) -> None:
    (decided,) = act(recorder, ANA, NEW, GRANT)
    (contested,) = act(recorder, ANA, NEW, Act("review_request", decided))
    (outcome,) = act(recorder, BEN, NEW, Act("review_outcome", contested, "refused", text="checked"))
    act(recorder, BEN, NEW, Act("override", outcome, "granted", code="guarantee", text="a guarantor"))
    found = recorder.by(BEN).oversight()
    assert (found.decided, found.overridden, found.to_granted) == (1, 1, 1)


def test_a_contest_waits_until_there_is_an_outcome(recorder: Recorder, doubtful: bool) -> None:
    (decided,) = act(recorder, ANA, NEW, GRANT)
    (contested,) = act(recorder, ANA, NEW, Act("review_request", decided, text="look again"))
    assert ("review", NEW, contested) in waiting(recorder)
    act(recorder, BEN, NEW, Act("review_outcome", contested, "granted", text="checked"))
    assert waiting(recorder) == []  # an outcome needs no second signature


ASKED = Act("correction_request", before={"AMT_INCOME_TOTAL": 1.0}, after={"AMT_INCOME_TOTAL": 2.0}, text="pay slips")


def test_a_correction_waits_until_it_is_declined(recorder: Recorder) -> None:
    (first, second) = act(recorder, ANA, NEW, ASKED, ASKED)
    assert waiting(recorder) == [("correction", NEW, first), ("correction", NEW, second)]
    act(recorder, BEN, NEW, Act("correction_declined", first, text="not proven"))
    assert waiting(recorder) == [("correction", NEW, second)]


def test_a_decision_near_the_threshold_waits_for_another_person(recorder: Recorder, doubtful: bool) -> None:
    (first,) = act(recorder, ANA, NEW, GRANT)
    (second,) = act(recorder, ANA, FIRST, GRANT)
    both = [("signature", NEW, first), ("signature", FIRST, second)]
    assert waiting(recorder) == (both if doubtful else [])
    act(recorder, BEN, NEW, Act("signature", first, agrees=False))
    assert waiting(recorder) == (both if doubtful else [])  # who does not sign has not signed
    act(recorder, BEN, NEW, Act("signature", first, agrees=True))
    assert waiting(recorder) == (both[1:] if doubtful else [])


def test_what_was_erased_is_counted_and_does_not_wait(
    recorder: Recorder, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    (decided,) = act(recorder, ANA, NEW, GRANT)
    act(recorder, ANA, NEW, Act("review_request", decided))
    monkeypatch.setattr("scoring.ledger.rule.datetime", Later)
    ledger.erase(BEN)
    found = recorder.by(BEN).oversight()
    assert (found.decided, found.overridden, found.waiting) == (1, 0, ())


class Later(datetime):
    """A clock that is a year ahead."""

    @classmethod
    def now(cls, tz: object = None) -> datetime:  # type: ignore[override]
        return datetime.now(UTC) + timedelta(days=366)


def test_a_policy_is_signed_with_the_threshold_that_follows(recorder: Recorder, local: Local) -> None:
    asked: Recorded = recorder.by(BEN)
    signed = asked.sign_policy(12.0, "losses rose")
    assert (signed.actor, signed.role, signed.cost_ratio, signed.text) == ("ben", "manager", 12.0, "losses rose")
    assert signed.threshold == local.portfolio(12.0).cheapest.threshold
    assert asked.oversight().policy == signed
    assert asked.sign_policy(9.0, "they fell") == asked.oversight().policy


@pytest.mark.parametrize(("ratio", "text", "fault"), [
    (0.0, "x", "a cost ratio is above 0"),
    (1e9, "x", "a cost ratio is above 0"),
    (12.0, " ", "cost_policy: the text is empty"),
])  # fmt: skip
def test_what_is_no_policy_is_not_recorded(recorder: Recorder, ratio: float, text: str, fault: str) -> None:
    with pytest.raises(Refused, match=fault):
        recorder.by(BEN).sign_policy(ratio, text)
    assert recorder.by(BEN).oversight().policy is None
