"""Choosing a client asks for the case; what fails becomes a notice, and no other client's case stays."""

from __future__ import annotations

import pytest

from advisor.notices import notice_of
from advisor.state import State
from scoring.faults import Refused, UnknownName
from scoring.serving.http import Unreachable
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

CLIENTS = (REFUSED, GRANTED, NO_HISTORY)


@pytest.mark.parametrize("client", CLIENTS)
def test_choosing_a_client_opens_the_case(state: State, client: int) -> None:
    state.client = client
    assert state.notice is None
    assert state.case is not None
    assert state.case.client.id == client
    assert state.about is not None


def test_choosing_nobody_closes_the_case(state: State) -> None:
    state.client = REFUSED
    state.client = None
    assert state.case is None
    assert state.notice is None


@pytest.mark.parametrize(
    ("fault", "kind", "repeatable"),
    [
        (Unreachable("no answer"), "unreachable", True),
        (Refused("not like this"), "refused", False),
        (UnknownName("nobody"), "unknown", False),
        (ZeroDivisionError("a bug"), "other", True),
    ],
)
def test_a_fault_leaves_no_case_and_is_told(
    state: State, questions: FakeQuestions, fault: Exception, kind: str, repeatable: bool
) -> None:
    state.client = REFUSED
    questions.broken = fault
    state.client = GRANTED
    assert state.case is None
    assert state.notice is not None
    assert state.notice.kind == kind
    assert state.repeatable == repeatable
    assert not state.busy


def test_an_unknown_client_is_told(state: State) -> None:
    state.client = 999999
    assert state.case is None
    assert state.notice is not None
    assert state.notice.kind == "unknown"
    assert not state.repeatable
    state.retry()
    assert (state.notice, state.case) == (None, None)


def test_the_next_client_clears_the_notice(state: State) -> None:
    state.client = 999999
    state.client = NO_HISTORY
    assert state.notice is None
    assert state.case is not None


def test_the_log_has_the_reference_and_nothing_of_the_client(
    state: State, questions: FakeQuestions, capsys: pytest.CaptureFixture[str]
) -> None:
    questions.broken = Refused(f"client {REFUSED} declared an income of 202500")
    state.client = REFUSED
    logged = capsys.readouterr().err
    assert state.notice is not None
    assert f"{state.notice.reference}: Refused at fake_questions.py:" in logged
    assert str(REFUSED) not in logged
    assert "202500" not in logged


def test_the_old_case_stays_until_the_new_one_is_there(state: State) -> None:
    seen = []
    state.client = REFUSED
    state.observe(lambda change: seen.append(change.new.client.id), "case")
    state.client = GRANTED
    assert seen == [GRANTED]  # no moment without a case: the page would jump


def test_a_failed_search_is_told_and_raised_for_the_finder(state: State, questions: FakeQuestions) -> None:
    assert state.find("1000", 20).ids == (REFUSED, GRANTED)
    questions.broken = Unreachable("no answer")
    with pytest.raises(Unreachable):
        state.find("1000", 20)
    assert state.notice is not None
    assert state.notice.kind == "unreachable"
    assert not state.repeatable  # the hits would reach nobody
    questions.broken = None
    state.find("1000", 20)
    assert state.notice is None


class Acts:
    """Two acts that fail while they are broken, and one that tells of its fault itself."""

    def __init__(self, state: State) -> None:
        self.state, self.done, self.broken = state, [], set[str]()
        state.acts.update({name: lambda _, name=name: self.do(name) for name in ("one", "two")})  # type: ignore[misc]
        state.acts["own"] = lambda _: self.tell()

    done: list[str]

    def do(self, name: str) -> None:
        self.done.append(name)
        if name in self.broken:
            raise Unreachable("no answer")

    def tell(self) -> None:
        self.done.append("own")
        if "own" in self.broken:
            self.state.notice = notice_of(Unreachable("no answer"))


@pytest.mark.parametrize(
    ("broken", "acts", "told", "repeatable", "again"),
    [  # what is broken, what is done ("+": mended before), whether it is told, can be tried again, what again does
        ("one", "one", True, True, ["one"]),
        ("one", "one + one", False, False, []),
        ("one", "one two", True, True, ["one"]),
        ("one", "one + two", True, True, ["one"]),
        ("one two", "one two", True, True, ["one", "two"]),
        ("one two", "one two + two", True, True, ["one"]),
        ("one two", "one two + one two", False, False, []),
        ("own", "own", True, False, []),
        ("own", "own + own", False, False, []),
        ("own", "own + one", True, False, []),
        ("own one", "own one", True, True, ["one"]),
    ],
)
def test_a_notice_stays_until_its_act_succeeds(
    state: State, broken: str, acts: str, told: bool, repeatable: bool, again: list[str]
) -> None:
    those = Acts(state)
    those.broken = set(broken.split())
    for name in acts.split():
        if name == "+":
            those.broken.clear()
        state.act(name, "")
    assert ((state.notice is not None), state.repeatable) == (told, repeatable)
    those.broken.clear()
    those.done.clear()
    state.retry()
    assert those.done == again
    assert (state.notice, state.failed) == (None, {})


def test_what_fails_again_stays_told_under_another_reference(state: State) -> None:
    those = Acts(state)
    those.broken = {"one"}
    state.act("one", "")
    first = state.notice
    state.retry()
    assert state.notice is not None
    assert state.notice is not first
    assert len(state.failed) == 1


def test_another_client_settles_what_failed(state: State) -> None:
    those = Acts(state)
    those.broken = {"one", "own"}
    state.act("one", "")
    state.act("own", "")
    state.client = NO_HISTORY
    assert (state.notice, state.failed) == (None, {})
