"""Acceptance and cost against the threshold; another ratio is only tried."""

from __future__ import annotations

import pytest

from advisor.panels.portfolio import PortfolioPanel
from advisor.state import State
from scoring.faults import Refused
from tests.app.fake_clients import REFUSED, THRESHOLD
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def panel(state: State) -> PortfolioPanel:
    state.panel = "portfolio"
    return PortfolioPanel(state)


def test_two_curves_with_the_present_threshold_and_the_cheapest(state: State, panel: PortfolioPanel) -> None:
    state.client = REFUSED
    assert state.notice is None
    assert panel.charts is not None
    assert panel.found is not None
    marked = {"limite actuelle": THRESHOLD, "limite la moins coûteuse": panel.found.cheapest.threshold}
    for chart in panel.charts:
        assert {mark.name.text[0]: mark.line.x[0] for mark in chart.marks} == marked
    assert "42 clients sont à revoir" in panel.head.value
    assert "54,9" in panel.head.value  # 549 of 1,000
    assert panel.ratio.value == 10.0
    assert "bons clients refusés\u00a0: 10<" in panel.held.value


def test_the_table_behind_marks_the_present_threshold_and_the_cheapest(state: State, panel: PortfolioPanel) -> None:
    state.client = REFUSED
    assert panel.table.value.count('scope="row"') == 11 + 2
    assert panel.table.value.count("adv-chip") == 2


def test_a_ratio_is_tried_and_nothing_follows(state: State, panel: PortfolioPanel) -> None:
    state.client = REFUSED
    charts, before, said = panel.charts, state.case, panel.said.value
    panel.ratio.value = 40.0
    assert panel.said.value != said
    assert "bons clients refusés\u00a0: 40<" in panel.held.value
    assert "autant que 40 bons clients" in panel.said.value
    assert "rien ne change" in panel.said.value
    assert panel.charts is charts
    assert panel.found is not None
    marked = [mark.line.x[0] for mark in panel.charts[0].marks]  # type: ignore[index]
    assert marked == [THRESHOLD, panel.found.cheapest.threshold]
    assert state.case is before


def test_what_was_tried_stays_in_another_language(state: State, panel: PortfolioPanel) -> None:
    state.client = REFUSED
    panel.ratio.value = 40.0
    state.language = "en"
    assert "as much as 40 good clients" in panel.said.value


@pytest.mark.parametrize("client", [REFUSED, None])
def test_who_may_not_see_it_is_told(
    state: State, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch, client: int | None
) -> None:
    def refuse(cost_ratio: float | None = None) -> None:
        raise Refused("not for this role")

    monkeypatch.setattr(questions, "portfolio", refuse)
    state.panel, state.client = "portfolio", client
    panel = PortfolioPanel(state)
    assert "réservé aux responsables" in panel.head.value
    assert panel.tried.layout.display == "none"
    assert state.notice is None
    assert panel.charts is None


def test_nothing_is_asked_while_another_panel_is_shown(state: State) -> None:
    panel = PortfolioPanel(state)
    state.client = REFUSED
    assert panel.found is None


def test_without_a_client_the_curves_and_the_queue_are_there(state: State, panel: PortfolioPanel) -> None:
    assert state.general
    assert panel.charts is not None
    assert all(slot.children for slot in panel.slots)
    assert panel.ratio.value == 10.0
    assert panel.oversight.table.value
    assert state.notice is None


def test_beside_a_client_who_cannot_be_shown_nothing_is_asked(state: State) -> None:
    state.panel, state.client = "portfolio", 999999
    assert PortfolioPanel(state).found is None
