"""The comparison: what is asked, what is said, what is drawn."""

from __future__ import annotations

import pytest

from advisor.panels.compare import ComparePanel
from advisor.state import State
from tests.app.fake_questions import DISTRIBUTIONS, GRANTED, INCOME_TYPES, NO_HISTORY, REFUSED, FakeQuestions


@pytest.fixture
def panel(state: State) -> ComparePanel:
    panel = ComparePanel(state)
    state.client = REFUSED
    state.panel = "compare"
    return panel


def test_nothing_is_asked_before_the_panel_is_shown(state: State) -> None:
    panel = ComparePanel(state)
    state.client = REFUSED
    assert panel.choosing.variables == ()
    assert panel.one.chart is None


def test_it_starts_with_the_strongest_reason_and_the_first_group(panel: ComparePanel, state: State) -> None:
    assert (state.variable, state.group) == ("EXT_SOURCE_MEAN", "all")
    assert panel.choosing.variable.control.value == "Score externe moyen"
    assert panel.choosing.group.control.value == "all"
    assert panel.one.chart is not None
    assert panel.slot.children == (panel.one.chart.figure,)


@pytest.mark.parametrize(
    ("variable", "title"),
    [
        ("AMT_INCOME_TOTAL", "Revenus du client : 8 clients sur 10 sont en dessous"),
        ("DAYS_BIRTH", "Âge : 9 clients sur 10 sont plus âgés"),
        ("DAYS_EMPLOYED", "Début de l’emploi actuel : 6 clients sur 10 ont une date plus ancienne"),
        ("FLAG_EMAIL", "Adresse électronique fournie : 9 clients sur 10 sont dans le même cas"),
        ("NAME_INCOME_TYPE", "Source de revenus : 7 clients sur 10 sont dans le même cas"),
        ("EXT_SOURCE_MEAN", "Score externe moyen : moins d’un client sur dix est en dessous"),
    ],
)
def test_the_title_states_what_is_seen(panel: ComparePanel, state: State, variable: str, title: str) -> None:
    state.variable = variable
    assert title in panel.title.value
    assert state.notice is None


def test_choosing_by_label_and_by_group(panel: ComparePanel, state: State) -> None:
    panel.choosing.variable.control.value = "Âge"
    panel.choosing.group.control.value = "similar"
    assert (state.variable, state.group) == ("DAYS_BIRTH", "similar")
    assert "640 clients" in panel.title.value
    assert "Points communs avec ce client\u00a0: tranche d’âge, tranche de revenus." in panel.title.value


def test_text_that_names_no_variable_is_taken_back(panel: ComparePanel, state: State) -> None:
    panel.choosing.variable.control.value = "Revenu"
    assert state.variable == "EXT_SOURCE_MEAN"
    assert panel.choosing.variable.control.value == "Score externe moyen"


def test_the_choice_stays_with_the_next_client_and_language(panel: ComparePanel, state: State) -> None:
    state.variable, state.group = "AMT_INCOME_TOTAL", "granted"
    state.client = GRANTED
    state.language = "en"
    assert (state.variable, state.group) == ("AMT_INCOME_TOTAL", "granted")
    assert panel.choosing.variable.control.value == "Client’s income"
    assert panel.choosing.group.control.label == "Granted clients"
    assert "Client’s income: nearly all clients are below" in panel.title.value


def test_a_small_group_is_withheld_with_a_sentence(panel: ComparePanel, state: State) -> None:
    state.group = "refused"
    assert "trop petit : moins de 30 clients" in panel.title.value
    assert panel.slot.children == ()
    assert panel.numbers.value == ""


def test_a_client_without_the_value_has_no_mark(panel: ComparePanel, state: State) -> None:
    state.client = NO_HISTORY
    assert "valeur non renseignée pour ce client" in panel.title.value
    assert panel.one.chart is not None
    assert not panel.one.chart.line.visible
    assert "ce client" not in panel.numbers.value


def test_the_table_marks_the_client(panel: ComparePanel, state: State) -> None:
    state.variable = "NAME_INCOME_TYPE"
    assert panel.slot.children == ()
    assert panel.numbers.value.count("adv-bar-drawn") == len(INCOME_TYPES)
    assert panel.numbers.value.count("adv-mine") == 1


def test_defaults_are_said_of_the_group_and_of_each_band_with_enough_clients(panel: ComparePanel, state: State) -> None:
    state.variable = "EXT_SOURCE_MEAN"
    assert "Parmi ceux dont l’issue est connue, 8,2\u00a0% n’ont pas remboursé." in panel.title.value
    assert panel.numbers.value.count("8,2\u00a0%") == len(DISTRIBUTIONS["EXT_SOURCE_MEAN"]) - 1
    assert panel.numbers.value.count("trop peu de clients") == 1


def test_many_categories_show_the_first_and_the_clients(
    panel: ComparePanel, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple((f"Kind {i}", 100 - i) for i in range(30))
    monkeypatch.setattr("tests.app.fake_questions.INCOME_TYPES", (*many, ("Working", 1)))
    state.variable = "NAME_INCOME_TYPE"
    first, rest = panel.numbers.value.split("<details>")
    assert first.count('scope="row"') == 11
    assert "adv-mine" in first
    assert "Voir 20 autres catégories" in rest


def test_a_fault_becomes_the_notice(panel: ComparePanel, state: State, questions: FakeQuestions) -> None:
    questions.broken = RuntimeError("a bug")
    state.group = "similar"
    assert state.notice is not None
    assert state.notice.kind == "other"
