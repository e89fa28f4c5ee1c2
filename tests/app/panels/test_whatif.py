"""What if: the fields, what is asked of them, and what is said before and after."""

from __future__ import annotations

import re

import pytest

from advisor.panels.whatif import FIRST, WhatIfPanel
from advisor.state import State
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application, Value
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

BEYOND = "Écrivez un nombre de 0 à 100."


@pytest.fixture
def panel(state: State) -> WhatIfPanel:
    panel = WhatIfPanel(state)
    state.client = REFUSED
    state.panel = "whatif"
    return panel


def said(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_nothing_is_asked_before_the_panel_is_shown(state: State) -> None:
    panel = WhatIfPanel(state)
    state.client = REFUSED
    assert (panel.fields, panel.rows) == ({}, {})


def test_the_essential_fields_stand_first_with_the_clients_values(panel: WhatIfPanel) -> None:
    assert tuple(panel.rows) == FIRST
    assert [row.control.value for row in panel.rows.values()][:6] == [
        "406\u202f597,5", "24\u202f700,5", "", "202\u202f500", "Working", ""
    ]  # fmt: skip
    assert panel.rows["DAYS_EMPLOYED"].control.description == "Début de l’emploi actuel (années avant la demande)"
    assert "Actuel\u00a0: il y a 21\u00a0mois" in panel.rows["DAYS_EMPLOYED"].beside.value
    assert panel.rows["NAME_INCOME_TYPE"].control.label == "Emploi"


@pytest.mark.parametrize(
    ("name", "entered", "sent"),
    [
        # field | what a person enters or chooses | what is asked
        ("AMT_CREDIT", "300 000", 300000.0),
        ("DAYS_EMPLOYED", "10", -3652.5),
        ("DAYS_EMPLOYED", "", None),
        ("NAME_INCOME_TYPE", "Pensioner", "Pensioner"),
        ("OCCUPATION_TYPE", "Drivers", "Drivers"),
    ],
)
def test_what_is_entered_is_asked(
    panel: WhatIfPanel, state: State, questions: FakeQuestions, name: str, entered: str, sent: Value
) -> None:
    panel.rows[name].control.value = entered
    state.act("whatif_ask", "")
    assert questions.tried == [{name: sent}]
    assert state.notice is None


def test_any_other_field_can_be_added_by_its_label(panel: WhatIfPanel, state: State, questions: FakeQuestions) -> None:
    panel.more.control.value = "Adresse électronique fournie"
    row = panel.rows["FLAG_EMAIL"]
    assert row.control.options == (("non renseigné", ""), ("oui", "1.0"), ("non", "0.0"))
    assert row.control.label == "non"
    assert "Adresse électronique fournie" not in panel.more.control.options
    row.control.value = "1.0"
    state.act("whatif_ask", "")
    assert questions.tried == [{"FLAG_EMAIL": 1.0}]


def test_a_label_that_is_none_adds_nothing(panel: WhatIfPanel) -> None:
    panel.more.control.value = "Sexe"
    assert tuple(panel.rows) == FIRST


def test_a_value_out_of_range_is_said_at_its_field_and_not_asked(
    panel: WhatIfPanel, state: State, questions: FakeQuestions
) -> None:
    row = panel.rows["DAYS_EMPLOYED"]
    row.control.value = "-3"
    assert BEYOND in row.beside.value
    assert "disabled" in panel.ask.value.split("whatif_all")[0]
    state.act("whatif_ask", "")
    assert questions.tried == []
    row.control.value = "3"
    assert BEYOND not in row.beside.value
    assert panel.changes() == {"DAYS_EMPLOYED": -1095.75}


def test_what_is_allowed_is_said_beside_a_number_before_anything_is_wrong(panel: WhatIfPanel) -> None:
    assert "Possible\u00a0: de 0 à 100" in panel.rows["DAYS_EMPLOYED"].beside.value
    assert "Possible" not in panel.rows["NAME_INCOME_TYPE"].beside.value


def test_bounds_of_money_are_said_only_when_they_are_overstepped(panel: WhatIfPanel) -> None:
    row = panel.rows["AMT_CREDIT"]
    assert "Possible" not in row.beside.value
    row.control.value = "0"
    assert "de 0,01 à 1\u202f000\u202f000\u202f000" in row.beside.value


def test_a_fault_has_a_name_of_its_own_to_be_read_with_its_field(panel: WhatIfPanel) -> None:
    row = panel.rows["DAYS_EMPLOYED"]
    assert 'id="whatif_reset-DAYS_EMPLOYED-wrong"' not in row.beside.value
    row.control.value = "-3"
    assert 'id="whatif_reset-DAYS_EMPLOYED-wrong"' in row.beside.value


@pytest.mark.parametrize(
    ("name", "span", "value", "said"),
    [
        # field | from, to and by steps of | where the client is | how a value is said
        ("AMT_CREDIT", (100_000.0, 1_220_000.0, 10_000.0), 406_597.5, "{value}"),
        ("AMT_ANNUITY", (6_000.0, 74_500.0, 500.0), 24_700.5, "{value}"),
        ("DAYS_EMPLOYED", (0.0, 70.0, 0.5), 637 / 365.25, "{value} années avant la demande"),
    ],
)
def test_a_number_has_a_slider_over_its_usual_span(
    panel: WhatIfPanel, name: str, span: tuple[float, ...], value: float, said: str
) -> None:
    sliding = panel.rows[name].sliding
    assert sliding is not None
    assert tuple(sliding.slider.span.values()) == span
    assert sliding.slider.value == pytest.approx(value)
    assert sliding.slider.texts["value"] == said
    assert sliding.slider.texts["label"].startswith("Régler\u00a0: ")


def test_what_is_chosen_or_not_known_has_no_slider(panel: WhatIfPanel, state: State) -> None:
    assert panel.rows["NAME_INCOME_TYPE"].sliding is None
    state.client = NO_HISTORY
    row = panel.rows["AMT_ANNUITY"]
    assert row.sliding is not None
    assert row.sliding.slider.layout.display == "none"
    row.control.value = "9000"
    assert row.sliding.slider.layout.display == ""
    assert row.sliding.slider.value == 9000.0


def test_a_slider_that_was_let_go_gives_the_new_score_at_once(
    panel: WhatIfPanel, state: State, questions: FakeQuestions
) -> None:
    row = panel.rows["AMT_CREDIT"]
    assert row.sliding is not None
    row.sliding.slider.value = 300_000.0
    assert questions.tried == [{"AMT_CREDIT": 300_000.0}]
    assert row.control.value == "300\u202f000"
    assert "Le risque baisserait" in panel.result.value
    questions.broken = RuntimeError("gone")
    row.sliding.slider.value = 310_000.0
    assert state.notice is not None
    assert panel.result.value == ""


def test_the_slider_follows_the_box_and_the_client(panel: WhatIfPanel, state: State, questions: FakeQuestions) -> None:
    row = panel.rows["AMT_CREDIT"]
    assert row.sliding is not None
    slider = row.sliding.slider
    row.control.value = "2 000 000"
    assert (slider.value, slider.span["most"]) == (2_000_000.0, 2_000_000.0)
    row.control.value = "-1"
    assert slider.value == 2_000_000.0
    slider.value = 500_000.0
    assert row.fault == ""
    state.client = GRANTED
    assert panel.rows["AMT_CREDIT"].sliding is not None
    assert panel.rows["AMT_CREDIT"].sliding.slider is slider
    assert slider.value == 1_293_502.5
    assert questions.tried == [{"AMT_CREDIT": 500_000.0}]


def test_a_slider_waits_while_another_field_is_wrong(panel: WhatIfPanel, questions: FakeQuestions) -> None:
    panel.rows["DAYS_EMPLOYED"].control.value = "-3"
    row = panel.rows["AMT_CREDIT"]
    assert row.sliding is not None
    row.sliding.slider.value = 300_000.0
    assert questions.tried == []
    assert row.draft == 300_000.0


def test_both_scores_stand_side_by_side_with_the_reasons_that_differ(panel: WhatIfPanel, state: State) -> None:
    panel.rows["AMT_CREDIT"].control.value = "300000"
    state.act("whatif_ask", "")
    before, after = map(said, panel.result.value.split('class="adv-before"')[1].split('class="adv-after"'))
    assert "Le risque baisserait de 16,7\u00a0% à 8,4\u00a0%" in panel.result.value
    assert "le crédit serait accordé." in panel.result.value
    assert "Montant du crédit demandé\u00a0: 406\u202f598 → 300\u202f000" in panel.result.value
    assert "✕ refusé" in before
    assert "✓ accepté" in after
    assert "Dit de EXT_SOURCE_MIN" in before
    assert "Dit de EXT_SOURCE_MIN" in after
    assert "Dit de EXT_SOURCE_MEAN" not in before + after
    assert "Vérifié (1)." in after
    assert "rien n’est enregistré comme décision" in after


def test_the_force_plot_is_of_the_score_after_from_the_base_chosen(
    panel: WhatIfPanel, state: State, questions: FakeQuestions
) -> None:
    assert (panel.plot.explanation, panel.force.layout.display) == ({}, "none")
    panel.rows["AMT_CREDIT"].control.value = "300000"
    state.act("whatif_ask", "")
    assert panel.answer is not None
    assert panel.plot.explanation["raw"] == panel.answer.after.explanation.raw
    assert panel.plot.texts["title"] == "Du risque moyen au risque avec ces changements"
    assert panel.force.layout.display == ""
    start = panel.plot.explanation["base"]
    state.base = "accepted"
    assert len(questions.tried) == 2
    assert panel.plot.explanation["base"] == questions.explanation(REFUSED, "accepted").base != start
    assert panel.plot.texts["title"] == "Du risque des clients acceptés au risque avec ces changements"
    assert panel.plot.texts["base"] == "clients acceptés"
    state.client = NO_HISTORY
    assert (panel.plot.explanation, panel.force.layout.display) == ({}, "none")
    state.base = "all"
    assert len(questions.tried) == 2


def test_another_change_takes_the_answer_away(panel: WhatIfPanel, state: State) -> None:
    panel.rows["AMT_CREDIT"].control.value = "300000"
    state.act("whatif_ask", "")
    panel.rows["AMT_INCOME_TOTAL"].control.value = "300000"
    assert panel.result.value == ""


def test_one_field_and_all_go_back_to_the_clients_own(panel: WhatIfPanel, state: State) -> None:
    for name in ("AMT_CREDIT", "AMT_INCOME_TOTAL", "NAME_INCOME_TYPE"):
        panel.rows[name].control.value = "Pensioner" if name == "NAME_INCOME_TYPE" else "99000"
    state.act("whatif_reset", "AMT_CREDIT")
    assert panel.rows["AMT_CREDIT"].control.value == "406\u202f597,5"
    assert set(panel.changes()) == {"AMT_INCOME_TOTAL", "NAME_INCOME_TYPE"}
    state.act("whatif_reset", "no field of that name")
    state.act("whatif_all", "")
    assert panel.changes() == {}
    assert state.notice is None


def test_the_draft_stays_with_the_language_and_goes_with_the_client(panel: WhatIfPanel, state: State) -> None:
    panel.rows["AMT_CREDIT"].control.value = "300000,5"
    state.act("whatif_ask", "")
    state.language = "en"
    assert panel.rows["AMT_CREDIT"].control.value == "300,000.5"
    assert "the credit would be granted." in panel.result.value
    state.client = GRANTED
    assert panel.changes() == {}
    assert panel.result.value == ""
    assert panel.rows["AMT_CREDIT"].control.value == "1,293,502.5"


def test_a_client_of_whom_little_is_known_has_empty_fields(panel: WhatIfPanel, state: State) -> None:
    state.client = NO_HISTORY
    assert panel.rows["AMT_ANNUITY"].control.value == ""
    assert "non renseigné" in panel.rows["AMT_ANNUITY"].beside.value
    panel.rows["AMT_ANNUITY"].control.value = "9000"
    assert panel.changes() == {"AMT_ANNUITY": 9000.0}


def test_a_fault_becomes_the_notice_and_leaves_no_answer(
    panel: WhatIfPanel, state: State, questions: FakeQuestions
) -> None:
    panel.rows["AMT_CREDIT"].control.value = "300000"
    questions.broken = RuntimeError("gone")
    state.act("whatif_ask", "")
    assert state.notice is not None
    assert panel.result.value == ""


@pytest.mark.parametrize("client", [100001, 100058, 100008])
def test_every_field_can_be_changed_and_scored_for_real(tiny_run: Run, client: int) -> None:
    questions = Local.open(tiny_run.settings.data)
    state = State(questions)
    panel = WhatIfPanel(state)
    state.client, state.panel = client, "whatif"
    for name in [name for name in panel.fields if name not in panel.rows]:
        panel.more.control.value = state.words.label(name)
    assert set(panel.rows) == set(panel.fields)
    assert panel.changes() == {}
    panel.rows["AMT_CREDIT"].control.value = "250000"
    panel.rows["FLAG_OWN_CAR"].control.value = ""
    state.act("whatif_ask", "")
    assert state.notice is None
    asked = questions.what_if(Application(client), panel.changes())
    assert panel.answer == asked
    questions.close()
