"""The opinion before the score: nothing of the score is asked or shown until what the advisor thinks is recorded."""

from __future__ import annotations

import pytest

from advisor.page import Page
from advisor.panels.first import First
from advisor.state import State
from scoring.serving.http import Unreachable
from scoring.serving.questions import LEANINGS, History, Leaning, Score
from scoring.words import LANGUAGES, Language, words
from tests.app.fake_clients import GRANTED, NO_HISTORY, REFUSED
from tests.app.fake_questions import FakeQuestions


class Watched(FakeQuestions):
    """Counts how often a score was asked for by a face."""

    shown = 0

    def score(self, client: int) -> Score:
        self.shown += 1
        return super().score(client)

    def history(self, client: int) -> History:
        """Give what was recorded, for which the score is looked up by itself: no face asked for it."""
        before = self.shown
        try:
            return super().history(client)
        finally:
            self.shown = before


@pytest.fixture
def questions() -> Watched:
    return Watched()


@pytest.fixture
def state(questions: Watched) -> State:
    return State(questions, opinion_first=True)


@pytest.mark.parametrize("client", [REFUSED, NO_HISTORY])
@pytest.mark.parametrize("leaning", LEANINGS)
def test_the_score_is_asked_for_once_the_opinion_is_recorded(
    state: State, questions: Watched, client: int, leaning: Leaning
) -> None:
    panel = First(state)
    state.client = client
    assert (state.case, questions.shown, panel.widget.layout.display) == (None, 0, "")
    assert state.formats.client(client) in panel.heading.value
    state.act("first", f"{leaning}:{client}")
    ((_, line),) = questions.lines
    assert (line.kind, line.opinion) == ("first_opinion", leaning)
    assert (state.pending, state.opinion, panel.widget.layout.display) == (None, leaning, "none")
    assert state.case is not None
    assert panel.question.value == ""


def test_what_is_asked_stands_first_and_no_other_score_beside_it(state: State) -> None:
    panel = First(state)
    state.client = REFUSED
    labels = [state.words.label(name) for name in ("AMT_CREDIT", "DAYS_BIRTH")]
    assert 0 < panel.facts.value.index(labels[0]) < panel.facts.value.index(labels[1])
    assert state.words.label("EXT_SOURCE_1") not in panel.facts.value


def test_who_said_so_before_is_not_asked_again(state: State, questions: Watched) -> None:
    First(state)
    state.client = REFUSED
    state.act("first", f"refused:{REFUSED}")
    state.client = GRANTED
    assert (state.case, state.opinion) == (None, None)
    state.client = REFUSED
    assert state.case is not None
    assert state.opinion == "refused"
    assert len(questions.lines) == 1


@pytest.mark.parametrize("pressed", [f"refused:{GRANTED}", f"perhaps:{REFUSED}", "refused"])
def test_an_answer_about_another_client_or_none_at_all_is_let_be(
    state: State, questions: Watched, pressed: str
) -> None:
    First(state)
    state.client = REFUSED
    state.act("first", pressed)
    assert (questions.lines, state.case) == ([], None)


def test_what_was_not_recorded_shows_no_score(state: State, questions: Watched) -> None:
    First(state)
    state.client = REFUSED
    questions.broken = Unreachable("late")
    state.act("first", f"granted:{REFUSED}")
    assert (state.case, questions.shown, state.notice is not None) == (None, 0, True)
    assert state.pending is not None  # and can be said again


def test_where_nothing_is_recorded_nothing_is_asked(state: State, questions: Watched) -> None:
    questions.kept = False
    state.client = REFUSED
    assert state.case is not None


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_who_it_is_and_what_was_said(language: Language) -> None:
    page = Page(FakeQuestions(), opinion_first=True)
    page.state.language, page.state.client = language, REFUSED
    assert "adv-asking" in page.widget._dom_classes
    assert page.state.formats.client(REFUSED) in page.frame.title
    spoken = {"fr": "", "en": "lang=en&"}[language]
    assert page.frame.place == f"?{spoken}client={REFUSED}&panel=client"
    assert (page.score.heading.value, page.why.reasons.value, page.score.gauge.reading) == ("", "", {})
    page.state.act("first", f"unsure:{REFUSED}")
    assert "adv-open" in page.widget._dom_classes
    assert words(language).text("page.first_said_unsure") in page.score.verdict.value


def test_lists_do_not_tell_what_is_to_be_thought_of_first() -> None:
    page = Page(FakeQuestions(), opinion_first=True)
    page.state.act("list", "all")
    shown = page.lists.table.value
    assert page.lists.names.value.count('data-act="list"') == 2
    assert 'data-act="open"' in shown
    assert not any(told in shown for told in ("probability", "adv-refused", "adv-granted", "\u00a0%"))
    assert page.state.listing.sort == "id"
