"""The client's fields and their filter."""

from __future__ import annotations

import pytest

from advisor.panels.client import ClientPanel, plain
from advisor.state import State
from tests.app.fake_questions import GRANTED, NO_HISTORY, REFUSED


def rows(panel: ClientPanel) -> int:
    return panel.table.value.count('scope="row"')


@pytest.mark.parametrize("client", [REFUSED, GRANTED, NO_HISTORY])
def test_every_field_has_a_row(state: State, client: int) -> None:
    panel = ClientPanel(state)
    state.client = client
    fields = state.questions.client(client).fields
    assert rows(panel) == len(fields)
    assert f"{len(fields)} champs sur {len(fields)}" in panel.count.value


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
    panel = ClientPanel(state)
    state.client = REFUSED
    everything = rows(panel)
    panel.filter.value = typed
    assert found in panel.table.value
    assert 0 < rows(panel) < everything


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
    panel = ClientPanel(state)
    state.client = REFUSED
    assert "<script>" not in panel.table.value
    assert "&lt;script&gt;" in panel.table.value


def test_plain() -> None:
    assert plain("Âge, FRÊLE, œuf") == "age, frele, œuf"
