"""The score card."""

from __future__ import annotations

import pytest

from advisor.panels.score import ScoreCard
from advisor.state import State
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED, THRESHOLD


def test_without_a_client_the_card_is_empty(state: State) -> None:
    card = ScoreCard(state)
    assert card.gauge.reading == {}
    assert card.heading.value == card.facts.value == ""


@pytest.mark.parametrize(
    ("client", "granted", "review", "verdict"),
    [
        (REFUSED, False, False, "dépasse la limite fixée par le prêteur.</p>"),
        (GRANTED, True, False, "sous la limite fixée par le prêteur.</p>"),
        (NO_HISTORY, True, True, "sous la limite fixée par le prêteur. Mais la limite tombe dans cette fourchette"),
    ],
)
def test_the_published_score_is_shown(state: State, client: int, granted: bool, review: bool, verdict: str) -> None:
    card = ScoreCard(state)
    state.client = client
    score = state.questions.score(client)
    assert card.gauge.reading == {
        "probability": score.probability,
        "low": score.low,
        "high": score.high,
        "threshold": THRESHOLD,
        "granted": granted,
        "review": review,
    }
    assert verdict in card.verdict.value


def test_the_request_and_the_person_are_said(state: State) -> None:
    card = ScoreCard(state)
    state.client = REFUSED
    assert "<dd>406\u202f598</dd>" in card.facts.value
    assert "25 ans" in card.facts.value.replace("\xa0", " ")
    state.language = "en"
    assert "<dd>406,598</dd>" in card.facts.value
    assert "25 years old" in card.facts.value
    assert card.gauge.locale == "en-GB"


def test_what_is_not_known_is_said_so(state: State) -> None:
    card = ScoreCard(state)
    state.client = NO_HISTORY
    assert "non renseigné" in card.facts.value
    assert "None" not in card.facts.value


@pytest.mark.parametrize(
    ("language", "points", "cost"),
    [
        ("fr", "Note\u00a0: 480 points", "un défaut coûtant autant que 10 bons clients refusés"),
        ("en", "Score: 480 points", "a default costing as much as 10 good clients refused"),
    ],
)
def test_points_and_the_cost_behind_the_limit_are_said(state: State, language: str, points: str, cost: str) -> None:
    card = ScoreCard(state)
    state.language, state.client = language, NO_HISTORY
    assert points in card.meaning.value
    assert cost in card.meaning.value


def test_the_card_leads_to_the_decision(state: State) -> None:
    card = ScoreCard(state)
    state.client = REFUSED
    assert 'data-act="panel" data-value="decide"' in card.meaning.value
    state.act("panel", "decide")
    assert state.panel == "decide"
    state.act("panel", "elsewhere")
    assert state.panel == "decide"
