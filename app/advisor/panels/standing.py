"""What stands in for the case: the invitation to choose a client, waiting, a fault."""

from __future__ import annotations

from ipywidgets import HTML, Box, Button

from advisor.state import State
from scoring.letters.markup import tag, together


class Standing:
    """Says in one sentence what the page is waiting for, or what went wrong."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.fault = HTML().add_class("adv-fault")
        self.again = Button().add_class("adv-again")
        self.alert = Box([self.fault, self.again]).add_class("adv-alert")
        self.welcome = HTML().add_class("adv-welcome")
        self.waiting = HTML().add_class("adv-waiting")
        self.widget = Box([self.alert, self.waiting, self.welcome]).add_class("adv-standing")
        self.again.on_click(lambda _: state.retry())
        state.follow(self.draw, "language", "notice")

    def draw(self) -> None:
        """Write the sentences; the fault and its button show only when there is one."""
        text = self.state.words.text
        notice = self.state.notice
        self.welcome.value = together(tag("h2", text("page.welcome_title")), tag("p", text("page.welcome_text")))
        self.waiting.value = tag("p", text("page.waiting"))
        self.again.description = text("page.again" if self.state.repeatable else "page.dismiss")
        self.fault.value = tag("p", text(f"page.error_{notice.kind}", reference=notice.reference)) if notice else ""
        self.alert.layout.display = "" if notice else "none"
