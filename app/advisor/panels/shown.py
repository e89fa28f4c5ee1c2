"""What a comparison shows: a title, a chart, and the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scoring.letters.markup import Markup, tag, together
from scoring.words import Words

if TYPE_CHECKING:
    from advisor.charts.drawing import Figure

NOTHING = together()


@dataclass(frozen=True)
class Shown:
    """One comparison as drawn; `rated` is a chart with an axis of default rates, `paired` one of two variables."""

    title: Markup = NOTHING
    figure: Figure | None = None
    table: Markup = NOTHING
    rated: bool = False
    paired: bool = False


def table(heads: Sequence[str], rows: Sequence[Markup]) -> Markup:
    """Write a table of rows under its column heads."""
    columns = (tag("th", head, scope="col") for head in heads)
    return tag("table", tag("thead", tag("tr", *columns)), tag("tbody", *rows))


def behind(words: Words, content: Markup) -> Markup:
    """Put a table behind a disclosure."""
    return tag("details", tag("summary", words.text("page.compare_table")), tag("div", content, class_="adv-wide"))


def mine(words: Words, is_mine: bool) -> Markup:
    """Mark what holds the client."""
    return tag("span", words.text("page.compare_mine"), class_="adv-chip") if is_mine else NOTHING
