"""Why: the force plot's items and the reasons on each side."""

from __future__ import annotations

from math import isclose

import pytest

from advisor.panels.why import DRAWN, Why
from advisor.state import State
from tests.app.fake_questions import GRANTED, NO_HISTORY, PARTS, REFUSED


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


def test_four_reasons_stand_on_each_side(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    against, favour = why.reasons.value.split('<div class="adv-favour">')
    assert against.count("<li>") == favour.count("<li>") == 4
    assert against.index("Score externe moyen") < against.index("Score externe le plus bas")
    assert "20,4 jours d’avance" in favour.replace("\xa0", " ")


def test_a_side_without_reasons_says_so(state: State, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(PARTS, NO_HISTORY, {"DAYS_EMPLOYED": (None, 0.2)})
    why = Why(state)
    state.client = NO_HISTORY
    assert "Rien ne fait baisser le risque" in why.reasons.value


def test_the_language_changes_in_place(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    state.language = "en"
    assert why.plot.explanation["items"][0]["label"] == "Mean external score"
    assert "What counts against" in why.reasons.value


def test_without_a_client_nothing_is_drawn(state: State) -> None:
    why = Why(state)
    state.client = REFUSED
    state.client = None
    assert why.plot.explanation == {}
    assert why.reasons.value == ""
