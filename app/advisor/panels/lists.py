"""Lists of clients: declared by the scoring process, sorted and paged there, opened from here."""

from __future__ import annotations

from dataclasses import replace

from ipywidgets import HTML, Box

from advisor.panels.narrowing import Narrowing
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import EVERYONE, ClientLine, ClientPage

LINES = 10
"""Lines of a page: they fit under the head without scrolling."""

NAMES = (
    "to_review",
    "near_threshold",
    "granted_near_threshold",
    "refused_near_threshold",
    "refused_high_income",
    "all",
)
"""The lists that are offered, those to act on first; they are asked for by name."""
UNTOLD = ("to_review", "all")
"""Those of them that do not tell on which side of the limit a client is."""


class ListsPanel:
    """Draws the list chosen, while lists are shown; nothing is asked before one is chosen."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.names = HTML().add_class("adv-list-names")
        self.table = HTML().add_class("adv-table").add_class("adv-clients")
        self.turning = HTML().add_class("adv-turning")
        self.narrowing = Narrowing(state)
        self.widget = Box([self.names, self.narrowing.widget, self.table, self.turning]).add_class("adv-lists")
        state.acts.update(open=self._open, list=self._choose, sort=self._sort, turn=self._turn)
        state.follow(self.draw, "language", "browsing", "listing")

    def draw(self) -> None:
        """Offer the lists, and draw some lines of the one chosen. What stood there is wiped first."""
        self.table.value = self.turning.value = ""
        self.widget.layout.display = "" if self.state.browsing else "none"
        if not self.state.browsing:
            return
        self.names.value = self._offered()
        self.narrowing.draw()
        asked = self.state.listing
        if asked.name is not None:
            page = self.state.questions.list_clients(
                replace(asked.narrowed, name=asked.name), asked.sort, asked.descending, asked.offset, LINES
            )
            self.table.value = self._table(page) if page.lines else self._none()
            self.turning.value = self._pages(page)

    def _offered(self) -> Markup:
        text, shown = self.state.words.text, self.state.listing.name
        chips = (
            tag(
                "button",
                text(f"list.{name}"),
                data_act="list",
                data_value=name,
                aria_pressed="true" if name == shown else "false",
                class_="adv-pick",
            )
            for name in (UNTOLD if self.state.opinion_first else NAMES)
        )
        told = tag("p", text(f"list.{shown}_help"), class_="adv-muted") if shown else ""
        return together(tag("h2", text("page.lists")), tag("div", *chips, class_="adv-picks"), told)

    def _none(self) -> Markup:
        key = "lists_none" if self.state.listing.narrowed == EVERYONE else "lists_none_narrowed"
        return tag("p", self.state.words.text(f"page.{key}"), class_="adv-none")

    def _table(self, page: ClientPage) -> Markup:
        shown = [(field.name, self.state.words.label(field.name)) for field in page.lines[0].fields]
        text = self.state.words.text
        heads = [self._head("id", text("page.lists_client"))]
        if not self.state.opinion_first:
            heads.append(self._head("probability", text("page.lists_risk")))
            heads.append(tag("th", text("page.lists_decision"), scope="col"))
        heads += [self._head(name, label) for name, label in shown]
        caption = tag("caption", text(f"list.{self.state.listing.name}"))
        rows = (self._row(line) for line in page.lines)
        return tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows))

    def _head(self, name: str, label: str) -> Markup:
        way = "descending" if self.state.listing.descending else "ascending"
        sorted_ = way if name == self.state.listing.sort else "none"
        button = tag("button", label, data_act="sort", data_value=name, class_="adv-sort")
        return tag("th", button, scope="col", aria_sort=sorted_)

    def _row(self, line: ClientLine) -> Markup:
        formats, text = self.state.formats, self.state.words.text
        number = formats.client(line.id)
        said = text("page.lists_open", client=number)
        button = tag("button", number, data_act="open", data_value=str(line.id), aria_label=said, class_="adv-link")
        fields = (tag("td", formats.value(one.name, one.value, one.unit)) for one in line.fields)
        return tag("tr", tag("th", button, scope="row"), *self._score(line), *fields)

    def _score(self, line: ClientLine) -> list[Markup]:
        """Write risk and decision, unless an opinion comes before them."""
        if self.state.opinion_first:
            return []
        text = self.state.words.text
        review = tag("span", text("page.lists_review"), class_="adv-chip") if line.review else ""
        decision = tag("span", text(f"page.lists_{line.decision}"), class_=f"adv-{line.decision}")
        return [tag("td", self.state.formats.share(line.probability)), tag("td", decision, review)]

    def _pages(self, page: ClientPage) -> Markup:
        text, whole = self.state.words.text, self.state.formats.whole
        last = page.offset + len(page.lines)
        first = page.offset + 1 if page.lines else 0
        told = text("page.lists_shown", first=whole(first), last=whole(last), total=whole(page.total))
        before = self._turner("before", page.offset - LINES, page.offset > 0)
        after = self._turner("after", page.offset + LINES, last < page.total)
        return together(before, tag("span", told, role="status"), after)

    def _turner(self, way: str, offset: int, on: bool) -> Markup:
        label = self.state.words.text(f"page.lists_{way}")
        return tag("button", label, data_act="turn", data_value=str(max(0, offset)), disabled=not on, class_="adv-turn")

    def _open(self, client: str) -> None:
        self.state.client = int(client)

    def _choose(self, name: str) -> None:
        self.state.listing = replace(self.state.listing, name=name, offset=0)

    def _sort(self, name: str) -> None:
        """Sort by another column, the largest first, or turn the order of this one."""
        shown = self.state.listing
        descending = not shown.descending if name == shown.sort else True
        self.state.listing = replace(shown, sort=name, descending=descending, offset=0)

    def _turn(self, offset: str) -> None:
        self.state.listing = replace(self.state.listing, offset=int(offset))
