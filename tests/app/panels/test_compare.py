"""The comparison: what is asked, what is said, what is drawn."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from advisor.panels.compare import ComparePanel
from advisor.state import State
from scoring.faults import Refused
from scoring.serving.questions import Application, Comparison
from tests.app.fake_clients import CRITERIA, DISTRIBUTIONS, GRANTED, INCOME_TYPES, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def panel(state: State) -> ComparePanel:
    panel = ComparePanel(state)
    state.client = REFUSED
    state.panel = "compare"
    return panel


def test_nothing_is_asked_before_the_panel_is_shown(state: State) -> None:
    panel = ComparePanel(state)
    state.client = REFUSED
    assert panel.choosing.variables == ()
    assert panel.one.chart is None


def test_it_starts_with_the_strongest_reason_and_the_first_group(panel: ComparePanel, state: State) -> None:
    assert (state.variable, state.group) == ("EXT_SOURCE_MEAN", "all")
    assert panel.choosing.variable.control.value == "Score externe moyen"
    assert panel.choosing.group.control.value == "all"
    assert panel.one.chart is not None
    assert panel.slot.children == (panel.one.chart.figure,)


@pytest.mark.parametrize(
    ("variable", "title"),
    [
        ("AMT_INCOME_TOTAL", "Revenus du client : 8 clients sur 10 sont en dessous"),
        ("DAYS_BIRTH", "Âge : 9 clients sur 10 sont plus âgés"),
        ("DAYS_EMPLOYED", "Début de l’emploi actuel : 6 clients sur 10 ont une date plus ancienne"),
        ("FLAG_EMAIL", "Adresse électronique fournie : 9 clients sur 10 sont dans le même cas"),
        ("NAME_INCOME_TYPE", "Source de revenus : 7 clients sur 10 sont dans le même cas"),
        ("EXT_SOURCE_MEAN", "Score externe moyen : moins d’un client sur dix est en dessous"),
    ],
)
def test_the_title_states_what_is_seen(panel: ComparePanel, state: State, variable: str, title: str) -> None:
    state.variable = variable
    assert title in panel.title.value.replace("\xa0", " ")
    assert state.notice is None


def test_choosing_by_label_and_by_group(panel: ComparePanel, state: State) -> None:
    panel.choosing.variable.control.value = "Âge"
    panel.choosing.group.control.value = "similar"
    assert (state.variable, state.group) == ("DAYS_BIRTH", "similar")
    assert "640 clients" in panel.title.value
    assert "Points communs avec ce client\u00a0: tranche d’âge, tranche de revenus." in panel.title.value


def test_text_that_names_no_variable_is_taken_back(panel: ComparePanel, state: State) -> None:
    panel.choosing.variable.control.value = "Revenu"
    assert state.variable == "EXT_SOURCE_MEAN"
    assert panel.choosing.variable.control.value == "Score externe moyen"


def test_the_choice_stays_with_the_next_client_and_language(panel: ComparePanel, state: State) -> None:
    state.variable, state.group = "AMT_INCOME_TOTAL", "granted"
    state.client = GRANTED
    state.language = "en"
    assert (state.variable, state.group) == ("AMT_INCOME_TOTAL", "granted")
    assert panel.choosing.variable.control.value == "Client’s income"
    assert panel.choosing.group.control.label == "Granted clients"
    assert "Client’s income: nearly all clients are below" in panel.title.value


def test_a_small_group_is_withheld_with_a_sentence(panel: ComparePanel, state: State) -> None:
    state.group = "refused"
    said = panel.title.value.replace("\xa0", " ")
    assert "trop petit : moins de 30 clients" in said
    assert "reconnu. Choisissez un autre groupe." in said
    assert panel.slot.children == ()
    assert panel.numbers.value == ""


@pytest.mark.parametrize("client", [REFUSED, NO_HISTORY])
@pytest.mark.parametrize("second", [None, "AMT_INCOME_TOTAL"], ids=["one variable", "two"])
def test_what_is_ticked_may_make_a_group_small(
    panel: ComparePanel, state: State, second: str | None, client: int
) -> None:
    state.client, state.second, state.group, state.criteria = client, second, "refused", (CRITERIA[0].name,)
    assert "reconnu. Décochez des points communs ou choisissez un autre groupe." in panel.title.value
    state.language = "en"
    assert "recognised. Untick some of what they have in common" in panel.title.value


def test_a_client_without_the_value_has_no_mark(panel: ComparePanel, state: State) -> None:
    state.client = NO_HISTORY
    assert "valeur non renseignée pour ce client" in panel.title.value
    assert panel.one.chart is not None
    assert not panel.one.chart.line.visible
    assert "ce client" not in panel.numbers.value


def test_the_table_marks_the_client(panel: ComparePanel, state: State) -> None:
    state.variable = "NAME_INCOME_TYPE"
    assert panel.slot.children == ()
    assert panel.numbers.value.count("adv-bar-drawn") == len(INCOME_TYPES)
    assert panel.numbers.value.count("adv-mine") == 1


def test_defaults_are_said_of_the_group_and_of_each_band_with_enough_clients(panel: ComparePanel, state: State) -> None:
    state.variable = "EXT_SOURCE_MEAN"
    assert "Parmi ceux dont l’issue est connue, 8,2\u00a0% n’ont pas remboursé." in panel.title.value
    assert panel.numbers.value.count("8,2\u00a0%") == len(DISTRIBUTIONS["EXT_SOURCE_MEAN"]) - 1
    assert panel.numbers.value.count("trop peu de clients") == 1


def test_many_categories_show_the_first_and_the_clients(
    panel: ComparePanel, state: State, monkeypatch: pytest.MonkeyPatch
) -> None:
    many = tuple((f"Kind {i}", 100 - i) for i in range(30))
    monkeypatch.setattr("tests.app.fake_questions.INCOME_TYPES", (*many, ("Working", 1)))
    state.variable = "NAME_INCOME_TYPE"
    first, rest = panel.numbers.value.split("<details>")
    assert first.count('scope="row"') == 11
    assert "adv-mine" in first
    assert "Voir 20 autres catégories" in rest


def test_a_fault_becomes_the_notice(panel: ComparePanel, state: State, questions: FakeQuestions) -> None:
    questions.broken = RuntimeError("a bug")
    state.group = "similar"
    assert state.notice is not None
    assert state.notice.kind == "other"


def test_another_refusal_stays_a_notice(
    panel: ComparePanel, state: State, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> Comparison:
        raise Refused("not for this role")

    monkeypatch.setattr(questions, "compare", refuse)
    questions.amend(GRANTED, Application(fields={"AMT_CREDIT": 1.0}))
    state.client = GRANTED
    assert state.notice is not None
    assert panel.title.value == ""


def test_defaults_are_drawn_over_the_bars_where_known(panel: ComparePanel, state: State) -> None:
    state.variable = "EXT_SOURCE_MEAN"
    assert panel.one.chart is not None
    assert len(panel.one.chart.dots.x) == len(DISTRIBUTIONS["EXT_SOURCE_MEAN"]) - 1
    assert "taux de défaut" in panel.title.value
    assert "adv-rated" in panel.slot._dom_classes


@pytest.mark.parametrize(
    ("client", "variable", "said"),
    [
        (REFUSED, "AMT_INCOME_TOTAL", "Écart : 22 500 de plus. Au-dessus de 80,8 % du groupe."),
        (REFUSED, "DAYS_BIRTH", "Écart : plus jeune de 17 ans. Plus jeune que 92,1 % du groupe."),
        (GRANTED, "DAYS_BIRTH", "Écart : plus âgé de 3 ans."),
        (REFUSED, "DAYS_EMPLOYED", "Écart : plus récent de 5 ans."),
        (REFUSED, "EXT_SOURCE_MEAN", "Écart : 0,34 de moins."),
        (REFUSED, "FLAG_EMAIL", "Ce client : non. Dans le même cas : 93,6 % du groupe."),
        (NO_HISTORY, "EXT_SOURCE_MEAN", "Ce client : non renseigné. Valeur médiane du groupe : 0,50.</p>"),
    ],
)
def test_the_clients_place_and_gap_are_said(
    panel: ComparePanel, state: State, client: int, variable: str, said: str
) -> None:
    state.client, state.variable = client, variable
    assert said in panel.title.value.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(
    ("group", "ticked", "left"),
    [
        ("similar", ["work"], ("age", "income", "work")),
        ("similar", ["age"], ("income",)),
        ("similar", ["age", "income"], ("income",)),  # the last one of the group made by them stays
        ("granted", ["work", "age"], ("age", "work")),
        ("granted", ["work", "work"], ()),
    ],
)
def test_points_in_common_are_ticked_one_by_one(
    panel: ComparePanel, state: State, group: str, ticked: list[str], left: tuple[str, ...]
) -> None:
    state.group = group
    for name in ticked:
        state.act("alike", name)
    assert state.criteria == left
    assert panel.choosing.alike.value.count('aria-checked="true"') == len(left)
    state.act("usual", "")
    assert (state.criteria, state.group, panel.choosing.ticked) == ((), "all", ())


def test_every_choice_but_the_variable_is_taken_back(panel: ComparePanel, state: State) -> None:
    assert "disabled" in panel.choosing.alike.value
    state.variable, state.second, state.theme, state.group = "DAYS_BIRTH", "AMT_INCOME_TOTAL", "external", "granted"
    assert "disabled" not in panel.choosing.alike.value
    state.act("usual", "")
    assert (state.variable, state.second, state.theme, state.group) == ("DAYS_BIRTH", None, "", "all")
    assert "disabled" in panel.choosing.alike.value


def test_variables_are_offered_section_by_section_to_every_client_alike(panel: ComparePanel, state: State) -> None:
    options = panel.choosing.variable.control.options
    places = [list(state.words.entries["section"]).index(section) for section in panel.choosing.sections.values()]
    assert len(options) == len(DISTRIBUTIONS) + 1
    assert max(places) > min(places)
    said = [panel.choosing.sections[panel.choosing._named(label) or ""] for label in options]
    assert said == sorted(said, key=list(state.words.entries["section"]).index)
    state.client = GRANTED
    assert panel.choosing.variable.control.options == options
    state.theme = "external"
    assert panel.choosing.variable.control.options == ("Score externe moyen",)
    panel.choosing.variable.control.value = "âge"  # of another section, as people type it
    assert state.variable == "DAYS_BIRTH"


def test_a_second_variable_makes_cells(panel: ComparePanel, state: State) -> None:
    state.variable = "AMT_INCOME_TOTAL"
    panel.choosing.second.control.value = "Âge"
    assert state.second == "DAYS_BIRTH"
    assert panel.two.chart is not None
    assert panel.slot.children == (panel.two.chart.figure,)
    said = panel.title.value.replace("\u202f", " ")
    assert "Revenus du client et Âge\u00a0: 33 clients sur 4 070 sont dans le même cas" in said
    assert panel.numbers.value.count("adv-chip") == 1
    shown = len(set(panel.two.chart.cells.color.flat) - {0})
    assert panel.title.value.count("adv-key-rate-") >= shown  # a sign for each colour there is, and none for none
    assert "<span>sans couleur\u00a0: trop peu de clients</span>" in panel.title.value
    colours = panel.two.chart.cells.color.copy()
    state.act("shade", "count")
    assert (panel.two.chart.cells.color != colours).any()
    assert 'data-value="count" aria-pressed="true"' in panel.title.value
    panel.choosing.second.control.value = "(aucune)"
    assert state.second is None
    assert panel.slot.children == (panel.one.chart.figure,)  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("variable", "second", "title"),
    [
        ("NAME_INCOME_TYPE", "AMT_INCOME_TOTAL", "Revenus du client et Source de revenus"),  # words stand at the side
        ("AMT_INCOME_TOTAL", "NAME_INCOME_TYPE", "Revenus du client et Source de revenus"),
        ("DAYS_BIRTH", "AMT_INCOME_TOTAL", "Âge et Revenus du client"),
    ],
)
def test_categories_stand_at_the_side(
    panel: ComparePanel, state: State, variable: str, second: str, title: str
) -> None:
    state.variable, state.second = variable, second
    assert title in panel.title.value
    assert state.notice is None


def test_a_pair_of_a_variable_with_itself_is_none(panel: ComparePanel, state: State) -> None:
    state.second = "DAYS_BIRTH"
    panel.choosing.second.control.value = panel.choosing.variable.control.value
    assert state.second == "DAYS_BIRTH"
    state.act("compare", "DAYS_BIRTH")
    assert (state.variable, state.second) == ("DAYS_BIRTH", None)


@pytest.mark.parametrize(
    ("client", "group", "said"),
    [
        (NO_HISTORY, "all", "valeur non renseignée pour ce client"),
        (GRANTED, "similar", "trop peu de clients sont dans le même cas"),
        (REFUSED, "refused", "trop petit"),
    ],
)
def test_a_pair_says_what_it_cannot_show(panel: ComparePanel, state: State, client: int, group: str, said: str) -> None:
    state.variable, state.second, state.group, state.client = "EXT_SOURCE_MEAN", "DAYS_BIRTH", group, client
    assert said in panel.title.value
    assert "adv-chip" not in panel.numbers.value
    assert state.notice is None


def test_the_profile_has_a_line_for_each_reason_and_what_weighs_next(panel: ComparePanel, state: State) -> None:
    lines = panel.profile.widget.value
    assert [line.split('"')[0] for line in lines.split('data-value="')[1:]] == [
        "EXT_SOURCE_MEAN",
        "DAYS_EMPLOYED",
        "NAME_INCOME_TYPE",
    ]
    assert 'aria-label="Score externe moyen, au-dessus de 1\u00a0%, joue contre"' in lines
    state.act("compare", "DAYS_EMPLOYED")
    assert state.variable == "DAYS_EMPLOYED"
    assert 'data-value="DAYS_EMPLOYED" aria-pressed="true"' in panel.profile.widget.value


def test_the_profile_is_asked_once_for_a_case(
    panel: ComparePanel, state: State, questions: FakeQuestions, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[tuple[str, ...]] = []
    compare_each = questions.compare_each

    def counted(
        client: int, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        asked.append(tuple(variables))
        return compare_each(client, variables, group, criteria)

    monkeypatch.setattr(questions, "compare_each", counted)
    state.group = "similar"
    assert asked == []
    state.client = NO_HISTORY
    assert asked == [("EXT_SOURCE_MEAN", "DAYS_EMPLOYED")]
    assert "non renseigné" in panel.profile.widget.value
    assert "adv-dot" not in panel.profile.widget.value


def test_after_a_fault_nothing_of_another_client_stays(
    panel: ComparePanel, state: State, questions: FakeQuestions
) -> None:
    questions.broken = RuntimeError("a bug")
    state.second = "DAYS_BIRTH"
    assert (panel.title.value, panel.slot.children, panel.numbers.value) == ("", (), "")
    assert panel.profile.widget.value == ""
