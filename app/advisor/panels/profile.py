"""The profile: where the client stands among granted clients, on the reasons that were said and what weighs next."""

from __future__ import annotations

from collections.abc import Container

from ipywidgets import HTML

from advisor import sentences
from advisor.panels.choosing import strongest
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Case, Comparison, Contribution, Reason

GROUP = "granted"
"""With whom reasons are compared, as their sentences are."""
LINES = 10
"""Lines of a profile: the reasons first, then what weighs most of the rest."""

Weight = Reason | Contribution
"""What moves the score by one feature."""


class Profile:
    """Draws a line for each; what is asked is kept until another case is shown."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.widget = HTML().add_class("adv-profile")
        self._of: Case | None = None
        self._places: tuple[tuple[Weight, Comparison], ...] = ()

    def draw(self, case: Case, comparable: Container[str]) -> None:
        """Say where the client of the case stands on the reasons that can be compared; without any, nothing."""
        self._ask(case, comparable)
        self.widget.value = self._drawn() if self._places else ""

    def clear(self) -> None:
        """Show nothing."""
        self.widget.value = ""

    def _ask(self, case: Case, comparable: Container[str]) -> None:
        if self._of is case:
            return
        client, asked = case.client.id, self.state.questions
        weights = [weight for weight in _weightiest(case) if weight.feature in comparable][:LINES]
        names = [weight.feature for weight in weights]
        found = asked.compare_each(client, names, GROUP) if names else ()
        self._places = tuple(zip(weights, found, strict=True))
        self._of = case

    def _drawn(self) -> Markup:
        text = self.state.words.text
        lines = (self._line(reason, found) for reason, found in self._places)
        return together(
            tag("h3", text("page.profile_heading")),
            tag("p", text("page.profile_help"), class_="adv-muted"),
            tag("ul", *lines),
        )

    def _line(self, reason: Weight, found: Comparison) -> Markup:
        side = "against" if reason.contribution > 0 else "favour"
        label, said = self.state.words.label(reason.feature), self._said(found)
        spoken = self.state.words.text(f"page.profile_{side}")
        shown = reason.feature == self.state.variable
        button = tag(
            "button",
            tag("span", label, class_="adv-reason"),
            tag("span", said, class_="adv-place"),
            self._track(found),
            data_act="compare",
            data_value=reason.feature,
            aria_pressed="true" if shown else "false",
            aria_label=f"{label}, {said}, {spoken}",
        )
        return tag("li", button, class_=f"adv-line-{side}")

    def _said(self, found: Comparison) -> str:
        text = self.state.words.text
        if found.withheld:
            return text("page.profile_withheld")
        if found.value is None or found.below is None:
            return text("page.not_provided")
        way, share = sentences.way_of(found)
        return text(f"page.profile_{way}", share=self.state.formats.tick("", round(share, 2), "share"))

    def _track(self, found: Comparison) -> Markup:
        """Draw the client's place from the lowest value to the highest: for numbers that have an order."""
        if found.below is None or found.variable.kind == "category" or found.variable.unit == "flag":
            return tag("span", class_="adv-track adv-track-none")
        way, below = sentences.way_of(found)
        place = 1.0 - below if way == "older" else below
        return tag("span", tag("span", style=f"left:{100 * place:.0f}%", class_="adv-dot"), class_="adv-track")


def _weightiest(case: Case) -> list[Weight]:
    """Give the reasons, the strongest first, then the other contributions that move the score, in their order."""
    said = strongest(case)
    names = {reason.feature for reason in said}
    rest = [one for one in case.explanation.contributions if one.contribution and one.feature not in names]
    return [*said, *rest]
