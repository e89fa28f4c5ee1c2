"""Offers in sentences, their map, and what is missing: refused, granted, without terms, without end."""

from __future__ import annotations

import re

import pytest

from advisor.panels.offers import OffersPanel
from advisor.state import State
from scoring.pipeline import Run
from scoring.serving.local import Local
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

NONE = "Aucune des conditions essayées n’est accordée dans les limites du prêteur."


@pytest.fixture
def panel(state: State) -> OffersPanel:
    state.panel = "offers"
    return OffersPanel(state)


def said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split()).replace("\u00a0", " ").replace("\u202f", " ")


def cards(panel: OffersPanel) -> list[str]:
    """What is asked, then each offer."""
    return [said(card) for card in panel.cards.value.split("<section")[1:]]


def test_nothing_is_asked_while_another_panel_is_shown(state: State, questions: FakeQuestions) -> None:
    panel = OffersPanel(state)
    state.client = REFUSED
    assert questions.counted == {}
    assert panel.cards.value == ""


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        (0, "406 598 sur 24 mois, 24 700 par mois"),
        (0, "La mensualité pèse 12,2 % des revenus ; le montant vaut 2 fois les revenus."),
        (0, "✚ refusé"),
        (1, "Le même montant sur 36 mois, 14 200 par mois Risque 7,9 % : ● accordé"),
        (2, "250 000 sur la même durée (24 mois), 9 000 par mois, avec un apport de 156 598"),
        (2, "◆ à revoir"),
        (3, NONE),
        (4, "Le même montant sur 36 mois"),
    ],
)
def test_offers_are_said(state: State, panel: OffersPanel, place: int, sentence: str) -> None:
    state.client = REFUSED
    assert state.notice is None
    assert sentence in cards(panel)[place]


def test_the_limits_in_force_are_said(state: State, panel: OffersPanel) -> None:
    state.client = REFUSED
    assert "mensualité d’au plus 40 % des revenus, montant d’au plus 10 fois les revenus" in said(panel.cards.value)
    assert "apport d’au plus 50 % du montant, durée de 6 à 60 mois." in said(panel.cards.value)


def test_what_is_granted_as_asked_is_said_so(state: State, panel: OffersPanel) -> None:
    state.client = GRANTED
    assert [("C’est ce qui est demandé." in card) for card in cards(panel)] == [False, True, True, True, True]
    assert "Aucune pièce manquante" in panel.missing.value


def test_a_client_whose_annuity_is_not_known_has_no_offers_but_a_reason(state: State, panel: OffersPanel) -> None:
    state.client = NO_HISTORY
    reason = "Impossible à calculer. Champs non renseignés : Mensualité du crédit demandé."
    assert state.notice is None
    assert [reason in card for card in cards(panel)] == [False, True, True, True, True]
    assert reason in said(panel.title.value)
    assert panel.slot.children == ()
    assert panel.numbers.value == ""
    assert panel.reading.layout.display == "none"


def test_a_loan_without_end_has_no_duration(state: State, panel: OffersPanel, questions: FakeQuestions) -> None:
    questions.endless = True
    state.client = REFUSED
    assert state.notice is None
    assert "406 598 sans durée connue, 24 700 par mois" in cards(panel)[0]
    assert "Ce crédit n’a pas de durée connue" in cards(panel)[4]
    assert panel.months.control.options == (("sans durée connue", ""),)
    assert "sans durée connue" in panel.point.value


def test_the_map_tells_states_apart_by_sign(state: State, panel: OffersPanel) -> None:
    state.client = REFUSED
    assert panel.chart is not None
    assert panel.slot.children == (panel.chart.figure,)
    seen = {name: (mark.marker, mark.default_size, len(mark.x)) for name, mark in panel.chart.points.items()}
    assert [count for _, _, count in seen.values()] == [2, 1, 2, 1]
    assert len({(marker, size) for marker, size, _ in seen.values()}) == 4
    assert "2 combinaisons de montant et de durée sur 6 seraient accordées" in panel.title.value
    assert list(panel.chart.names.text) == ["demandé", "A D", "B"]
    assert "406 598 sur 24 mois" in said(str(panel.chart.points["review"].names[0]))


def test_the_map_is_read_point_by_point(state: State, panel: OffersPanel) -> None:
    state.client = REFUSED
    assert "406 598 sur 24 mois" in said(panel.point.value)
    panel.months.control.value = "36"
    panel.amount.control.value = "200000.0"
    assert said(panel.point.value) == "200 000 sur 36 mois, 5 556 par mois : risque 8,0 %, hors limites"


def test_behind_the_map_is_a_table(state: State, panel: OffersPanel) -> None:
    state.client = REFUSED
    assert panel.numbers.value.count("<tr>") == 1 + 2
    assert panel.numbers.value.count('scope="col"') == 1 + 3
    assert "36 mois · 8,0 % ✚ 9,0 % ● 10,0 %" in said(panel.numbers.value)


def test_missing_items_are_listed_by_what_they_could_change(state: State, panel: OffersPanel) -> None:
    state.client = REFUSED
    first, rest = panel.missing.value.split("<details>")
    assert "2 informations manquantes pourraient changer la décision" in first
    assert "Description de l’immeuble de 5,0 % à 12,0 % ⇄ pourrait la changer" in said(first)
    assert "Âge de la voiture de 5,0 % à 9,0 % = ne la changerait pas" in said(first)
    assert "Voir 2 autres informations manquantes" in rest
    assert "Document 3 fourni" in rest


def test_answers_are_kept_for_each_client(state: State, panel: OffersPanel, questions: FakeQuestions) -> None:
    state.client = REFUSED
    state.language = "en"
    state.panel = "client"
    state.panel = "offers"
    assert questions.counted == {"offers": 1, "map": 1, "missing": 1}
    assert "The same amount over 36 months, 14,200 a month" in cards(panel)[1]
    state.client = GRANTED
    state.client = REFUSED
    assert questions.counted == {"offers": 2, "map": 2, "missing": 2}


def test_no_other_clients_offers_stay_after_a_fault(
    state: State, panel: OffersPanel, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    state.client = REFUSED

    def fail(*_: object) -> None:
        raise RuntimeError("gone")

    monkeypatch.setattr(questions, "offers", fail)
    state.client = GRANTED
    assert state.notice is not None
    assert panel.slot.children == ()
    assert [panel.title.value, panel.numbers.value, panel.missing.value] == ["", "", ""]
    assert "598" not in panel.cards.value


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("client", [100001, 100058, 100008])
def test_real_answers_are_said_whole(tiny_run: Run, client: int, language: str) -> None:
    """A client, one without history, and a revolving loan."""
    questions = Local.open(tiny_run.settings.data)
    state = State(questions)
    panel = OffersPanel(state)
    state.language, state.client, state.panel = language, client, "offers"
    assert state.notice is None
    assert len(cards(panel)) == 5
    assert panel.missing.value != ""
    questions.close()
