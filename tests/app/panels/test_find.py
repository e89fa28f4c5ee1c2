"""The head of the page."""

from __future__ import annotations

import re

import pytest

from advisor.login import User
from advisor.panels.find import Find
from advisor.state import GENERAL, RECENT, State
from scoring.words import Language
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


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


@pytest.mark.parametrize(
    ("roles", "language", "said"),
    [
        (("advisor",),           "fr", "Connexion\u00a0: ana · conseil"),
        (("manager",),           "fr", "Connexion\u00a0: ana · responsable"),
        (("advisor", "manager"), "fr", "Connexion\u00a0: ana · conseil, responsable"),
        (("advisor",),           "en", "Logged in: ana · advisor"),
        (("advisor", "manager"), "en", "Logged in: ana · advisor, manager"),
    ],
)  # fmt: skip
def test_the_head_says_who_logged_in(roles: tuple[str, ...], language: Language, said: str) -> None:
    state = State(FakeQuestions(), user=User("ana", roles))
    find = Find(state)
    state.language = language
    assert re.sub("<h1>.*</h1>|<[^>]*>", "", find.name.value) == said
    assert 'title="ana"' in find.name.value  # a name cut short is read by pointing at it


def test_where_nobody_logs_in_the_head_names_nobody(state: State) -> None:
    assert Find(state).name.value == "<h1>Prêt à dépenser · scoring</h1>"


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


@pytest.mark.parametrize("panel", GENERAL)
def test_what_is_about_everybody_needs_no_client(state: State, panel: str) -> None:
    find = Find(state)
    assert find.everybody.value.count('aria-pressed="false"') == len(GENERAL)
    state.act("everybody", panel)
    assert (state.client, state.panel, state.general) == (None, panel, True)
    assert f'data-value="{panel}" aria-pressed="true"' in find.everybody.value
    state.act("everybody", panel)
    assert (state.panel, state.general) == ("client", False)


def test_beside_a_case_its_tabs_lead_there(state: State) -> None:
    find = Find(state)
    state.client = GRANTED
    assert find.everybody.value == ""
    state.client = 999999
    assert 'data-act="everybody"' in find.everybody.value
    state.act("everybody", "portfolio")
    assert (state.client, state.general, state.notice) == (None, True, None)


def test_no_client_is_in_the_way_of_an_unknown_panel(state: State) -> None:
    Find(state)
    state.act("everybody", "money")
    assert (state.panel, state.notice) == ("client", None)
