"""The head of the page: its name, who uses it, the finder, recent clients, lists, what needs no client, languages."""

from __future__ import annotations

from collections.abc import Iterator

from ipywidgets import HTML, Box, Dropdown, RadioButtons
from traitlets import link

from advisor.choice import Choice
from advisor.spoken import speak
from advisor.state import GENERAL, PANELS, State
from advisor.widgets import Finder
from scoring.letters.markup import Markup, tag, together

NOBODY = ""
"""The entry of the recent clients that names them and chooses none."""


class Find:
    """Chooses the client and the language, shows or hides the lists, and leads to what is about everybody."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.name = HTML().add_class("adv-name")
        self.finder = Finder(state.find).add_class("adv-finder")
        self.recent = Choice(Dropdown().add_class("adv-recent"), self._choose)
        self.browse = HTML().add_class("adv-browse")
        self.everybody = HTML().add_class("adv-browse").add_class("adv-everybody")
        self.languages = RadioButtons(options=[("FR", "fr"), ("EN", "en")]).add_class("adv-languages")
        tools = Box([self.recent.control, self.browse, self.everybody, self.languages]).add_class("adv-tools")
        self.widget = Box([self.name, self.finder, tools]).add_class("adv-header")
        link((state, "client"), (self.finder, "value"))
        link((state, "language"), (self.languages, "value"))
        state.acts.update(browse=self._toggle, everybody=self._widen)
        state.follow(self.draw, "language")
        state.follow(self.remember, "language", "recent")
        state.follow(self.offer, "language", "browsing", "case", "pending")
        state.follow(self.lead, "language", "client", "case", "panel")

    def draw(self) -> None:
        """Write the name, who uses the page and the finder's texts in the language."""
        self.name.value = together(tag("h1", self.state.words.text("page.title")), *self._user())
        speak(self.finder, "find", self.state)

    def remember(self) -> None:
        """List the clients opened before; without any, show no list."""
        text, formats = self.state.words.text, self.state.formats
        self.recent.control.description = text("page.recent")
        known = [(formats.client(client), str(client)) for client in self.state.recent]
        self.recent.show([(text("page.recent_title"), NOBODY), *known], NOBODY)
        self.recent.control.layout.display = "" if known else "none"

    def offer(self) -> None:
        """Write the button of the lists, which stand open while no client is."""
        expanded = "true" if self.state.browsing else "false"
        button = tag("button", self.state.words.text("page.lists"), data_act="browse", aria_expanded=expanded)
        self.browse.value = button if self.state.open is not None else ""

    def lead(self) -> None:
        """Write the buttons of the panels about everybody; beside a case their tabs are at hand."""
        name = self.state.words.text("page.everybody")
        buttons = tag("div", *map(self._leading, GENERAL), role="group", aria_label=name)
        self.everybody.value = buttons if self.state.case is None else ""

    def _leading(self, panel: str) -> Markup:
        label, shown = self.state.words.text(f"page.panel_{panel}"), self.state.general and self.state.panel == panel
        pressed = "true" if shown else "false"
        return tag("button", label, data_act="everybody", data_value=panel, aria_pressed=pressed)

    def _widen(self, panel: str) -> None:
        """Show a panel about everybody without a client, or no longer."""
        shown = self.state.general and self.state.panel == panel
        self.state.client = None
        if panel in GENERAL:
            self.state.panel = PANELS[0] if shown else panel

    def _choose(self, client: str) -> None:
        if client != NOBODY:
            self.state.client = int(client)
            self.remember()

    def _user(self) -> Iterator[Markup]:
        """Say who logged in and in which role; a long name is cut short by the style, the role is not."""
        if self.state.user is not None:
            words, user = self.state.words, self.state.user
            roles = words.roles(", ".join(user.roles))
            said = tag("span", words.text("page.user"), " ", class_="adv-said")
            name, role = tag("span", user.name, class_="adv-user-name"), tag("span", f" · {roles}")
            yield tag("p", said, name, role, class_="adv-user", title=user.name)

    def _toggle(self, _: str) -> None:
        self.state.browsing = not self.state.browsing
