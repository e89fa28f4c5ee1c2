"""Correcting: what it comes to is seen first; who may corrects, who may not asks for it."""

from __future__ import annotations

import pytest

from advisor.panels.decide import DecidePanel
from advisor.panels.score import ScoreCard
from advisor.panels.standing import Standing
from advisor.state import State
from scoring.faults import Refused
from scoring.serving.http import Unreachable
from scoring.serving.questions import Act, Reasons
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

INCOME = "AMT_INCOME_TOTAL"
CHANGE = "Revenus du client\u00a0: 202\u202f500 → 300\u202f000."
ASKED = Act("correction_request", before={INCOME: 202500.0}, after={INCOME: 300000.0}, text="bulletins")


@pytest.fixture
def panel(state: State) -> DecidePanel:
    made = DecidePanel(state)
    state.client, state.panel = REFUSED, "decide"
    return made


def typed(panel: DecidePanel, value: str) -> None:
    """Choose the income, and type another one."""
    part = panel.correcting
    part.choice.control.value = panel.state.words.label(INCOME)
    assert part.row is not None
    part.row.control.value = value


def test_a_correction_is_seen_before_it_can_be_made(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    questions.may_amend = True
    panel.draw()
    typed(panel, "300 000")
    assert 'data-act="correct_do" data-value="" disabled' in panel.correcting.buttons.value
    state.act("correct_do", "")
    assert questions.made == []
    state.act("correct_ask", "")
    assert questions.tried == [{INCOME: 300000.0}]
    assert "Le risque baisserait" in panel.correcting.result.value
    state.act("correct_do", "")
    ((made),) = questions.made
    assert made.after.fields[INCOME] == 300000.0
    assert CHANGE in panel.correcting.status.value
    assert CHANGE in panel.correcting.made.value
    assert "crédit refusé → crédit accordé" in panel.correcting.made.value
    assert CHANGE.partition(":")[0] in panel.table.value
    assert panel.correcting.row is None


def test_the_corrected_client_is_shown_with_a_mark(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    card = ScoreCard(state)
    assert "adv-corrected" not in card.heading.value
    questions.may_amend = True
    panel.draw()
    typed(panel, "300 000")
    state.act("correct_ask", "")
    state.act("correct_do", "")
    assert "Corrigé le 24 novembre 2026" in card.heading.value
    assert "300\u202f000" in card.facts.value
    state.client = GRANTED
    assert (card.heading.value.count("adv-corrected"), panel.correcting.made.value) == (0, "")


def test_who_may_not_correct_asks_for_it(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    typed(panel, "300 000")
    assert "correct_do" not in panel.correcting.buttons.value
    panel.correcting.why.value = " bulletins "
    state.act("correct_ask", "")
    state.act("correct_request", "")
    ((_, line),) = questions.lines
    assert (line.kind, line.before, line.after, line.text) == (ASKED.kind, ASKED.before, ASKED.after, "bulletins")
    assert "Correction demandée sous le n°\u00a01" in panel.correcting.status.value
    assert CHANGE in panel.correcting.asked.value
    assert "correct_take" not in panel.correcting.asked.value
    assert CHANGE in panel.table.value


def test_a_request_is_taken_up_seen_and_answered(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    questions.record(REFUSED, ASKED)
    questions.may_amend = True
    panel.draw()
    state.act("correct_take", "1")
    assert "Le risque baisserait" in panel.correcting.result.value
    state.act("correct_do", "")
    assert [line.refers for _, line in questions.lines] == [None, 1]
    assert panel.correcting.asked.value == ""


def test_a_request_is_declined_in_words_alone(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    questions.record(REFUSED, ASKED)
    questions.may_amend = True
    panel.draw()
    state.act("correct_decline", "1")
    assert "écrivez d’abord pourquoi" in panel.correcting.status.value
    panel.correcting.why.value = "pas prouvé"
    state.act("correct_decline", "1")
    assert [(line.kind, line.refers) for _, line in questions.lines][1:] == [("correction_declined", 1)]
    assert panel.correcting.asked.value == ""


@pytest.mark.parametrize("fault", [Refused("not so"), Unreachable("late")])
def test_what_was_not_corrected_is_not_said_to_be(
    panel: DecidePanel, state: State, questions: FakeQuestions, fault: Exception
) -> None:
    questions.may_amend = True
    panel.draw()
    typed(panel, "300 000")
    state.act("correct_ask", "")
    questions.broken = fault
    state.act("correct_do", "")
    assert (questions.made, state.notice is not None) == ([], True)
    said = "n’a été corrigé" if isinstance(fault, Refused) else "On ne sait pas"
    assert said in panel.correcting.status.value


@pytest.mark.parametrize("client", [REFUSED, NO_HISTORY])
def test_what_was_corrected_is_said_whatever_is_read_afterwards(
    panel: DecidePanel, state: State, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch, client: int
) -> None:
    def late(asked: int) -> Reasons:
        raise Unreachable("late")

    standing = Standing(state)
    state.client = client
    questions.may_amend = True
    panel.draw()
    typed(panel, "300 000")
    state.act("correct_ask", "")
    with monkeypatch.context() as patch:
        patch.setattr(questions, "reasons", late)
        state.act("correct_do", "")
    assert "Le dossier a été corrigé" in standing.fault.value
    assert (state.case, len(questions.made), standing.again.description) == (None, 1, "Réessayer")
    standing.again.click()
    assert state.notice is None
    assert "300\u202f000." in panel.correcting.status.value
    assert len(questions.made) == 1


def test_a_client_without_history_is_corrected_too(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    state.client = NO_HISTORY
    questions.may_amend = True
    panel.draw()
    panel.correcting.choice.control.value = state.words.label("AMT_ANNUITY")
    assert panel.correcting.row is not None
    panel.correcting.row.control.value = "9 000"
    state.act("correct_ask", "")
    state.act("correct_do", "")
    assert "non renseigné → 9\u202f000." in panel.correcting.made.value


def test_a_value_that_cannot_be_is_not_asked(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    typed(panel, "beaucoup")
    state.act("correct_ask", "")
    assert questions.tried == []
    state.act("correct_reset", INCOME)
    assert panel.correcting.row is not None
    assert not panel.correcting.row.moved
