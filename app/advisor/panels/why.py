"""Why: the force plot, what is said against and in favour, and whether the decision rests on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, get_args

from ipywidgets import HTML, Box, RadioButtons

from advisor import forces
from advisor.choice import Choice
from advisor.state import State
from advisor.widgets import ForcePlot
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Base, Case, Explanation, Reason


class Why:
    """Draws the contributions of the case from the base chosen, and says its reasons."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.heading = HTML().add_class("adv-heading")
        self.base = Choice(RadioButtons().add_class("adv-base"), self._choose_base)
        self.plot = ForcePlot().add_class("adv-force")
        self.reasons = HTML().add_class("adv-reasons")
        top = Box([self.heading, self.base.control]).add_class("adv-why-top")
        self.widget = Box([top, self.plot, self.reasons]).add_class("adv-why")
        state.follow(self.speak, "language", "base")
        state.follow(self.draw, "language", "case", "base")
        state.follow(self.tell, "language", "case")

    def speak(self) -> None:
        """Write the heading, offer the bases and hand the plot its texts."""
        text, base = self.state.words.text, self.state.base
        self.heading.value = tag("h2", text("page.why_heading"))
        self.base.control.description = text("page.why_base")
        self.base.show([(text(f"page.why_base_{one}"), one) for one in get_args(Base)], base)
        forces.told(self.plot, self.state)

    def draw(self) -> None:
        """Draw the case, or nothing. After a fault, no other client's contributions stay."""
        case = self.state.case
        try:
            self.plot.explanation = self._drawn(case) if case is not None else {}
        except Exception:
            self.plot.explanation = {}
            raise

    def tell(self) -> None:
        """Say the reasons of the case, and what was checked."""
        case = self.state.case
        if case is None:
            self.reasons.value = ""
            return
        self.reasons.value = together(
            self._side("against", case.reasons.against),
            self._side("favour", case.reasons.favour),
            tag("p", case.reasons.check.said[self.state.language], class_="adv-check"),
        )

    def _drawn(self, case: Case) -> dict[str, Any]:
        return forces.drawn(self._explanation(case), self.state.formats)

    def _explanation(self, case: Case) -> Explanation:
        """Give the contributions from the base chosen: those of all clients came with the case."""
        base: Base = self.state.base
        return case.explanation if base == "all" else self.state.questions.explanation(case.client.id, base)

    def _side(self, side: str, reasons: Sequence[Reason]) -> Markup:
        said = [tag("li", tag("span", reason.said[self.state.language])) for reason in reasons]
        none = tag("p", self.state.words.text(f"page.why_{side}_none"))
        heading = tag("h3", self.state.words.text(f"page.why_{side}"))
        return tag("div", heading, tag("ul", *said) if said else none, class_=f"adv-{side}")

    def _choose_base(self, base: str) -> None:
        self.state.base = base
