"""Compare: one variable's distribution in a group, with the client marked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipywidgets import HTML, Box, Combobox, Dropdown

from advisor import sentences
from advisor.charts.picture import Bar, Picture, picture
from advisor.choice import Choice
from advisor.state import Case, State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Comparison, Variable

if TYPE_CHECKING:
    from advisor.charts.bands import BandsChart

CATEGORIES = 10
"""Categories that are shown at once."""
COLUMNS = ("band", "count", "share", "default")
"""What the table says of each band."""


class ComparePanel:
    """Draws the comparison while its tab is shown; the chart's library is loaded by the first one."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.variables: tuple[Variable, ...] = ()
        self.groups: tuple[str, ...] = ()
        self.chart: BandsChart | None = None
        self.variable = Choice(Combobox(continuous_update=False).add_class("adv-choose"), self._choose_variable)
        self.group = Choice(Dropdown().add_class("adv-group"), self._choose_group)
        self.title = HTML().add_class("adv-chart-title")
        self.slot = Box().add_class("adv-chart")
        self.numbers = HTML().add_class("adv-table").add_class("adv-numbers")
        bar = Box([self.variable.control, self.group.control]).add_class("adv-bar")
        self.widget = Box([bar, self.title, self.slot, self.numbers]).add_class("adv-panel")
        state.follow(self.draw, "language", "case", "panel", "variable", "group")

    def draw(self) -> None:
        """Ask for the comparison and draw it, while the panel is shown and a case is open.

        What stood there is wiped first: after a fault, no other client's comparison may stay.
        """
        case = self.state.case
        self.title.value, self.slot.children, self.numbers.value = "", (), ""
        if self.state.panel != "compare" or case is None:
            return
        self._offer()
        # Choosing a default draws again, by the observer.
        if self.state.group is None:
            self.state.group = self.groups[0]
        elif self.state.variable is None:
            self.state.variable = self._telling(case)
        else:
            self._reflect(self.state.variable, self.state.group)
            comparison = self.state.questions.compare(case.client.id, self.state.variable, self.state.group)
            self._show(comparison)

    def _offer(self) -> None:
        """Ask, the first time, what can be compared with whom."""
        if not self.variables:
            self.variables, self.groups = self.state.questions.variables(), self.state.questions.groups()

    def _telling(self, case: Case) -> str:
        """Choose what to start with: the strongest reason that can be compared."""
        names = {variable.name for variable in self.variables}
        parts = sorted(case.explanation.contributions, key=lambda part: -abs(part.contribution))
        return next((part.feature for part in parts if part.feature in names), self.variables[0].name)

    def _reflect(self, variable: str, group: str) -> None:
        """Make the controls say what the state holds, in the language."""
        words = self.state.words
        self.variable.control.description = words.text("page.compare_variable")
        self.variable.show([words.label(known.name) for known in self.variables], words.label(variable))
        self.group.control.description = words.text("page.compare_group")
        self.group.show([(words.text(f"group.{known}"), known) for known in self.groups], group)

    def _choose_variable(self, label: str) -> None:
        labels = {self.state.words.label(known.name): known.name for known in self.variables}
        if label in labels:
            self.state.variable = labels[label]
        else:  # typed and given up: say again what is drawn
            self.draw()

    def _choose_group(self, group: str) -> None:
        self.state.group = group

    def _show(self, comparison: Comparison) -> None:
        formats = self.state.formats
        if comparison.withheld:
            self.title.value = tag("p", sentences.withheld(comparison, formats), class_="adv-none")
            self.slot.children, self.numbers.value = (), ""
            return
        drawn = picture(comparison, formats)
        self.title.value = together(
            tag("h3", sentences.seen(comparison, drawn, formats)),
            tag("p", sentences.values(comparison, formats)),
            tag("p", sentences.group(comparison, formats), class_="adv-muted"),
        )
        if not drawn.bars:
            self.slot.children, self.numbers.value = (), ""
        elif comparison.variable.kind == "category":
            self.slot.children, self.numbers.value = (), self._categories(drawn)
        else:
            self._draw_bars(drawn)
            self.numbers.value = self._numbers(drawn)

    def _draw_bars(self, drawn: Picture) -> None:
        if self.chart is None:
            self.slot.children = (HTML(tag("p", self.state.words.text("page.compare_waiting"))),)
            from advisor.charts.bands import BandsChart

            self.chart = BandsChart()
        self.chart.draw(drawn, self.state.formats, self.state.still)
        self.slot.children = (self.chart.figure,)

    def _numbers(self, drawn: Picture) -> Markup:
        """Write the table that stands behind the chart."""
        rows = [self._row(bar, drawn.total, 0) for bar in drawn.bars]
        return tag("details", tag("summary", self.state.words.text("page.compare_table")), self._table(rows))

    def _categories(self, drawn: Picture) -> Markup:
        """Write categories as a table with a bar in each row: the first ones and the client's, then the rest."""
        most = max(bar.count for bar in drawn.bars)
        rows = [(bar, self._row(bar, drawn.total, most)) for bar in drawn.bars]
        first = [row for i, (bar, row) in enumerate(rows) if i < CATEGORIES or bar.mine]
        rest = [row for i, (bar, row) in enumerate(rows) if i >= CATEGORIES and not bar.mine]
        if not rest:
            return self._table(first)
        more = self.state.formats.counted("page.compare_rest", len(rest))
        return together(self._table(first), tag("details", tag("summary", more), self._table(rest)))

    def _table(self, rows: Sequence[Markup]) -> Markup:
        text = self.state.words.text
        heads = (tag("th", text(f"page.compare_column_{name}"), scope="col") for name in COLUMNS)
        return tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))

    def _default(self, bar: Bar) -> str:
        rate = bar.default_rate
        return self.state.words.text("page.compare_few") if rate is None else self.state.formats.share(rate)

    def _row(self, bar: Bar, total: int, most: int) -> Markup:
        formats = self.state.formats
        mine = tag("span", self.state.words.text("page.compare_mine"), class_="adv-chip") if bar.mine else ""
        length = f"width:{100 * bar.count / most:.1f}%" if most else ""
        drawn = tag("div", style=length, class_="adv-bar-drawn") if most else ""
        return tag(
            "tr",
            tag("th", bar.label, " ", mine, drawn, scope="row"),
            tag("td", formats.whole(bar.count)),
            tag("td", formats.share(bar.count / max(1, total))),
            tag("td", self._default(bar)),
            class_="adv-mine" if bar.mine else "adv-other",
        )
