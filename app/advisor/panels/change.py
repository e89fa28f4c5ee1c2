"""One field of a what-if: the control that fits it, the present value beside it, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Callable

from ipywidgets import HTML, Box, Dropdown, Text

from advisor import entering
from advisor.choice import Choice
from advisor.panels.sliding import Sliding
from advisor.state import State
from scoring.letters.markup import tag, together
from scoring.serving.questions import Changeable, Value

FLAG, MONEY = "flag", "money"


class ChangeRow:
    """Draws one changeable field; `draft` is what it holds, in the field's own unit.

    Numbers are typed as people say them, categories and yes/no are chosen from those known.
    `changed` is called whenever a person changed it; `back` is the act of the button that takes a change back.
    With `slid` a number has a slider too, and `slid` is called in place of `changed` when that was used.
    """

    def __init__(
        self,
        field: Changeable,
        state: State,
        changed: Callable[[], None],
        back: str,
        slid: Callable[[], None] | None = None,
    ) -> None:
        self.field, self.state, self._back = field, state, back
        self._changed = changed
        self._present: Value = None
        self.draft: Value = None
        self.fault = ""
        self.chosen = field.kind == "text" or field.unit == FLAG
        self.control = Dropdown() if self.chosen else Text(continuous_update=False)
        self.choice = Choice(self.control, self._choose) if self.chosen else None
        self._typing = False
        if not self.chosen:
            self.control.observe(self._type, "value")
        self._slid = slid or changed
        self.sliding = Sliding(field, state, self._slide) if slid and not self.chosen else None
        self.beside = HTML().add_class("adv-beside")
        slider = () if self.sliding is None else (self.sliding.slider,)
        self.widget = Box([self.control, *slider, self.beside]).add_class("adv-change")

    @property
    def moved(self) -> bool:
        """Whether the field holds another value than the client's, or none that can be scored."""
        return bool(self.fault) or self.draft != self._present

    def reset(self, present: Value) -> None:
        """Hold the client's own value."""
        self._present = self.draft = present
        self.fault = ""
        self.draw()

    def enter(self, value: Value) -> None:
        """Hold a value as if a person had entered it."""
        self.draft, self.fault = value, ""
        self._settle()

    def draw(self) -> None:
        """Show what is held, in the language; a text that is at fault stays as it was typed."""
        label = self.state.words.label(self.field.name)
        unit = "" if self.chosen else entering.unit(self.field, self.state.formats)
        self.control.description = self.state.words.text("page.whatif_label", label=label, unit=unit) if unit else label
        if self.choice is not None:
            self.choice.show(self._options(), _key(self.draft))
        elif not self.fault:
            self._write(entering.written(self.draft, self.field, self.state.formats))
        if self.sliding is not None:
            self.sliding.show(self._present, self.draft)
        self.draw_beside(label)

    def draw_beside(self, label: str) -> None:
        """Say the client's own value, how to go back to it, what is allowed, and what is wrong.

        What has an id is read aloud with the field.
        """
        text = self.state.words.text
        present = self.state.formats.value(self.field.name, self._present, self.field.unit)
        name, mine = self.field.name, f"{self._back}-{self.field.name}"
        said = tag("span", text("page.whatif_present", value=present), id=f"{mine}-present")
        back = tag(
            "button",
            text("page.whatif_reset"),
            data_act=self._back,
            data_value=name,
            aria_label=text("page.whatif_reset_of", label=label),
            class_="adv-link",
        )
        allowed = tag("p", hint, id=f"{mine}-allowed") if (hint := self._allowed()) else ""
        wrong = tag("p", self.fault, id=f"{mine}-wrong", role="alert", class_="adv-wrong") if self.fault else ""
        self.beside.value = together(said, " ", back if self.moved else "", allowed, wrong)
        (self.widget.add_class if self.moved else self.widget.remove_class)("adv-moved")

    def _allowed(self) -> str:
        """Say from where to where a number may go; not of money, whose bounds leave room for every lender's."""
        if self.chosen or self.field.unit == MONEY:
            return ""
        return entering.allowed("page.whatif_allowed", self.field, self.state.formats)

    def _options(self) -> list[tuple[str, str]]:
        words, name = self.state.words, self.field.name
        if self.field.unit == FLAG:
            known = [(words.text("page.yes"), "1.0"), (words.text("page.no"), "0.0")]
        else:
            names = dict.fromkeys([*self.field.categories, *filter(None, [str(self._present or "")])])
            known = [(words.value(name, category), category) for category in names]
        return [(words.text("page.not_provided"), ""), *known]

    def _choose(self, key: str) -> None:
        self.draft = None if key == "" else float(key) if self.field.unit == FLAG else key
        self._settle()

    def _type(self, change: dict[str, str]) -> None:
        if self._typing:
            return
        formats, text = self.state.formats, change["new"]
        self.fault = ""
        if text == entering.written(self._present, self.field, formats):
            self.draft = self._present  # what is shown is rounded
        else:
            try:
                self.draft = entering.read(text, self.field, formats)
            except entering.Entered as fault:
                self.fault = str(fault)
        self._settle()

    def _slide(self, entered: float) -> None:
        try:
            self.draft, self.fault = entering.scored(entered, self.field, self.state.formats), ""
        except entering.Entered as fault:
            self.fault = str(fault)
        self.draw()
        self._slid()

    def _settle(self) -> None:
        self.draw()
        self._changed()

    def _write(self, text: str) -> None:
        self._typing = True
        try:
            self.control.value = text
        finally:
            self._typing = False


def _key(value: Value) -> str:
    return "" if value is None else str(float(value)) if isinstance(value, int | float) else value
