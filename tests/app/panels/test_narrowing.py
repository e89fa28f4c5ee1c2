"""Narrowing the lists: what is typed is asked for, and what cannot be is said beside its box."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.panels.lists import LINES, ListsPanel
from advisor.panels.narrowing import End
from advisor.state import State
from scoring.serving.questions import EVERYONE, Filters
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def panel(state: State) -> ListsPanel:
    made = ListsPanel(state)
    state.act("narrow", "")
    return made


def end(panel: ListsPanel, name: str) -> End:
    return next(end for end in panel.narrowing.ends if end.name == name)


def enter(panel: ListsPanel, *typed: tuple[str, str]) -> None:
    for name, text in typed:
        if name == "decision":
            assert panel.narrowing.decision is not None
            panel.narrowing.decision.control.value = text
        else:
            end(panel, name).control.value = text


def test_folded_there_is_a_button_alone(state: State, questions: FakeQuestions) -> None:
    panel = ListsPanel(state)
    assert 'aria-expanded="false"' in panel.narrowing.head.value
    assert panel.narrowing.fields.layout.display == "none"
    assert panel.narrowing.fields.children == ()
    state.act("narrow", "")
    assert 'aria-expanded="true"' in panel.narrowing.head.value
    assert panel.narrowing.fields.layout.display == ""
    assert len(panel.narrowing.fields.children) == 4
    assert questions.asked == []


ASKED: list[tuple[list[tuple[str, str]], Filters]] = [
    # what is typed or chosen, one after the other          what is asked for
    ([("decision", "refused")], Filters(decision="refused")),
    ([("decision", "refused"), ("decision", "")], EVERYONE),
    ([("least_probability", "17,5 %")], Filters(least_probability=0.175)),
    ([("least_probability", "0"), ("most_probability", "100")], Filters(least_probability=0.0, most_probability=1.0)),
    ([("least_income", "200 000"), ("most_income", "200\u202f000")], Filters(least_income=2e5, most_income=2e5)),
    ([("least_amount", "0,5"), ("least_amount", "")], EVERYONE),
    ([("most_amount", "300000"), ("decision", "granted")], Filters(decision="granted", most_amount=3e5)),
]


@pytest.mark.parametrize(("typed", "asked"), ASKED)
def test_what_is_typed_is_asked_for(
    panel: ListsPanel, questions: FakeQuestions, typed: list[tuple[str, str]], asked: Filters
) -> None:
    enter(panel, *typed)
    assert questions.asked[-1][0] == asked
    assert len(questions.asked) == len(typed)  # each asks once
    assert not any(end.fault for end in panel.narrowing.ends)


def test_a_list_stays_chosen_and_starts_at_its_first_line(
    state: State, panel: ListsPanel, questions: FakeQuestions
) -> None:
    state.act("list", "to_review")
    state.act("sort", "id")
    state.act("turn", "10")
    enter(panel, ("least_income", "1"))
    assert questions.asked[-1] == (Filters("to_review", least_income=1.0), "id", True, 0, LINES)
    state.act("list", "near_threshold")
    assert questions.asked[-1][0] == Filters("near_threshold", least_income=1.0)
    assert "Affiner · 1 critère<" in panel.narrowing.head.value


FAULTS: list[tuple[list[tuple[str, str]], str, str]] = [
    # what is typed                                        the box at fault     what is said
    ([("least_income", "beaucoup")], "least_income", "Écrivez un nombre en chiffres"),
    ([("most_probability", "101")], "most_probability", "Écrivez un nombre de 0 à 100."),
    ([("least_amount", "-1")], "least_amount", "Écrivez un nombre de 0 à"),
    ([("least_amount", "2"), ("most_amount", "1")], "most_amount", "La fin est plus petite que le début."),
    ([("most_amount", "1"), ("least_amount", "2")], "most_amount", "La fin est plus petite que le début."),
]


@pytest.mark.parametrize(("typed", "at_fault", "said"), FAULTS)
def test_a_fault_is_said_beside_its_box_and_nothing_is_asked(
    panel: ListsPanel, questions: FakeQuestions, typed: list[tuple[str, str]], at_fault: str, said: str
) -> None:
    enter(panel, *typed)
    assert len(questions.asked) == len(typed) - 1
    assert [end.name for end in panel.narrowing.ends if end.fault] == [at_fault]
    assert f'id="adv-narrow-{at_fault}"' in end(panel, at_fault).beside.value
    assert said in end(panel, at_fault).beside.value
    assert end(panel, typed[-1][0]).control.value == typed[-1][1]  # it stays as it was typed


def test_what_is_mended_is_asked_for_and_no_longer_at_fault(panel: ListsPanel, questions: FakeQuestions) -> None:
    enter(panel, ("least_amount", "x"), ("least_amount", "5"))
    assert [asked[0] for asked in questions.asked] == [Filters(least_amount=5.0)]
    assert end(panel, "least_amount").beside.value == ""


def test_all_of_it_is_taken_back(state: State, panel: ListsPanel, questions: FakeQuestions) -> None:
    enter(panel, ("decision", "refused"), ("least_amount", "5"), ("least_income", "x"))
    state.act("narrow_reset", "")
    assert questions.asked[-1][0] == EVERYONE
    assert {end.control.value for end in panel.narrowing.ends} == {""}
    assert not any(end.beside.value for end in panel.narrowing.ends)
    assert panel.narrowing.back.value.count(" disabled") == 1


def test_a_fault_alone_is_taken_back_too(state: State, panel: ListsPanel) -> None:
    state.act("list", "all")
    enter(panel, ("least_income", "x"))
    state.act("narrow_reset", "")
    assert end(panel, "least_income").control.value == end(panel, "least_income").beside.value == ""
    assert " disabled" in panel.narrowing.back.value


def test_where_an_opinion_comes_first_nothing_tells_a_score(questions: FakeQuestions) -> None:
    state = State(questions, opinion_first=True)
    panel = ListsPanel(state)
    state.act("narrow", "")
    assert [end.name for end in panel.narrowing.ends] == ["least_income", "most_income", "least_amount", "most_amount"]
    assert panel.narrowing.decision is None
    enter(panel, ("least_income", "5"))
    assert questions.asked[-1] == (Filters(least_income=5.0), "id", False, 0, LINES)


def test_another_language_says_the_same(state: State, panel: ListsPanel) -> None:
    enter(panel, ("least_probability", "17,5"))
    state.language = "en"
    assert end(panel, "least_probability").control.value == "17.5"
    assert end(panel, "least_probability").control.description == "Risk, from (%)"
    assert state.listing.narrowed == Filters(least_probability=0.175)


def test_nobody_is_said_of_the_criteria(state: State, panel: ListsPanel) -> None:
    enter(panel, ("least_income", "5"))
    state.listing = replace(state.listing, name="refused_high_income")
    assert "ne répond à ces critères" in panel.table.value
