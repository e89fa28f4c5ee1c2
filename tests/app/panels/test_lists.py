"""Lists of clients: nothing is asked before one is chosen; each line opens its client."""

from __future__ import annotations

import pytest

from advisor.panels.lists import LINES, NAMES, ListsPanel
from advisor.state import State
from scoring.serving.lists import CONDITIONS
from scoring.serving.questions import Filters
from tests.app.fake_clients import REFUSED
from tests.app.fake_questions import FakeQuestions


def test_the_declared_lists_are_offered_and_none_is_asked_for(state: State, questions: FakeQuestions) -> None:
    panel = ListsPanel(state)
    assert panel.names.value.count('data-act="list"') == len(NAMES)
    assert questions.asked == []
    assert panel.table.value == ""


def test_the_names_are_those_of_the_scoring_process() -> None:
    assert set(NAMES) == set(CONDITIONS)


ACTS: list[tuple[list[tuple[str, str]], tuple[str, str, bool, int]]] = [
    # what is pressed, one after the other         list, sort, descending, offset
    ([("list", "to_review")], ("to_review", "probability", True, 0)),
    ([("list", "all"), ("sort", "probability")], ("all", "probability", False, 0)),
    ([("list", "all"), ("sort", "DAYS_BIRTH")], ("all", "DAYS_BIRTH", True, 0)),
    ([("list", "all"), ("turn", "10")], ("all", "probability", True, 10)),
    ([("list", "all"), ("turn", "10"), ("sort", "id")], ("all", "id", True, 0)),
    ([("list", "all"), ("turn", "10"), ("list", "to_review")], ("to_review", "probability", True, 0)),
]


@pytest.mark.parametrize(("acts", "asked"), ACTS)
def test_what_is_pressed_is_asked_for(
    state: State, questions: FakeQuestions, acts: list[tuple[str, str]], asked: tuple[str, str, bool, int]
) -> None:
    panel = ListsPanel(state)
    for name, value in acts:
        state.act(name, value)
    name, sort, descending, offset = asked
    assert questions.asked[-1] == (Filters(name), sort, descending, offset, LINES)
    assert len(questions.asked) == len(acts)  # each act asks once
    assert panel.table.value.count('data-act="open"') == LINES
    way = "descending" if descending else "ascending"
    assert f'aria-sort="{way}"><button data-act="sort" data-value="{sort}"' in panel.table.value
    assert f"{offset + 1} à {offset + LINES} sur 36" in panel.turning.value


def test_the_first_and_the_last_page_turn_one_way(state: State) -> None:
    panel = ListsPanel(state)
    state.act("list", "all")
    assert panel.turning.value.count(" disabled") == 1
    state.act("turn", "30")
    assert "31 à 36 sur 36" in panel.turning.value
    assert 'data-value="40" disabled' in panel.turning.value


def test_a_line_opens_its_client_and_the_lists_make_room(state: State) -> None:
    panel = ListsPanel(state)
    state.act("list", "all")
    state.act("open", str(REFUSED))
    assert state.case is not None
    assert state.case.client.id == REFUSED
    assert panel.widget.layout.display == "none"
    assert panel.table.value == ""


def test_a_list_of_nobody_says_so(state: State) -> None:
    panel = ListsPanel(state)
    state.act("list", "refused_high_income")
    assert "Aucun client dans cette liste" in panel.table.value
    assert "0 à 0 sur 0" in panel.turning.value


def test_no_other_list_stays_after_a_fault(state: State, questions: FakeQuestions) -> None:
    panel = ListsPanel(state)
    state.act("list", "all")
    questions.broken = RuntimeError("gone")
    state.act("list", "to_review")
    assert panel.table.value == ""
    assert state.notice is not None
