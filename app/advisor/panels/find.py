"""The head of the page: its name, the finder of clients and the language switch."""

from __future__ import annotations

from ipywidgets import HTML, Box, RadioButtons
from traitlets import link

from advisor.spoken import speak
from advisor.state import State
from advisor.widgets import Finder
from scoring.letters.markup import tag


class Find:
    """Chooses the client and the language."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.name = HTML().add_class("adv-name")
        self.finder = Finder(state.find).add_class("adv-finder")
        self.languages = RadioButtons(options=[("FR", "fr"), ("EN", "en")]).add_class("adv-languages")
        self.widget = Box([self.name, self.finder, self.languages]).add_class("adv-header")
        link((state, "client"), (self.finder, "value"))
        link((state, "language"), (self.languages, "value"))
        state.follow(self.draw, "language")

    def draw(self) -> None:
        """Write the name and the finder's texts in the language."""
        self.name.value = tag("h1", self.state.words.text("page.title"))
        speak(self.finder, "find", self.state)
