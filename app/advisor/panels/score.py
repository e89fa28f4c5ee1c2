"""The score card: who it is, the probability and its interval against the threshold, the decision, the request."""

from __future__ import annotations

from ipywidgets import HTML, Box

from advisor.spoken import speak
from advisor.state import State
from advisor.widgets import Gauge
from scoring.letters.markup import tag

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
        self.widget = Box([self.heading, self.gauge, self.verdict, self.facts]).add_class("adv-score")
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
            self.heading.value = self.verdict.value = self.facts.value = ""
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
        client = self.state.formats.client(case.client.id)
        self.heading.value = tag("h2", self.state.words.text("page.client_heading", client=client))
        verdicts = [f"page.verdict_{score.decision}"] + ["page.verdict_review"] * score.review
        self.verdict.value = tag("p", " ".join(map(self.state.words.text, verdicts)))
        self.facts.value = self._facts()

    def _facts(self) -> str:
        case = self.state.case
        if case is None:
            return ""
        known = {field.name: field for field in case.client.fields}
        formats, words = self.state.formats, self.state.words
        return tag(
            "dl",
            *(
                tag(
                    "div",
                    tag("dt", words.label(name)),
                    tag("dd", formats.value(name, known[name].value, known[name].unit)),
                )
                for name in KEY_FIELDS
                if name in known
            ),
        )
