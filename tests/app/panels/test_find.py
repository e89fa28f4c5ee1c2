"""The head of the page."""

from __future__ import annotations

from advisor.panels.find import Find
from advisor.state import RECENT, State
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED


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


def test_clients_opened_are_recent_the_last_one_first(state: State) -> None:
    find = Find(state)
    assert find.recent.control.layout.display == "none"
    for client in (GRANTED, REFUSED, NO_HISTORY, REFUSED, 999999):
        state.client = client
    assert state.recent == (REFUSED, NO_HISTORY, GRANTED)
    assert [value for _, value in find.recent.control.options] == ["", str(REFUSED), str(NO_HISTORY), str(GRANTED)]
    find.recent.control.value = str(GRANTED)
    assert state.client == GRANTED
    assert find.recent.control.value == ""


def test_only_so_many_are_recent(state: State) -> None:
    state.recent = tuple(range(RECENT))
    state.client = GRANTED
    assert state.recent == (GRANTED, *range(RECENT - 1))


def test_the_button_shows_and_hides_the_lists(state: State) -> None:
    find = Find(state)
    assert (state.browsing, find.browse.value) == (True, "")  # without a client they stand open
    state.client = GRANTED
    assert 'aria-expanded="false"' in find.browse.value
    state.act("browse", "")
    assert state.browsing
    assert 'aria-expanded="true"' in find.browse.value
