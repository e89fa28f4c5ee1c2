"""Why: the force plot, and the strongest reasons against and in favour."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum
from typing import Any

from ipywidgets import HTML, Box

from advisor.spoken import speak
from advisor.state import State
from advisor.widgets import ForcePlot
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Contribution

DRAWN = 12
"""Contributions with a segment of their own; the rest is one segment."""

SAID = 4
"""Reasons said on each side."""


class Why:
    """Draws the contributions of the case."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.heading = HTML().add_class("adv-heading")
        self.plot = ForcePlot().add_class("adv-force")
        self.reasons = HTML().add_class("adv-reasons")
        self.widget = Box([self.heading, self.plot, self.reasons]).add_class("adv-why")
        state.follow(self.speak, "language")
        state.follow(self.draw, "language", "case")

    def speak(self) -> None:
        """Write the heading and hand the plot its texts."""
        self.heading.value = tag("h2", self.state.words.text("page.why_heading"))
        speak(self.plot, "force", self.state)

    def draw(self) -> None:
        """Draw the case, or nothing."""
        case = self.state.case
        if case is None:
            self.plot.explanation, self.reasons.value = {}, ""
            return
        moving = (part for part in case.explanation.contributions if part.contribution)
        ordered = sorted(moving, key=lambda part: -abs(part.contribution))
        self.plot.explanation = {
            "base": case.explanation.base,
            "raw": case.explanation.raw,
            "items": self._items(ordered),
        }
        self.reasons.value = together(
            self._side("against", [part for part in ordered if part.contribution > 0]),
            self._side("favour", [part for part in ordered if part.contribution < 0]),
        )

    def _items(self, ordered: Sequence[Contribution]) -> list[dict[str, Any]]:
        items: list[dict[str, Any]] = [
            {"label": self._label(part), "value": self._value(part), "contribution": part.contribution}
            for part in ordered[:DRAWN]
        ]
        if rest := ordered[DRAWN:]:
            label = self.state.formats.counted("page.force_rest", len(rest))
            total = fsum(part.contribution for part in rest)
            items.append({"label": label, "value": "", "contribution": total})
        return items

    def _side(self, side: str, parts: Sequence[Contribution]) -> Markup:
        said = [tag("li", tag("span", self._label(part)), " ", tag("b", self._value(part))) for part in parts[:SAID]]
        none = tag("p", self.state.words.text(f"page.why_{side}_none"))
        heading = tag("h3", self.state.words.text(f"page.why_{side}"))
        return tag("div", heading, tag("ul", *said) if said else none, class_=f"adv-{side}")

    def _label(self, part: Contribution) -> str:
        return self.state.words.label(part.feature)

    def _value(self, part: Contribution) -> str:
        return self.state.formats.value(part.feature, part.value, part.unit)
