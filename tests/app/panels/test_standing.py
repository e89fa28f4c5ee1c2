"""What stands in for the case."""

from __future__ import annotations

from advisor.notices import notice_of
from advisor.panels.lists import ListsPanel
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


def test_a_list_that_failed_is_tried_again_without_a_client(state: State, questions: FakeQuestions) -> None:
    standing, lists = Standing(state), ListsPanel(state)
    questions.broken = Unreachable("no answer")
    state.act("list", "all")
    assert (standing.alert.layout.display, standing.again.description) == ("", "Réessayer")
    questions.broken = None
    standing.again.click()
    assert 'data-act="open"' in lists.table.value
    assert standing.alert.layout.display == "none"


def test_a_list_that_works_again_takes_its_notice_back(state: State, questions: FakeQuestions) -> None:
    standing, _ = Standing(state), ListsPanel(state)
    questions.broken = Unreachable("no answer")
    state.act("list", "all")
    questions.broken = None
    state.act("list", "to_review")
    assert standing.alert.layout.display == "none"


def test_what_cannot_be_tried_from_here_can_be_closed(state: State) -> None:
    standing = Standing(state)
    state.acts["own"] = lambda _: setattr(state, "notice", notice_of(Unreachable("no answer")))
    state.act("own", "")
    assert (standing.alert.layout.display, standing.again.description) == ("", "Fermer")
    standing.again.click()
    assert standing.alert.layout.display == "none"
