"""The score card: who it is, the probability and its interval against the threshold, the decision, the request."""

from __future__ import annotations

from ipywidgets import HTML, Box

from advisor.facts import facts
from advisor.spoken import speak
from advisor.state import PANELS, State
from advisor.widgets import Gauge
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Case, Score

KEY_FIELDS = (
    "AMT_CREDIT",
    "AMT_ANNUITY",
    "AMT_INCOME_TOTAL",
    "DAYS_BIRTH",
    "NAME_INCOME_TYPE",
    "DAYS_EMPLOYED",
    "NAME_FAMILY_STATUS",
    "CNT_CHILDREN",
)
"""What an advisor checks first: the request, then the person."""


class ScoreCard:
    """Draws the published score of the case."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.heading = HTML().add_class("adv-heading")
        self.gauge = Gauge().add_class("adv-gauge")
        self.verdict = HTML().add_class("adv-verdict")
        self.facts = HTML().add_class("adv-facts")
        self.meaning = HTML().add_class("adv-meaning")
        parts = (self.heading, self.gauge, self.verdict, self.facts, self.meaning)
        self.widget = Box(parts).add_class("adv-score")
        state.acts["panel"] = self._open
        state.follow(self.speak, "language")
        state.follow(self.draw, "language", "case")

    def speak(self) -> None:
        """Hand the gauge its texts."""
        speak(self.gauge, "gauge", self.state)

    def draw(self) -> None:
        """Draw the case, or nothing."""
        case = self.state.case
        if case is None:
            self.gauge.reading = {}
            self.heading.value = self.verdict.value = self.facts.value = self.meaning.value = ""
            return
        score = case.score
        self.gauge.reading = {
            "probability": score.probability,
            "low": score.low,
            "high": score.high,
            "threshold": score.threshold,
            "granted": score.decision == "granted",
            "review": score.review,
        }
        self.heading.value = self._headed(case)
        verdicts = [f"page.verdict_{score.decision}"] + ["page.verdict_review"] * score.review
        self.verdict.value = together(tag("p", " ".join(map(self.state.words.text, verdicts))), self._thought())
        known = {field.name: field for field in case.client.fields}
        self.facts.value = facts([known[name] for name in KEY_FIELDS if name in known], self.state.formats)
        self.meaning.value = self._meant(score)

    def _headed(self, case: Case) -> Markup:
        """Name the client, and say since when the file is corrected, where it is."""
        text, formats = self.state.words.text, self.state.formats
        heading = tag("h2", text("page.client_heading", client=formats.client(case.client.id)))
        if case.client.amended_at is None:
            return heading
        said = text("page.corrected_on", date=formats.date(case.client.amended_at))
        return together(heading, tag("p", said, class_="adv-corrected"))

    def _meant(self, score: Score) -> Markup:
        """Say the points and what the limit means in the lender's cost, and lead to the decision."""
        text, formats, about = self.state.words.text, self.state.formats, self.state.about
        decide = tag("button", text("page.score_decide"), data_act="panel", data_value="decide", class_="adv-turn")
        if about is None:
            return decide
        said = text(
            "page.score_meaning",
            points=formats.whole(score.points),
            threshold=formats.share(score.threshold),
            ratio=formats.number(about.cost_ratio),
        )
        return together(tag("p", said, class_="adv-muted"), decide)

    def _open(self, panel: str) -> None:
        """Show a panel, for a button that leads there."""
        if panel in PANELS:
            self.state.panel = panel

    def _thought(self) -> Markup:
        """Say what the advisor thought before they saw the score, where they said so."""
        if self.state.opinion is None:
            return Markup("")
        return tag(
            "p", self.state.words.text(f"page.first_said_{self.state.opinion}"), role="status", class_="adv-muted"
        )
