"""What stands in for the case."""

from __future__ import annotations

from advisor.panels.standing import Standing
from advisor.state import State
from scoring.serving.http import Unreachable
from tests.app.fake_clients import REFUSED
from tests.app.fake_questions import FakeQuestions


def test_at_first_it_invites(state: State) -> None:
    standing = Standing(state)
    assert "Quel client avez-vous devant vous" in standing.welcome.value
    assert standing.alert.layout.display == "none"


def test_a_fault_is_one_sentence_with_its_reference(state: State, questions: FakeQuestions) -> None:
    standing = Standing(state)
    questions.broken = Unreachable("http://127.0.0.1:1 does not answer")
    state.client = REFUSED
    assert state.notice is not None
    assert standing.alert.layout.display == ""
    assert state.notice.reference in standing.fault.value
    assert "127.0.0.1" not in standing.fault.value
    state.language = "en"
    assert "does not answer: try again" in standing.fault.value


def test_trying_again_opens_the_case(state: State, questions: FakeQuestions) -> None:
    standing = Standing(state)
    questions.broken = Unreachable("no answer")
    state.client = REFUSED
    questions.broken = None
    standing.again.click()
    assert state.case is not None
    assert standing.alert.layout.display == "none"
