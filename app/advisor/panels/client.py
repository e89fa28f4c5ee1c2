"""The client: every field that describes them, with a filter."""

from __future__ import annotations

import unicodedata

from ipywidgets import HTML, Box, Text
from traitlets import link

from advisor.state import State
from scoring.letters.markup import Markup, tag
from scoring.serving.questions import Field


def plain(text: str) -> str:
    """Give the text without case and accents, as people type when they search."""
    return "".join(sign for sign in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(sign))


class ClientPanel:
    """Draws the fields that contain every word of the filter."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.filter = Text(continuous_update=True).add_class("adv-filter")
        self.count = HTML().add_class("adv-count")
        self.table = HTML().add_class("adv-table").add_class("adv-fields")
        bar = Box([self.filter, self.count]).add_class("adv-bar")
        self.widget = Box([bar, self.table]).add_class("adv-panel")
        link((state, "wanted"), (self.filter, "value"))
        state.follow(self.draw, "language", "case", "wanted")

    def draw(self) -> None:
        """Draw the fields of the case that the filter lets through."""
        text = self.state.words.text
        self.filter.description = text("page.client_filter")
        self.filter.placeholder = text("page.client_filter_example")
        fields = self.state.case.client.fields if self.state.case else ()
        shown = [field for field in fields if self._wanted(field)]
        self.count.value = tag("p", self.state.formats.counted("page.client_count", len(shown), total=str(len(fields))))
        self.table.value = self._table(shown) if shown else tag("p", text("page.client_none"), class_="adv-none")

    def _wanted(self, field: Field) -> bool:
        text = plain(" ".join((self._label(field), self._value(field), self._help(field))))
        return all(word in text for word in plain(self.state.wanted).split())

    def _table(self, fields: list[Field]) -> Markup:
        text = self.state.words.text
        heads = (tag("th", text(f"page.client_column_{name}"), scope="col") for name in ("label", "value", "help"))
        rows = (
            tag(
                "tr",
                tag("th", self._label(field), scope="row"),
                tag("td", self._value(field), class_="adv-unknown" if field.value is None else "adv-known"),
                tag("td", self._help(field), class_="adv-help"),
            )
            for field in fields
        )
        caption = tag("caption", text("page.client_caption"))
        return tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows))

    def _label(self, field: Field) -> str:
        return self.state.words.label(field.name)

    def _help(self, field: Field) -> str:
        return self.state.words.help(field.name)

    def _value(self, field: Field) -> str:
        return self.state.formats.value(field.name, field.value, field.unit)
