"""Compare: where the client stands among others, by one variable or by two."""

from __future__ import annotations

from ipywidgets import HTML, Box

from advisor import sentences
from advisor.panels.choosing import Choosing
from advisor.panels.density import Density
from advisor.panels.distribution import Distribution
from advisor.panels.profile import Profile
from advisor.panels.shown import Shown
from advisor.state import State
from scoring.letters.markup import tag
from scoring.serving.questions import Case, Comparison, Pair

ASKED = ("variable", "second", "group", "criteria", "shade", "theme")
"""What a person chooses here."""


class ComparePanel:
    """Draws the comparison while its tab is shown, and asks for nothing before."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.profile, self.choosing = Profile(state), Choosing(state)
        self.one, self.two = Distribution(state), Density(state)
        self.title = HTML().add_class("adv-chart-title")
        self.slot = Box().add_class("adv-chart")
        self.numbers = HTML().add_class("adv-table").add_class("adv-numbers")
        self.waiting = HTML()
        parts = (self.profile.widget, self.choosing.widget, self.title, self.slot, self.numbers)
        self.widget = Box(parts).add_class("adv-panel").add_class("adv-compare")
        state.follow(self.draw, "language", "case", "panel", *ASKED)

    def draw(self) -> None:
        """Ask for the comparison and draw it, while the panel is shown and a case is open.

        After a fault nothing stays: it may be another client's comparison.
        """
        case = self.state.case
        if self.state.panel != "compare" or case is None:
            self._clear()
            return
        try:
            self._draw(case)
        except Exception:
            self._clear()
            raise

    def _draw(self, case: Case) -> None:
        self.choosing.offer(case)
        # Choosing a default draws again, by the observer.
        if self.state.group is None:
            self.state.group = self.choosing.groups[0]
        elif self.state.variable is None:
            self.state.variable = self.choosing.telling(case)
        else:
            self.choosing.reflect(self.state.variable, self.state.group)
            self._compare(case.client.id, self.state.variable, self.state.group)
            self.profile.draw(case, {variable.name for variable in self.choosing.variables})

    def _compare(self, client: int, variable: str, group: str) -> None:
        """Ask by one variable or by two, and place what comes back."""
        asked, second, criteria = self.state.questions, self.state.second, self.state.criteria
        found: Comparison | Pair
        if second is None:
            found = asked.compare(client, variable, group, criteria)
        else:
            found = asked.pair(client, *self.choosing.sides(variable, second), group, criteria)
        self.choosing.say_alike(found.criteria)
        self._place(self._shown(found))

    def _shown(self, found: Comparison | Pair) -> Shown:
        if found.withheld:
            return Shown(tag("p", sentences.withheld(found, self.state.formats), class_="adv-none"))
        if not self.slot.children:  # the first chart takes a moment
            self.waiting.value = tag("p", self.state.words.text("page.compare_waiting"))
            self.slot.children = (self.waiting,)
        return self.one.show(found) if isinstance(found, Comparison) else self.two.show(found)

    def _place(self, shown: Shown) -> None:
        """Put it where the last one was; the same figure stays in its place and glides."""
        self.title.value, self.numbers.value = shown.title, shown.table
        self.slot.children = () if shown.figure is None else (shown.figure,)
        for name, on in (("adv-rated", shown.rated), ("adv-paired", shown.paired)):
            (self.slot.add_class if on else self.slot.remove_class)(name)

    def _clear(self) -> None:
        self._place(Shown())
        self.choosing.alike.value = ""
        self.profile.clear()
