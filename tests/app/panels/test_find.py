"""The head of the page."""

from __future__ import annotations

from advisor.panels.find import Find
from advisor.state import State
from tests.app.fake_questions import GRANTED


def test_the_finder_chooses_the_client(state: State) -> None:
    find = Find(state)
    find.finder.value = GRANTED
    assert state.case is not None
    assert state.case.client.id == GRANTED


def test_the_switch_changes_the_language(state: State) -> None:
    find = Find(state)
    assert find.finder.texts["label"] == "Numéro de client"
    find.languages.value = "en"
    assert state.language == "en"
    assert find.finder.texts["label"] == "Client number"
    assert find.finder.texts["count"] == "{n} clients match"  # filled in by the browser
