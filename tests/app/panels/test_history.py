"""The past as sentences, charts and tables; a client without history has a sentence alone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from advisor.charts.past import LANES
from advisor.panels.history import HistoryPanel
from advisor.state import State
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def panel(state: State) -> HistoryPanel:
    state.panel = "history"
    return HistoryPanel(state)


def drawn(panel: HistoryPanel) -> list[bool]:
    """Which of the three charts stand there."""
    return [bool(part.slot.children) for part in (panel.credits, panel.instalments, panel.cards)]


def test_the_past_is_said(state: State, panel: HistoryPanel) -> None:
    state.client = REFUSED
    assert state.notice is None
    assert (
        "3 crédits ailleurs, dont 1 en cours · 2 demandes chez nous, dont 1 refusée</h3>" in panel.credits.title.value
    )
    assert "4 échéances chez nous" in panel.instalments.title.value
    assert "2 payées en retard ou impayées, au plus 12\u202fjours" in panel.instalments.title.value.replace(
        "\xa0", "\u202f"
    )
    assert drawn(panel) == [True, True, True]


@pytest.mark.parametrize(("more", "said"), [(0, ""), (1, "le plus ancien est"), (6, "les 6 plus anciens sont")])
def test_what_is_not_drawn_is_said(
    state: State, panel: HistoryPanel, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch, more: int, said: str
) -> None:
    known = questions.timeline(REFUSED)
    many = replace(known, elsewhere=known.elsewhere[:1] * (LANES + more), previous=())
    monkeypatch.setattr(questions, "timeline", lambda _: many)
    state.client = REFUSED
    title = panel.credits.title.value
    assert ("Les 24 plus récents sont dessinés" in title) == bool(more)
    assert said in title


def test_behind_each_chart_is_a_table(state: State, panel: HistoryPanel) -> None:
    state.client = REFUSED
    assert panel.credits.tables.value.count("<tr>") == 2 + 3 + 2
    assert panel.instalments.tables.value.count("<tr>") == 2 + 3 + 1
    assert panel.cards.tables.value.count("<tr>") == 1 + 2
    assert "&lt;b&gt;odd" in panel.credits.tables.value
    assert "–" in panel.credits.tables.value


def test_a_client_without_history_has_a_sentence_alone(state: State, panel: HistoryPanel) -> None:
    state.client = REFUSED
    state.client = NO_HISTORY
    assert "Aucun crédit ni paiement passé" in panel.none.value
    assert drawn(panel) == [False, False, False]
    assert panel.credits.title.value == panel.credits.tables.value == ""


def test_what_was_always_paid_on_time_is_said(state: State, panel: HistoryPanel) -> None:
    state.client = GRANTED
    assert "Toutes payées à temps" in panel.instalments.title.value
    assert drawn(panel) == [False, True, False]


def test_charts_are_built_once(state: State, panel: HistoryPanel) -> None:
    state.client = REFUSED
    first = panel.figures
    state.client = GRANTED
    state.client = REFUSED
    assert panel.figures is first is not None


def test_nothing_is_asked_while_another_panel_is_shown(state: State, questions: FakeQuestions) -> None:
    panel = HistoryPanel(state)
    state.client = REFUSED
    assert panel.credits.title.value == ""
    state.panel = "history"
    assert panel.credits.title.value != ""


def test_no_other_past_stays_after_a_fault(state: State, panel: HistoryPanel, questions: FakeQuestions) -> None:
    state.client = REFUSED
    questions.broken = RuntimeError("gone")
    state.client = GRANTED
    assert drawn(panel) == [False, False, False]
    assert panel.credits.title.value == ""
