"""The client's fields and their filter."""

from __future__ import annotations

import re

import pytest

from advisor.panels.client import MOST, ClientPanel, plain
from advisor.state import State
from tests.app.fake_clients import ESSENTIAL, GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


def rows(panel: ClientPanel) -> int:
    return panel.table.value.count('scope="row"')


def everything(state: State) -> ClientPanel:
    """The panel that shows all there is."""
    panel = ClientPanel(state)
    state.level = "all"
    state.client = REFUSED
    return panel


@pytest.mark.parametrize("client", [REFUSED, GRANTED, NO_HISTORY])
def test_the_essential_is_shown_first(state: State, client: int) -> None:
    panel = ClientPanel(state)
    state.client = client
    assert rows(panel) == len(ESSENTIAL)
    assert f"{len(ESSENTIAL)} champs sur {len(ESSENTIAL)}" in panel.count.value
    assert "Montant du crédit" in panel.table.value


@pytest.mark.parametrize("client", [REFUSED, GRANTED, NO_HISTORY])
def test_every_field_and_feature_has_a_row(state: State, client: int) -> None:
    panel = ClientPanel(state)
    state.level = "all"
    state.client = client
    fields = (*state.questions.client(client).fields, *state.questions.features(client))
    assert rows(panel) == MOST
    state.act("rest", "")
    assert rows(panel) == len(fields) > MOST
    assert f"{len(fields)} champs sur {len(fields)}" in panel.count.value
    sections = {field.section for field in fields}
    assert panel.table.value.count('scope="rowgroup"') == len(sections)


def test_the_rest_is_folded_again_for_the_next_client(state: State) -> None:
    panel = everything(state)
    state.act("rest", "")
    state.client = GRANTED
    assert rows(panel) == MOST


def test_a_section_shows_its_own_fields(state: State) -> None:
    panel = everything(state)
    panel.section.control.value = "elsewhere"
    assert set(re.findall(r'data-value="(\w+)"', panel.table.value)) == {
        field.name for field in state.questions.features(REFUSED) if field.section == "elsewhere"
    }


def test_a_section_chosen_stays_when_the_level_has_none_of_it(state: State) -> None:
    panel = everything(state)
    panel.section.control.value = "elsewhere"
    panel.level.control.value = "essential"
    assert rows(panel) == 0
    assert "Aucun champ" in panel.table.value
    assert panel.section.control.label == "Crédits ailleurs"


def test_a_star_keeps_a_field_for_every_client(state: State) -> None:
    panel = everything(state)
    panel.level.control.value = "chosen"
    assert "Votre sélection est vide" in panel.table.value
    state.act("pin", "FLAG_EMAIL")
    state.act("pin", "EXT_SOURCE_MEAN")
    state.client = GRANTED
    assert rows(panel) == 2
    assert panel.table.value.count('aria-pressed="true"') == 2
    state.act("pin", "FLAG_EMAIL")
    assert rows(panel) == 1
    assert state.notice is None


def test_a_fault_in_the_features_is_told(state: State, questions: FakeQuestions) -> None:
    ClientPanel(state)
    state.client = REFUSED
    questions.broken = RuntimeError("gone")
    state.level = "all"
    assert state.notice is not None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("revenus du client", "Revenus du client"),
        ("REVENUS", "Revenus du client"),
        ("celibataire", "Situation familiale"),  # a value, without its accents
        ("  age ", "Âge"),
    ],
)
def test_the_filter_finds_without_case_and_accents(state: State, typed: str, found: str) -> None:
    panel = everything(state)
    before = rows(panel)
    panel.filter.value = typed
    assert found in panel.table.value
    assert 0 < rows(panel) < before


def test_a_filter_that_finds_nothing_says_so(state: State) -> None:
    panel = ClientPanel(state)
    state.client = REFUSED
    state.wanted = "zzzz"
    assert rows(panel) == 0
    assert "Aucun champ" in panel.table.value


def test_what_is_not_known_is_marked(state: State) -> None:
    panel = ClientPanel(state)
    state.client = NO_HISTORY
    assert '<td class="adv-unknown">non renseigné</td>' in panel.table.value


def test_a_category_cannot_bring_markup(state: State) -> None:
    panel = everything(state)
    state.wanted = "script"
    assert "<script>" not in panel.table.value
    assert "&lt;script&gt;" in panel.table.value


def test_plain() -> None:
    assert plain("Âge, FRÊLE, œuf") == "age, frele, œuf"
