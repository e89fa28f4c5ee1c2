"""What people decided and what waits, and a cost policy that is signed: below the portfolio's curves."""

from __future__ import annotations

import pytest

from advisor.panels.portfolio import PortfolioPanel
from advisor.state import State
from scoring.faults import Refused
from scoring.serving.http import Unreachable
from scoring.serving.questions import NOT_KEPT, CodeCount, CostPolicy, Oversight, Waiting
from tests.app.fake_clients import NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

AT = "2026-11-20T08:00:00+00:00"
SEEN = Oversight(
    True, 40, 3, 2, (CodeCount("policy", 2), CodeCount("income_proven", 1)),
    (Waiting(7, AT, "review", NO_HISTORY, "ana"), Waiting(9, AT, "signature", REFUSED, "<b>")), None,
)  # fmt: skip


@pytest.fixture
def panel(state: State, questions: FakeQuestions) -> PortfolioPanel:
    questions.overseen = SEEN
    state.panel, state.client = "portfolio", REFUSED
    return PortfolioPanel(state)


TOLD = [
    (SEEN, "fr", "40 scores ont reçu une décision", "Une règle du prêteur inconnue du calcul"),
    (SEEN, "en", "40 scores were followed by a decision", "7.5%"),
    (NOT_KEPT, "fr", "Rien n’est consigné ici", ""),
    (Oversight(True, 0, 0, 0, (), (), None), "fr", "Aucune décision", ""),
]


@pytest.mark.parametrize(("found", "language", "said", "also"), TOLD)
def test_what_was_decided_is_told(
    state: State, questions: FakeQuestions, found: Oversight, language: str, said: str, also: str
) -> None:
    questions.overseen = found
    state.language, state.panel, state.client = language, "portfolio", REFUSED
    told = PortfolioPanel(state).oversight.told.value
    assert said in told
    assert also in told


def test_what_waits_is_listed_and_opened_where_it_is_decided(state: State, panel: PortfolioPanel) -> None:
    table = panel.oversight.table.value
    assert table.count('data-act="attend"') == 2
    assert "L’issue d’un réexamen" in table
    assert "&lt;b&gt;" in table
    state.act("attend", str(NO_HISTORY))
    assert (state.client, state.panel) == (NO_HISTORY, "decide")


def test_nothing_waits(state: State, questions: FakeQuestions) -> None:
    state.panel, state.client = "portfolio", REFUSED
    assert "Rien n’attend" in PortfolioPanel(state).oversight.table.value


def test_the_ratio_in_force_is_not_signed_again(panel: PortfolioPanel) -> None:
    assert panel.signing.button.value == ""
    assert "celui en vigueur" in panel.signing.told.value


def test_a_ratio_that_is_tried_is_signed_with_a_reason(state: State, panel: PortfolioPanel) -> None:
    panel.ratio.value = 12.0
    assert "Signer le rapport 12" in panel.signing.button.value
    state.act("sign_policy", "12.0")
    assert "écrivez pourquoi" in panel.signing.status.value
    panel.signing.text.value = "les pertes montent"
    state.act("sign_policy", "12.0")
    assert "n° 12 par ben" in panel.signing.status.value.replace("\u00a0", " ")
    assert "un défaut coûte 12 bons clients" in panel.signing.told.value
    assert "prochaine publication" in panel.signing.told.value
    assert panel.signing.text.value == ""
    assert panel.found is not None
    assert panel.found.current.threshold == panel.state.case.score.threshold  # type: ignore[union-attr]


@pytest.mark.parametrize(("language", "why", "said"), [
    ("fr", "why", "le rapport affiché a changé entre-temps"),
    ("fr", "", "le rapport affiché a changé entre-temps"),
    ("en", "why", "the ratio shown changed meanwhile"),
])  # fmt: skip
def test_what_is_no_longer_tried_is_not_signed(
    state: State, panel: PortfolioPanel, questions: FakeQuestions, language: str, why: str, said: str
) -> None:
    state.language = language
    panel.ratio.value = 12.0
    panel.signing.text.value = why
    panel.ratio.value = 14.0
    state.act("sign_policy", "12.0")
    assert said in panel.signing.status.value
    assert (questions.overseen.policy, panel.signing.text.value) == (None, why)


@pytest.mark.parametrize(("language", "said", "shown"), [
    ("fr", "une autre politique a été signée entre-temps", "un défaut coûte 20 bons clients"),
    ("en", "another policy was signed meanwhile", "a default costs 20 good clients"),
])  # fmt: skip
def test_a_policy_that_somebody_else_signed_meanwhile_is_read_first(
    state: State, panel: PortfolioPanel, questions: FakeQuestions, language: str, said: str, shown: str
) -> None:
    state.language = language
    panel.ratio.value = 12.0
    panel.signing.text.value = "why"
    theirs = questions.sign_policy(20.0, "theirs")
    state.act("sign_policy", "12.0")
    assert said in panel.signing.status.value
    assert shown in panel.signing.told.value
    assert (questions.overseen.policy, panel.signing.text.value) == (theirs, "why")
    state.act("sign_policy", "12.0")
    assert questions.overseen.policy is not None
    assert questions.overseen.policy.cost_ratio == 12.0


@pytest.mark.parametrize(("fault", "said"), [
    (Refused("A policy is for the role manager."), "se signe par un responsable"),
    (Unreachable("No answer."), "n’a pas répondu"),
])  # fmt: skip
def test_what_fails_is_not_said_to_be_signed(
    state: State, panel: PortfolioPanel, monkeypatch: pytest.MonkeyPatch, fault: Exception, said: str
) -> None:
    def fail(cost_ratio: float, text: str) -> CostPolicy:
        raise fault

    monkeypatch.setattr(state.questions, "sign_policy", fail)
    panel.ratio.value = 12.0
    panel.signing.text.value = "why"
    state.act("sign_policy", "12.0")
    assert said in panel.signing.status.value
    assert panel.signing.text.value == "why"
    assert state.notice is not None


def test_a_policy_that_could_not_be_read_again_is_not_said_to_be_sent(
    state: State, panel: PortfolioPanel, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def late() -> Oversight:
        raise Unreachable("late")

    panel.ratio.value = 12.0
    panel.signing.text.value = "why"
    with monkeypatch.context() as patch:
        patch.setattr(questions, "oversight", late)
        state.act("sign_policy", "12.0")
    assert (panel.signing.status.value, questions.overseen.policy) == ("", None)
    assert state.notice is not None
    assert state.repeatable
    state.retry()
    assert questions.overseen.policy is not None
    assert "Signé sous le n°" in panel.signing.status.value


def test_who_may_see_the_curves_alone_sees_no_clients_matters(
    state: State, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> Oversight:
        raise Refused("not for this role")

    monkeypatch.setattr(questions, "oversight", refuse)
    state.panel, state.client = "portfolio", REFUSED
    panel = PortfolioPanel(state)
    assert panel.charts is not None
    assert panel.oversight.widget.layout.display == panel.signing.widget.layout.display == "none"
    assert state.notice is None
