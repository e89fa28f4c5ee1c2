"""The letter of a client: the offer in it is the one on screen, in the same words, or why there is none."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from scoring import letters
from scoring.faults import Refused
from scoring.letters.document import Heading, Points
from scoring.letters.offering import compared, why
from scoring.serving.questions import Act, Application, Decision, Offers, Option, Score
from scoring.words import LANGUAGES, Language, words
from scoring.words.formats import formats
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=ZoneInfo("Europe/Paris"))


class Nothing(FakeQuestions):
    """Answers where no terms are granted."""

    def offers(self, application: Application) -> Offers:  # type: ignore[override]
        found = super().offers(application)
        none = Option(None, "none_within_policy", ())
        return Offers(found.asked, none, none, none, none, found.limits)


class Doubtful(FakeQuestions):
    """Answers where what could be granted needs a second look."""

    def offers(self, application: Application) -> Offers:  # type: ignore[override]
        found = super().offers(application)
        assert found.nearest.offer is not None
        return replace(found, nearest=Option(replace(found.nearest.offer, state="review"), None, ()))


def offered(questions: FakeQuestions, client: int, decision: Decision, language: Language) -> tuple[str, ...] | None:
    """Give what the letter says of offers, None where it says nothing."""
    questions.kept = False
    blocks = letters.letter(questions, client, language, NOW, decision).blocks
    heading = Heading(words(language).text("letter.offer"))
    if heading not in blocks:
        return None
    points = blocks[blocks.index(heading) + 1]
    assert isinstance(points, Points)
    return points.items


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_says_the_nearest_offer_as_the_screen_does(language: Language) -> None:
    questions, form = FakeQuestions(), formats(language)
    found = questions.offers(Application(REFUSED))
    assert found.nearest.offer is not None
    said = f"{compared(found.nearest.offer, found.asked, form)}."
    assert offered(questions, REFUSED, "refused", language) == (said,)
    assert form.words.text("page.offers_same_amount") in said


def test_an_offer_that_needs_a_second_look_says_so() -> None:
    (said,) = offered(Doubtful(), REFUSED, "refused", "fr") or ()
    assert said.endswith(" (à revoir par un conseiller).")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_refusal_without_an_offer_says_so(language: Language) -> None:
    said = why(Option(None, "none_within_policy", ()), formats(language))
    assert offered(Nothing(), REFUSED, "refused", language) == (said,)


@pytest.mark.parametrize(
    ("client", "decision"),
    [(REFUSED, "granted"), (GRANTED, "granted"), (GRANTED, "refused"), (NO_HISTORY, "granted")],
)
def test_what_is_granted_or_refused_against_the_score_has_no_offer(client: int, decision: Decision) -> None:
    assert offered(FakeQuestions(), client, decision, "fr") is None


class Far(FakeQuestions):
    """Answers where no score is near the threshold."""

    near = False

    def score(self, client: int) -> Score:
        return replace(super().score(client), review=self.near)


class Near(Far):
    """Answers where every score is."""

    near = True


DECIDED = Act("decision", outcome="granted")
CORRECTED = Act("correction", before={"AMT_CREDIT": 1.0}, after={"AMT_CREDIT": 2.0})
SIGNED, DECLINED = Act("signature", 1, agrees=True), Act("signature", 1, agrees=False)
LETTERS: list[tuple[type[FakeQuestions], list[Act], Decision | None, str]] = [
    # what answers, what was recorded, the decision given, why there is no letter
    (Far, [], None, "no decision is recorded for this client; record one"),
    (Far, [], "granted", "no decision is recorded for this client; record one"),
    (Far, [DECIDED], None, ""),
    (Far, [DECIDED], "granted", ""),
    (Far, [DECIDED], "refused", "record 1 decides otherwise; the letter tells the decision on record"),
    (Near, [DECIDED], None, "record 1: a second person must sign this decision before the client is told of it"),
    (Near, [DECIDED], "granted", "record 1: a second person must sign this decision before the client is told of it"),
    (Near, [DECIDED, SIGNED], None, ""),
    (Near, [DECIDED, DECLINED], None, "record 1: the second person did not sign this decision; decide again, or have "
     "another person sign it"),
    (Near, [DECIDED, DECLINED, SIGNED], None, ""),
    (Far, [DECIDED, CORRECTED], None, "record 1: the client's file or the model has changed since this decision; "
     "decide again"),
    (Far, [DECIDED, CORRECTED, DECIDED], None, ""),
]  # fmt: skip


@pytest.mark.parametrize("client", [NO_HISTORY, GRANTED])
@pytest.mark.parametrize(("answers", "acts", "given", "fault"), LETTERS)
def test_a_letter_tells_a_decision_that_is_final(
    client: int, answers: type[FakeQuestions], acts: list[Act], given: Decision | None, fault: str
) -> None:
    questions = answers()
    for act in acts:
        questions.record(client, act)
    if fault:
        with pytest.raises(Refused) as refusal:
            letters.letter(questions, client, "fr", NOW, given)
        assert refusal.value.faults == (fault,)
        assert len(questions.lines) == len(acts)  # no letter is recorded as made
    else:
        made = letters.letter(questions, client, "fr", NOW, given)
        assert made.title == words("fr").text("letter.title_granted")
        _, given_out = questions.lines[-1]
        decided = max(number for number, act in enumerate(acts, start=1) if act.kind == "decision")
        text = hashlib.sha256(letters.html(made).encode()).hexdigest()
        assert (given_out.what, given_out.refers, given_out.sha256) == ("letter", decided, text)


def test_where_nothing_is_recorded_the_decision_is_given() -> None:
    questions = FakeQuestions()
    questions.kept = False
    with pytest.raises(Refused, match="record one, or give decision: granted or refused"):
        letters.letter(questions, NO_HISTORY, "fr", NOW)
    assert letters.letter(questions, NO_HISTORY, "fr", NOW, "granted").title == words("fr").text("letter.title_granted")


def test_the_file_says_the_first_opinion_and_a_correction_in_words() -> None:
    questions = FakeQuestions()
    questions.record(REFUSED, Act("first_opinion", opinion="unsure"))
    change = {"before": {"DAYS_EMPLOYED": -637.0, "bureau": [{}, {}]}, "after": {"DAYS_EMPLOYED": None, "bureau": []}}
    questions.record(REFUSED, Act("correction_request", **change, text="bulletins"))  # type: ignore[arg-type]
    page = letters.html(letters.file(questions, REFUSED, "fr", NOW)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "24 novembre 2026, 10:30" in page  # recorded at 09:30, UTC
    assert "Premier avis. Avant d’avoir vu le score : ne sait pas." in page
    assert "Correction demandée. « bulletins » Début de l’emploi actuel : il y a 21 mois → non renseigné." in page
    assert "Crédits ailleurs : 2 lignes → 0 ligne." in page
