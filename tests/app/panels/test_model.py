"""What the model looks at in plain words; this client step by step; a second opinion when asked for."""

from __future__ import annotations

import pytest

from advisor.panels.model import FAMILIES, ModelPanel
from advisor.state import State
from scoring.faults import Refused
from scoring.words import words
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def panel(state: State) -> ModelPanel:
    state.panel = "model"
    return ModelPanel(state)


def test_subjects_are_ranked_with_the_rest_behind(state: State, panel: ModelPanel) -> None:
    state.client = REFUSED
    assert state.notice is None
    shown, _, behind = panel.families.value.partition("<details>")
    assert shown.count('<th scope="row">') == FAMILIES
    assert behind.count('<th scope="row">') == 1
    assert shown.index("Scores externes") < shown.index("Emploi")
    assert "width:100.0%" in shown


@pytest.mark.parametrize(
    "said",
    [
        "plus la valeur est élevée, plus le risque baisse",  # a number
        "plus la date est récente, plus le risque monte",
        "plus le client est jeune, plus le risque monte",
        "si oui, le risque monte",
    ],
)
def test_a_direction_is_said_by_what_more_of_it_means(state: State, panel: ModelPanel, said: str) -> None:
    state.client = REFUSED
    assert said in panel.families.value


def test_no_panel_word_is_a_feature_name(state: State, panel: ModelPanel) -> None:
    state.client = REFUSED
    assert "EXT_SOURCE" not in panel.families.value + panel.table.value + panel.facts.value


def test_facts_and_the_card(state: State, panel: ModelPanel) -> None:
    state.client = REFUSED
    for fact in ("20 novembre 2026", "76,0", "9,1", "model-1"):
        assert fact in panel.facts.value
    assert 'download="card-model-1.html"' in panel.facts.value
    assert "data:text/html;base64,PCFkb2N0eXBl" in panel.facts.value


def test_the_steps_have_a_chart_and_a_table(state: State, panel: ModelPanel) -> None:
    state.client = REFUSED
    first = panel.chart
    assert panel.slot.children
    assert "Pas à pas" in panel.title.value
    assert panel.steps.value.count("<li>") == 10
    assert "<span>▲ Score externe moyen</span><strong>0,16</strong>" in panel.steps.value
    assert "autres éléments</span><strong></strong>" in panel.steps.value
    assert panel.table.value.count("<tr>") == 1 + 10
    state.client = NO_HISTORY
    assert "non renseigné" in panel.table.value
    assert panel.chart is first is not None


@pytest.mark.parametrize(("client", "agreement"), [(REFUSED, "agree"), (GRANTED, "partly"), (NO_HISTORY, "none")])
def test_the_second_opinion_is_asked_by_its_button(
    state: State, panel: ModelPanel, client: int, agreement: str
) -> None:
    state.client = client
    assert 'data-act="opinion"' in panel.opinion.value
    state.act("opinion", "")
    assert state.notice is None
    assert words("fr").text(f"page.model_opinion_{agreement}") in panel.opinion.value
    assert ("LIME n’explique que 0" in panel.opinion.value) == (client == GRANTED)  # a fit below none is none


def test_another_client_has_no_opinion_yet(state: State, panel: ModelPanel) -> None:
    state.client = REFUSED
    state.act("opinion", "")
    state.client = GRANTED
    assert 'data-act="opinion"' in panel.opinion.value


def test_an_opinion_that_cannot_be_had_is_said(
    state: State, panel: ModelPanel, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(client: int) -> None:
        raise Refused("not installed")

    state.client = REFUSED
    monkeypatch.setattr(questions, "second_opinion", refuse)
    state.act("opinion", "")
    assert "n’est pas disponible" in panel.opinion.value
    assert state.notice is None


def test_nothing_is_asked_while_another_panel_is_shown(state: State) -> None:
    panel = ModelPanel(state)
    state.client = REFUSED
    assert panel.families.value == ""


def test_no_other_client_stays_after_a_fault(state: State, panel: ModelPanel, questions: FakeQuestions) -> None:
    state.client = REFUSED
    questions.broken = RuntimeError("gone")
    state.client = GRANTED
    assert panel.families.value == panel.title.value == panel.table.value == ""
    assert not panel.slot.children


def test_without_a_client_what_is_about_one_is_left_out(state: State, panel: ModelPanel) -> None:
    assert state.general
    assert "Scores externes" in panel.families.value
    assert "model-1" in panel.facts.value
    assert panel.title.value == panel.table.value == panel.opinion.value == ""
    assert not panel.slot.children
    state.act("opinion", "")
    assert (panel.opinion.value, state.notice) == ("", None)
    state.client = REFUSED
    assert panel.slot.children
    assert 'data-act="opinion"' in panel.opinion.value
