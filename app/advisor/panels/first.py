"""What an advisor thinks before they see the score: who the client is, what is asked, and three answers."""

from __future__ import annotations

from ipywidgets import HTML, Box

from advisor.facts import facts
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import LEANINGS

EXTERNAL = "external"
"""The section of scores that others gave: they would lead the opinion as our own would."""
REQUEST = "request"
"""The section of what is asked: it stands first."""


class First:
    """Draws the client whose score waits; the score is asked for once the answer is recorded, and not before."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.heading = HTML().add_class("adv-heading")
        self.facts = HTML().add_class("adv-facts")
        self.question = HTML().add_class("adv-question")
        self.widget = Box([self.heading, self.facts, self.question]).add_class("adv-first")
        state.acts["first"] = self._say
        state.follow(self.draw, "language", "pending")

    def draw(self) -> None:
        """Draw the client and the question, or nothing."""
        client, text = self.state.pending, self.state.words.text
        self.widget.layout.display = "none" if client is None else ""
        if client is None:
            self.heading.value = self.facts.value = self.question.value = ""
            return
        number = self.state.formats.client(client.id)
        self.heading.value = tag("h2", text("page.client_heading", client=number))
        essential = [field for field in client.fields if field.essential and field.section != EXTERNAL]
        self.facts.value = facts(sorted(essential, key=lambda field: field.section != REQUEST), self.state.formats)
        answers = (self._button(leaning, client.id) for leaning in LEANINGS)
        self.question.value = together(
            tag("h3", text("page.first_question"), id="adv-first-question"),
            tag("p", text("page.first_told"), class_="adv-muted", id="adv-first-told"),
            tag(
                "div",
                *answers,
                role="group",
                aria_labelledby="adv-first-question",
                aria_describedby="adv-first-told",
                class_="adv-picks",
            ),
        )

    def _button(self, leaning: str, client: int) -> Markup:
        label, value = self.state.words.text(f"page.first_{leaning}"), f"{leaning}:{client}"
        return tag("button", label, data_act="first", data_value=value, class_="adv-answer")

    def _say(self, value: str) -> None:
        leaning, _, client = value.partition(":")
        found = next((one for one in LEANINGS if one == leaning), None)
        if found is not None and self.state.pending is not None and client == str(self.state.pending.id):
            self.state.lean(found)
