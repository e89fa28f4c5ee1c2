"""What narrows a list of clients: a decision, and ranges of risk, income and amount, typed as people say them."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from ipywidgets import HTML, Box, Dropdown, Text

from advisor import entering
from advisor.choice import Choice
from advisor.state import State
from scoring.letters.markup import Markup, tag
from scoring.serving.questions import EVERYONE, Changeable, Decision, Filters

MOST_MONEY = 1e12
"""No amount is larger: what is typed beyond it is a slip."""
DIGITS = 9
"""Decimals that are asked for: 17,5 % is 0.175, whatever a hundredth makes of it, as ends are included."""

RANGES: dict[str, Changeable] = {
    "probability": Changeable("probability", "number", "share", 0.0, 1.0, ()),
    "income": Changeable("AMT_INCOME_TOTAL", "number", "money", 0.0, MOST_MONEY, ()),
    "amount": Changeable("AMT_CREDIT", "number", "money", 0.0, MOST_MONEY, ()),
}
"""What has a range, and how its ends are entered."""
ENDS = ("least", "most")
DECISIONS: dict[str, Decision | None] = {"": None, "granted": "granted", "refused": "refused"}
SCORED = ("probability", "decision")
"""What tells a score: not offered where an opinion comes before it."""


class End:
    """One end of a range: what is typed, and what is wrong with it beside it."""

    def __init__(self, name: str, of: str) -> None:
        self.name, self.field = f"{name}_{of}", RANGES[of]
        self.of, self.side = of, name
        self.fault = ""
        self.control = Text(continuous_update=False)
        self.beside = HTML().add_class("adv-beside")
        self.widget = Box([self.control, self.beside]).add_class("adv-change")

    def read(self, state: State) -> float | None:
        """Give the end as it is asked for, None where it is open; raises Entered, which says what is allowed."""
        typed = self.control.value.strip()
        bare = typed.removesuffix("%") if self.field.unit == "share" else typed
        read = entering.read(bare, self.field, state.formats)
        return None if read is None else round(read, DIGITS)

    def say(self, fault: str) -> None:
        """Say what is wrong; the page reads it with the box, which it tells to be invalid."""
        self.fault = fault
        wrong = tag("p", fault, role="alert", class_="adv-wrong", id=f"adv-narrow-{self.name}")
        self.beside.value = wrong if fault else ""


class Narrowing:
    """Offers, folded by default, what narrows the lists; the state holds what is asked for.

    While anything typed is at fault the list stays as it was. The controls are made when first unfolded.
    """

    def __init__(self, state: State) -> None:
        self.state = state
        self.ends: tuple[End, ...] = ()
        self.decision: Choice | None = None
        self.unfolded = self._writing = False
        self.head, self.back = HTML(), HTML()
        self.fields = Box().add_class("adv-changes")
        self.widget = Box([self.head, self.fields, self.back]).add_class("adv-narrow")
        state.acts.update(narrow=self._fold, narrow_reset=self._reset)

    def draw(self) -> None:
        """Say in the language what is asked for; while anything is at fault, all stays as it was typed."""
        self.head.value = self._toggle()
        self.fields.layout.display = self.back.layout.display = "" if self.unfolded else "none"
        if not self.unfolded:
            return
        if not self.ends:
            self._build()
        self._write()
        self.back.value = tag(
            "button",
            self.state.words.text("page.lists_narrow_reset"),
            data_act="narrow_reset",
            class_="adv-turn",
            disabled=self.state.listing.narrowed == EVERYONE and not any(end.fault for end in self.ends),
        )

    def _toggle(self) -> Markup:
        number = sum(value is not None for name, value in asdict(self.state.listing.narrowed).items() if name != "name")
        text, counted = self.state.words.text, self.state.formats.counted
        label = counted("page.lists_narrowed", number) if number else text("page.lists_narrow")
        unfolded = "true" if self.unfolded else "false"
        return tag("button", label, data_act="narrow", aria_expanded=unfolded, class_="adv-turn adv-fold")

    def _build(self) -> None:
        offered = [of for of in RANGES if not (self.state.opinion_first and of in SCORED)]
        self.ends = tuple(End(name, of) for of in offered for name in ENDS)
        for end in self.ends:
            end.control.observe(self._type, "value")
        pairs = [Box([end.widget for end in self.ends if end.of == of]).add_class("adv-range") for of in offered]
        if not self.state.opinion_first:
            self.decision = Choice(Dropdown(), self._decide)
            pairs.insert(0, Box([self.decision.control]).add_class("adv-change"))
        self.fields.children = tuple(pairs)

    def _write(self) -> None:
        words, narrowed = self.state.words, self.state.listing.narrowed
        if self.decision is not None:
            known = [(words.text(f"page.lists_{name}"), name) for name in DECISIONS if name]
            self.decision.control.description = words.text("page.lists_decision")
            self.decision.show([(words.text("page.lists_any"), ""), *known], narrowed.decision or "")
        at_fault = any(end.fault for end in self.ends)
        self._writing = True
        try:
            for end in self.ends:
                end.control.description = self._label(end)
                if not at_fault:
                    value = getattr(narrowed, end.name)
                    end.control.value = entering.written(value, end.field, self.state.formats)
        finally:
            self._writing = False

    def _label(self, end: End) -> str:
        words = self.state.words
        said = words.text(f"page.lists_{end.side}", label=words.text(f"page.lists_of_{end.of}"))
        unit = entering.unit(end.field, self.state.formats)
        return words.text("page.whatif_label", label=said, unit=unit) if unit else said

    def _type(self, _: dict[str, Any]) -> None:
        if not self._writing:
            self.state.attempt(self._take)

    def _take(self) -> None:
        """Read every end, and narrow by them unless one is at fault."""
        read: dict[str, float | None] = {}
        for end in self.ends:
            fault = ""
            try:
                read[end.name] = end.read(self.state)
            except entering.Entered as wrong:
                fault = str(wrong)
            least, most = read.get(f"least_{end.of}"), read.get(end.name)
            if end.side == "most" and least is not None and most is not None and least > most:
                fault = self.state.words.text("page.lists_fault_ends")
            end.say(fault)
        if any(end.fault for end in self.ends):
            self.draw()
        else:
            self._ask(self._narrowed(read))

    def _narrowed(self, read: dict[str, float | None]) -> Filters:
        return Filters(
            decision=self.state.listing.narrowed.decision,
            least_probability=read.get("least_probability"),
            most_probability=read.get("most_probability"),
            least_income=read["least_income"],
            most_income=read["most_income"],
            least_amount=read["least_amount"],
            most_amount=read["most_amount"],
        )

    def _decide(self, decision: str) -> None:
        self._ask(replace(self.state.listing.narrowed, decision=DECISIONS[decision]))

    def _reset(self, _: str) -> None:
        for end in self.ends:
            end.say("")
        self._ask(EVERYONE)

    def _ask(self, narrowed: Filters) -> None:
        """Narrow the list shown from its first line on; before one is chosen, that of all clients."""
        shown = self.state.listing
        self.state.listing = replace(shown, name=shown.name or EVERYONE.name, narrowed=narrowed, offset=0)
        self.draw()  # the same as before changes nothing, and still takes back what was at fault

    def _fold(self, _: str) -> None:
        self.unfolded = not self.unfolded
        self.draw()
