"""Why: the force plot's items and the reasons on each side."""

from __future__ import annotations

from math import isclose

import pytest

from advisor.forces import DRAWN
from advisor.panels.why import Why
from advisor.state import State
from tests.app.fake_clients import BASES, GRANTED, NO_HISTORY, PARTS, REFUSED
from tests.app.fake_questions import FakeQuestions


@pytest.mark.parametrize("client", [REFUSED, GRANTED, NO_HISTORY])
def test_the_items_add_up_to_the_score(state: State, client: int) -> None:
    why = Why(state)
    state.client = client
    shown = why.plot.explanation
    assert isclose(shown["base"] + sum(item["contribution"] for item in shown["items"]), shown["raw"])
    assert state.notice is None


def test_the_largest_are_drawn_and_the_rest_is_one(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    items = why.plot.explanation["items"]
    assert len(items) == DRAWN + 1
    assert items[0] == {"label": "Score externe moyen", "value": "0,16", "contribution": 0.62}
    assert items[-1]["label"] == f"{len(PARTS[REFUSED]) - DRAWN} autres éléments"
    assert isclose(items[-1]["contribution"], -0.01 + 0.008)


def test_what_moves_nothing_is_neither_drawn_nor_counted(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    moving = dict(list(PARTS[REFUSED].items())[: DRAWN + 2])
    monkeypatch.setitem(PARTS, REFUSED, {"AMT_GOODS_PRICE": (1.0, 0.0), **moving})
    why = Why(state)
    state.client = REFUSED
    assert why.plot.explanation["items"][-1]["label"] == "2 autres éléments"


def test_the_reasons_stand_on_each_side_as_they_were_said(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    against, favour = why.reasons.value.split('<div class="adv-favour">')
    said = state.questions.reasons(REFUSED)
    for side, reasons in ((against, said.against), (favour, said.favour)):
        assert side.count("<li>") == len(reasons) > 0
        assert [side.index(reason.said["fr"]) for reason in reasons] == sorted(
            side.index(reason.said["fr"]) for reason in reasons
        )


@pytest.mark.parametrize(("client", "checked"), [(REFUSED, "Vérifié (1)."), (GRANTED, "Vérifié (0).")])
def test_what_was_checked_stands_under_them(state: State, client: int, checked: str) -> None:
    why = Why(state)
    state.client = client
    assert f'<p class="adv-check">{checked}</p>' in why.reasons.value


def test_a_side_without_reasons_says_so(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, NO_HISTORY, {"DAYS_EMPLOYED": (None, 0.2)})
    why = Why(state)
    state.client = NO_HISTORY
    against, favour = why.reasons.value.split('<div class="adv-favour">')
    nothing = state.words.text("page.why_favour_none")
    assert (nothing in favour, nothing in against) == (True, False)


def test_the_language_changes_in_place(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    state.language = "en"
    assert why.plot.explanation["items"][0]["label"] == "Mean external score"
    assert "What counts against" in why.reasons.value
    assert "Said of EXT_SOURCE_MEAN" in why.reasons.value
    assert "Checked (1)." in why.reasons.value


def test_the_plot_starts_from_the_base_that_is_chosen(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    everyone = why.plot.explanation
    why.base.control.value = "accepted"
    accepted = why.plot.explanation
    assert (state.base, why.plot.texts["base"]) == ("accepted", "clients acceptés")
    assert [shown["base"] for shown in (everyone, accepted)] == [BASES["all"], BASES["accepted"]]
    assert [shown["base_probability"] for shown in (everyone, accepted)] == pytest.approx([0.08, 0.06])
    assert accepted["probability"] == everyone["probability"]
    state.client = GRANTED
    assert why.plot.explanation["base"] == BASES["accepted"]
    state.language = "en"
    assert (why.plot.texts["base"], why.base.control.label) == ("granted clients", "granted clients")
    state.base = "all"
    assert (why.base.control.value, why.plot.texts["base"]) == ("all", "average")


def test_after_a_fault_no_other_plot_stays(state: State, questions: FakeQuestions) -> None:
    why = Why(state)
    state.client = REFUSED
    questions.broken = RuntimeError("away")
    why.base.control.value = "accepted"
    assert why.plot.explanation == {}
    assert state.notice is not None


def test_without_a_client_nothing_is_drawn(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    state.client = None
    assert why.plot.explanation == {}
    assert why.reasons.value == ""
