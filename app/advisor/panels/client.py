"""The client: every field and computed feature, by section, with a filter and three levels of detail."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from itertools import groupby

from ipywidgets import HTML, Box, Dropdown, RadioButtons, Text
from traitlets import link

from advisor.choice import Choice
from advisor.state import LEVELS, State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Client, Field

MOST = 60
"""Rows drawn at once, unless the rest is asked for: hundreds take the browser a while."""


def plain(text: str) -> str:
    """Give the text without case and accents, as people type when they search."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


class ClientPanel:
    """Draws the fields of the level and the section that contain every word of the filter."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.computed: tuple[Client, tuple[Field, ...]] | None = None  # of which client, and what
        self.whole = False  # the rest was asked for
        self.level = Choice(RadioButtons(options=LEVELS).add_class("adv-levels"), self._choose_level)
        self.section = Choice(Dropdown().add_class("adv-section-choice"), self._choose_section)
        self.filter = Text(continuous_update=True).add_class("adv-filter")
        self.count = HTML().add_class("adv-count")
        self.table = HTML().add_class("adv-table").add_class("adv-fields")
        bar = Box([self.level.control, self.section.control, self.filter, self.count]).add_class("adv-bar")
        self.widget = Box([bar, self.table]).add_class("adv-panel")
        link((state, "wanted"), (self.filter, "value"))
        state.acts.update(pin=self._pin, rest=self._show_rest)
        state.follow(self.fold, "case", "wanted", "level", "section")
        state.follow(self.draw, "language", "case", "wanted", "level", "section", "chosen", "panel")

    def fold(self) -> None:
        """Show the first rows only, of whatever is drawn next."""
        self.whole = False

    def draw(self) -> None:
        """Draw the fields of the case that the level, the section and the filter let through."""
        if self.state.panel != "client":
            return
        self.filter.description = self.state.words.text("page.client_filter")
        self.filter.placeholder = self.state.words.text("page.client_filter_example")
        self._offer_levels()
        fields = self._leveled()
        self._offer_sections(fields)
        section = self.state.section
        shown = [field for field in fields if section in ("", field.section) and self._wanted(field)]
        self.count.value = tag("p", self.state.formats.counted("page.client_count", len(shown), total=str(len(fields))))
        self.table.value = self._drawn(shown)

    def _leveled(self) -> tuple[Field, ...]:
        """Give the fields of the level, section by section as the words list them."""
        case, level = self.state.case, self.state.level
        if case is None:
            return ()
        order = {name: place for place, name in enumerate(self.state.words.entries["section"])}
        if level == "essential":
            kept = [field for field in case.client.fields if field.essential]
        else:
            every = (*case.client.fields, *self._features(case.client))
            kept = [field for field in every if level == "all" or field.name in self.state.chosen]
        return tuple(sorted(kept, key=lambda field: order[field.section]))

    def _features(self, client: Client) -> tuple[Field, ...]:
        """Ask for the computed features once for each client as they are."""
        if self.computed is None or self.computed[0] != client:
            self.computed = (client, self.state.questions.features(client.id))
        return self.computed[1]

    def _offer_levels(self) -> None:
        text = self.state.words.text
        self.level.show([(text(f"page.client_level_{name}"), name) for name in LEVELS], self.state.level)

    def _offer_sections(self, fields: Sequence[Field]) -> None:
        """Offer the sections that have fields; one chosen that has none stays, and says so by its rows."""
        text = self.state.words.text
        self.section.control.description = text("page.client_section")
        names = dict.fromkeys([*(field.section for field in fields), *filter(None, [self.state.section])])
        known = [(text(f"section.{name}"), name) for name in names]
        self.section.show([(text("page.client_sections"), ""), *known], self.state.section)

    def _wanted(self, field: Field) -> bool:
        words = plain(self.state.wanted).split()
        if not words:
            return True
        text = plain(" ".join((self._label(field), self._value(field), self._help(field))))
        return all(word in text for word in words)

    def _drawn(self, shown: Sequence[Field]) -> Markup:
        text = self.state.words.text
        if not shown:
            empty = self.state.level == "chosen" and not self.state.chosen
            return tag("p", text("page.client_none_chosen" if empty else "page.client_none"), class_="adv-none")
        if self.whole or len(shown) <= MOST:
            return self._table(shown)
        rest = self.state.formats.counted("page.client_rest", len(shown) - MOST)
        return together(self._table(shown[:MOST]), tag("button", rest, data_act="rest", class_="adv-turn"))

    def _table(self, fields: Sequence[Field]) -> Markup:
        text = self.state.words.text
        heads = (tag("th", text(f"page.client_column_{name}"), scope="col") for name in ("label", "value", "help"))
        if self.state.level == "essential":  # few rows need no headings
            bodies = [tag("tbody", *map(self._row, fields))]
        else:
            bodies = [
                tag("tbody", self._section_row(section), *map(self._row, rows))
                for section, rows in groupby(fields, key=lambda field: field.section)
            ]
        return tag("table", tag("caption", text("page.client_caption")), tag("thead", tag("tr", *heads)), *bodies)

    def _section_row(self, section: str) -> Markup:
        name = self.state.words.text(f"section.{section}")
        return tag("tr", tag("th", name, scope="rowgroup", colspan="3"), class_="adv-section")

    def _row(self, field: Field) -> Markup:
        return tag(
            "tr",
            tag("th", self._pinner(field), self._label(field), scope="row"),
            tag("td", self._value(field), class_="adv-unknown" if field.value is None else "adv-known"),
            tag("td", self._help(field), class_="adv-help"),
        )

    def _pinner(self, field: Field) -> Markup:
        """Write the star that keeps a field among those chosen."""
        kept = field.name in self.state.chosen
        said = self.state.words.text("page.client_keep", label=self._label(field))
        pressed = "true" if kept else "false"
        return tag(
            "button", data_act="pin", data_value=field.name, aria_pressed=pressed, aria_label=said, class_="adv-pin"
        )

    def _choose_level(self, level: str) -> None:
        self.state.level = level

    def _choose_section(self, section: str) -> None:
        self.state.section = section

    def _pin(self, name: str) -> None:
        kept = self.state.chosen
        self.state.chosen = tuple(one for one in kept if one != name) if name in kept else (*kept, name)

    def _show_rest(self, _: str) -> None:
        self.whole = True
        self.draw()

    def _label(self, field: Field) -> str:
        return self.state.words.label(field.name)

    def _help(self, field: Field) -> str:
        return self.state.words.help(field.name)

    def _value(self, field: Field) -> str:
        return self.state.formats.value(field.name, field.value, field.unit)
