"""What is compared and with whom: the variables by section, the group, and what its clients have in common."""

from __future__ import annotations

from ipywidgets import HTML, Box, Combobox, Dropdown

from advisor.choice import Choice
from advisor.panels.client import plain
from advisor.state import State
from scoring.letters.markup import Markup, tag
from scoring.serving.questions import Case, Criterion, Reason, Variable

ALIKE = "similar"
"""The group that is made by what its clients have in common: one point at least."""


class Choosing:
    """Keeps the controls and the state in step; what there is to choose from is asked once."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.variables: tuple[Variable, ...] = ()
        self.groups: tuple[str, ...] = ()
        self.criteria: tuple[Criterion, ...] = ()
        self.sections: dict[str, str] = {}
        self.ticked: tuple[str, ...] = ()
        self.theme = Choice(Dropdown().add_class("adv-theme"), self._choose_theme)
        self.variable = Choice(_typed().add_class("adv-variable"), self._choose_variable)
        self.second = Choice(_typed().add_class("adv-second"), self._choose_second)
        self.group = Choice(Dropdown().add_class("adv-group"), self._choose_group)
        self.alike = HTML().add_class("adv-alike")
        controls = (self.theme, self.variable, self.second, self.group)
        bar = Box([*(choice.control for choice in controls)]).add_class("adv-bar").add_class("adv-compared")
        self.widget = Box([bar, self.alike]).add_class("adv-choosing")
        state.acts.update(compare=self._take, alike=self._tick, usual=self._reset)

    def offer(self, case: Case) -> None:
        """Ask, the first time, what can be compared with whom; the sections are those of the client's fields."""
        if self.variables:
            return
        asked = self.state.questions
        groups, criteria = asked.groups(), asked.criteria()
        fields = (*case.client.fields, *asked.features(case.client.id))
        self.sections = {field.name: field.section for field in fields}
        self.groups, self.criteria, self.variables = groups, criteria, asked.variables()

    def telling(self, case: Case) -> str:
        """Choose what to start with: the strongest reason that can be compared."""
        names = {variable.name for variable in self.variables}
        parts = (part.feature for part in case.explanation.contributions)  # the largest first
        return next((feature for feature in parts if feature in names), self.variables[0].name)

    def sides(self, variable: str, second: str) -> tuple[str, str]:
        """Say which of two goes across and which up: categories are long words, and have their room at the side."""
        kinds = {one.name: one.kind for one in self.variables}
        turned = (kinds.get(variable), kinds.get(second)) == ("category", "number")
        return (second, variable) if turned else (variable, second)

    def reflect(self, variable: str, group: str) -> None:
        """Make the controls say what the state holds, in the language."""
        state, text = self.state, self.state.words.text
        names = self._ordered()
        self._say_themes()
        self.variable.control.description = text("page.compare_variable")
        self.variable.show([*map(state.words.label, names)], state.words.label(variable))
        self.second.control.description = text("page.compare_second")
        none = text("page.compare_second_none")
        others = [state.words.label(name) for name in names if name != variable]
        self.second.show([none, *others], state.words.label(state.second) if state.second else none)
        self.group.control.description = text("page.compare_group")
        self.group.show([(text(f"group.{known}"), known) for known in self.groups], group)

    def say_alike(self, ticked: tuple[str, ...]) -> None:
        """Draw a box for each criterion, ticked where the answer was by it, and the way back to the usual ones."""
        self.ticked = ticked
        text = self.state.words.text
        reset = tag(
            "button",
            text("page.compare_reset"),
            data_act="usual",
            aria_label=text("page.compare_reset_help"),
            class_="adv-turn",
            disabled=self._usual,
        )
        boxes = (self._box(criterion.name) for criterion in self.criteria)
        legend = tag("span", text("page.compare_alike_with"), class_="adv-legend")
        self.alike.value = tag(
            "div", legend, *boxes, reset, role="group", aria_label=text("page.compare_alike_with"), class_="adv-boxes"
        )

    def _say_themes(self) -> None:
        words = self.state.words
        offered = {self.sections.get(variable.name) for variable in self.variables}
        known = [(words.text(f"section.{name}"), name) for name in words.entries["section"] if name in offered]
        self.theme.control.description = words.text("page.client_section")
        self.theme.show([(words.text("page.client_sections"), ""), *known], self.state.theme)

    def _ordered(self) -> list[str]:
        """Order the variables section by section: the same for every client, so that lists are not written again."""
        places = {name: place for place, name in enumerate(self.state.words.entries["section"])}
        kept = (one.name for one in self.variables if self.state.theme in ("", self.sections.get(one.name)))
        return sorted(kept, key=lambda name: places.get(self.sections.get(name, ""), len(places)))

    def _box(self, name: str) -> Markup:
        ticked = name in self.ticked
        return tag(
            "button",
            tag("span", "✓" if ticked else "", aria_hidden="true", class_="adv-tick"),
            self.state.words.text(f"criterion.{name}"),
            role="checkbox",
            aria_checked="true" if ticked else "false",
            data_act="alike",
            data_value=name,
            class_="adv-box",
        )

    def _choose_theme(self, theme: str) -> None:
        self.state.theme = theme

    def _choose_variable(self, label: str) -> None:
        name = self._named(label)
        if name is None:  # typed and given up: say again what is drawn
            self._again()
        else:
            self._take(name)

    def _choose_second(self, label: str) -> None:
        name = self._named(label)
        none = self.state.words.text("page.compare_second_none")
        if name == self.state.variable or (name is None and label not in ("", none)):
            self._again()
        else:
            self.state.second = name

    def _choose_group(self, group: str) -> None:
        self.state.group = group

    def _take(self, name: str) -> None:
        """Compare on one variable; a pair of it with itself says nothing."""
        if name == self.state.second:
            self.state.second = None
        self.state.variable = name

    def _tick(self, name: str) -> None:
        """Add a criterion, or take it away: in the declared order. The last one of the group made by them stays."""
        kept = {*self.ticked} ^ {name}
        if kept or self.state.group != ALIKE:
            self.state.criteria = tuple(one.name for one in self.criteria if one.name in kept)

    @property
    def _usual(self) -> bool:
        """Say whether everybody, all sections and one variable are compared by the usual points."""
        state = self.state
        return (state.criteria, state.theme, state.second, state.group) == ((), "", None, self.groups[0])

    def _reset(self, _: str) -> None:
        """Take back every choice but the variable; each asks again, so those already usual are let be."""
        for name, usual in (("second", None), ("theme", ""), ("criteria", ()), ("group", self.groups[0])):
            self.state.set_trait(name, usual)

    def _named(self, label: str) -> str | None:
        """Find a variable by its label, as people type it; of all sections, whichever is offered."""
        wanted = plain(label.strip())
        return next((one.name for one in self.variables if plain(self.state.words.label(one.name)) == wanted), None)

    def _again(self) -> None:
        variable, group = self.state.variable, self.state.group
        if variable is not None and group is not None:
            self.reflect(variable, group)


def strongest(case: Case) -> list[Reason]:
    """Give the reasons of both sides, the strongest first."""
    return sorted((*case.reasons.against, *case.reasons.favour), key=lambda reason: -abs(reason.contribution))


def _typed() -> Combobox:
    return Combobox(continuous_update=False).add_class("adv-choose")
