"""Decide: what is pressed is recorded once, and nothing is said to be recorded that was not."""

from __future__ import annotations

from base64 import b64decode

import pytest

from advisor.panels.decide import DecidePanel
from advisor.state import State
from scoring.faults import Refused
from scoring.ledger import OVERRIDES
from scoring.serving.http import Unreachable
from scoring.serving.questions import ACTS, Act
from scoring.serving.standing import Rule
from scoring.words import LANGUAGES, Language, words
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


@pytest.fixture
def panel(state: State) -> DecidePanel:
    made = DecidePanel(state)
    state.client, state.panel = REFUSED, "decide"
    return made


def acts(questions: FakeQuestions) -> list[tuple[str, int | None, str | None, str | None]]:
    return [(line.kind, line.refers, line.outcome, line.text) for _, line in questions.lines]


def test_following_the_score_is_recorded_once(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    state.act("decide", f"{REFUSED}:0")
    assert "Consigné sous le n°\u00a01 par ana (conseil)." in panel.status.value
    state.act("decide", f"{REFUSED}:0")  # a second press of the same button
    assert "a changé entre-temps" in panel.status.value
    assert acts(questions) == [("decision", None, "refused", None)]
    assert "Décision en vigueur\u00a0: crédit refusé (n°\u00a01, ana)." in panel.told.value
    assert panel.table.value.count("<tr>") == 2


def test_deciding_otherwise_needs_a_reason_in_words(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    panel.choice.control.value = "otherwise"
    assert panel.code.control.layout.display != "none"
    panel.code.control.value = "policy"
    state.act("decide", f"{REFUSED}:0")
    assert (questions.lines, "écrivez une explication" in panel.status.value) == ([], True)
    panel.text.value = " un garant "
    state.act("decide", f"{REFUSED}:0")
    ((_, line),) = questions.lines
    assert (line.kind, line.outcome, line.code, line.text) == ("override", "granted", "policy", "un garant")
    panel.text.value = "finalement non"
    state.act("decide", f"{REFUSED}:1")
    assert acts(questions)[1] == ("override", 1, "refused", "finalement non")


def test_a_client_contests_and_a_review_ends(panel: DecidePanel, state: State, questions: FakeQuestions) -> None:
    assert 'data-act="review"' not in panel.client.value
    panel.says.value = "J’ai un garant."
    state.act("state", f"{REFUSED}:0")
    state.act("decide", f"{REFUSED}:1")
    assert 'data-act="review" data-value="2"' in panel.client.value
    state.act("review", "2")
    assert 'data-act="outcome" data-value="granted:3"' in panel.client.value
    questions.asking = "ana"  # who decided
    panel.draw()
    assert ('data-act="outcome"' in panel.client.value, "une autre personne" in panel.asked.value) == (False, True)
    questions.asking = "ben"
    panel.draw()
    panel.text.value = "vérifié"
    state.act("outcome", "granted:3")
    assert acts(questions)[2:] == [("review_request", 2, None, None), ("review_outcome", 3, "granted", "vérifié")]
    assert "Décision en vigueur\u00a0: crédit accordé" in panel.told.value


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("client", "follow", "otherwise"), [
    (REFUSED,    "refused", "granted"),
    (GRANTED,    "granted", "refused"),
    (NO_HISTORY, "granted", "refused"),
])  # fmt: skip
def test_the_button_says_what_it_records(
    panel: DecidePanel, state: State, language: Language, client: int, follow: str, otherwise: str
) -> None:
    state.client, state.language = client, language
    texts = words(language).text
    assert texts(f"page.decide_record_{follow}") in panel.buttons.value
    panel.choice.control.value = "otherwise"
    assert texts(f"page.decide_record_{otherwise}") in panel.buttons.value
    panel.choice.control.value = "follow"
    assert texts(f"page.decide_record_{follow}") in panel.buttons.value
    state.act("decide", f"{client}:0")
    assert texts(f"page.decide_record_{otherwise}") in panel.buttons.value  # what stands is not decided again


def test_after_a_correction_the_new_score_is_followed_or_not(
    panel: DecidePanel, state: State, questions: FakeQuestions
) -> None:
    state.act("decide", f"{REFUSED}:0")
    questions.record(REFUSED, Act("correction", before={"AMT_CREDIT": 1.0}, after={"AMT_CREDIT": 2.0}))
    panel.draw()
    assert "Le dossier ou le modèle a changé depuis cette décision" in panel.told.value
    assert "une fois que vous aurez décidé à nouveau" in panel.letters.buttons.value
    assert 'data-value="letter"' not in panel.letters.buttons.value
    assert (panel.choice.control.layout.display, panel.way) == ("", "follow")
    state.act("decide", f"{REFUSED}:2")
    assert acts(questions)[2] == ("decision", None, "refused", None)  # no override
    assert 'data-value="letter"' in panel.letters.buttons.value
    assert panel.choice.control.layout.display == "none"
    questions.shown = Rule("model-0", 0.5)  # what answers now is another model
    panel.draw()
    panel.choice.control.value, panel.text.value = "otherwise", "un garant"
    state.act("decide", f"{REFUSED}:3")
    assert acts(questions)[3] == ("override", None, "granted", "un garant")  # of the score, not of a decision


def test_near_the_threshold_a_second_signature_is_asked_for(state: State, questions: FakeQuestions) -> None:
    panel = DecidePanel(state)
    state.panel = "decide"
    near = next(one for one in (REFUSED, GRANTED, NO_HISTORY) if questions.score(one).review)
    state.client = near
    state.act("decide", f"{near}:0")
    questions.asking = "ana"  # who decided
    panel.draw()
    assert (
        'data-act="sign"' in panel.buttons.value,
        "responsable et autre que ana, doit signer" in panel.told.value,
    ) == (
        False,
        True,
    )
    questions.asking = "ben"
    panel.draw()
    assert 'data-act="sign" data-value="sign:1"' in panel.buttons.value
    assert 'data-value="letter"' not in panel.letters.buttons.value
    assert "signée par une seconde personne" in panel.letters.buttons.value
    state.act("sign", "refuse_sign:1")
    assert "La seconde signature a été refusée" in panel.told.value
    assert 'data-value="letter"' not in panel.letters.buttons.value
    state.act("sign", "sign:1")
    assert [one[:2] for one in acts(questions)[1:]] == [("signature", 1), ("signature", 1)]
    assert "signature" not in panel.told.value and "responsable" not in panel.told.value
    assert 'data-value="letter"' in panel.letters.buttons.value


@pytest.mark.parametrize(
    ("fault", "said"), [(Refused("no"), "Rien n’a été consigné"), (Unreachable("late"), "relisez le tableau")]
)
def test_what_was_not_recorded_is_not_said_to_be(
    panel: DecidePanel, state: State, questions: FakeQuestions, fault: Exception, said: str
) -> None:
    questions.broken = fault
    state.act("decide", f"{REFUSED}:0")
    assert said in panel.status.value
    assert (questions.lines, state.notice is not None) == ([], True)


def test_where_nothing_is_recorded_the_panel_says_so(state: State, questions: FakeQuestions) -> None:
    questions.kept = False
    panel = DecidePanel(state)
    state.client, state.panel = NO_HISTORY, "decide"
    assert "ne laisserait aucune trace" in panel.told.value
    assert panel.form.layout.display == "none"


def test_another_client_begins_anew(panel: DecidePanel, state: State) -> None:
    panel.text.value, panel.says.value = "a", "b"
    state.act("decide", f"{REFUSED}:0")
    state.client = GRANTED
    assert (panel.text.value, panel.says.value, panel.status.value, panel.letters.links.value) == ("", "", "", "")
    assert "<table>" not in panel.table.value


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_letter_is_offered_as_files_once_decided(panel: DecidePanel, state: State, language: Language) -> None:
    assert 'data-value="letter"' not in panel.letters.buttons.value
    state.act("decide", f"{REFUSED}:0")
    panel.letters.choice.control.value = language
    state.act("letter", "letter")
    held = panel.letters.links.value
    assert f'download="letter-{REFUSED}.pdf"' in held
    page = b64decode(held.split("text/html;charset=utf-8;base64,")[1].split('"')[0]).decode()
    assert words(language).text("letter.title_refused") in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_record_and_reason_has_words(language: Language) -> None:
    said = words(language).entries["record"]
    assert {*OVERRIDES} == {key.removeprefix("code_") for key in said if key.startswith("code_")}
    assert set(ACTS) - {"view"} <= set(said)
