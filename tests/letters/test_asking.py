"""The letter of a client: the offer in it is the one on screen, in the same words, or why there is none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from scoring import letters
from scoring.letters.document import Heading, Points
from scoring.letters.offering import compared, why
from scoring.serving.questions import Act, Application, Decision, Offers, Option
from scoring.words import LANGUAGES, Language, words
from scoring.words.formats import formats
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions

DAY = date(2026, 11, 24)


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
    blocks = letters.letter(questions, client, language, DAY, decision).blocks
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


def test_the_file_says_the_first_opinion_and_a_correction_in_words() -> None:
    questions = FakeQuestions()
    questions.record(REFUSED, Act("first_opinion", opinion="unsure"))
    change = {"before": {"DAYS_EMPLOYED": -637.0, "bureau": [{}, {}]}, "after": {"DAYS_EMPLOYED": None, "bureau": []}}
    questions.record(REFUSED, Act("correction_request", **change, text="bulletins"))  # type: ignore[arg-type]
    page = letters.html(letters.file(questions, REFUSED, "fr", DAY)).replace("\u00a0", " ").replace("\u202f", " ")
    assert "Premier avis. Avant d’avoir vu le score : ne sait pas." in page
    assert "Correction demandée. « bulletins » Début de l’emploi actuel : il y a 21 mois → non renseigné." in page
    assert "Crédits ailleurs : 2 lignes → 0 ligne." in page
