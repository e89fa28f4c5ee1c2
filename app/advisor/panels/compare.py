"""Compare: one variable's distribution in a group, with the client marked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import HTML, Box, Combobox, Dropdown

from advisor import sentences
from advisor.charts.picture import Bar, Picture, picture
from advisor.markup import Markup, tag, together
from advisor.state import Case, State
from scoring.serving.questions import Comparison, Variable

if TYPE_CHECKING:
    from advisor.charts.bands import BandsChart


class ComparePanel:
    """Draws the comparison while its tab is shown; the chart's library is loaded by the first one."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.variables: tuple[Variable, ...] = ()
        self.groups: tuple[str, ...] = ()
        self.chart: BandsChart | None = None
        self._reflecting = False
        self.variable = Combobox(continuous_update=False).add_class("adv-choose")
        self.group = Dropdown().add_class("adv-group")
        self.title = HTML().add_class("adv-chart-title")
        self.slot = Box().add_class("adv-chart")
        self.numbers = HTML().add_class("adv-table")
        bar = Box([self.variable, self.group]).add_class("adv-bar")
        self.widget = Box([bar, self.title, self.slot, self.numbers]).add_class("adv-panel")
        self.variable.observe(lambda _: state.attempt(self._choose_variable), "value")
        self.group.observe(lambda _: state.attempt(self._choose_group), "value")
        state.follow(self.draw, "language", "case", "panel", "variable", "group")

    def draw(self) -> None:
        """Ask for the comparison and draw it, while the panel is shown and a case is open."""
        case = self.state.case
        if self.state.panel != "compare" or case is None:
            return
        self._offer()
        # Choosing a default draws again, by the observer.
        if self.state.group is None:
            self.state.group = self.groups[0]
        elif self.state.variable is None:
            self.state.variable = self._telling(case)
        else:
            self._reflect()
            comparison = self.state.questions.compare(case.client.id, self.state.variable, self.state.group)
            self._show(comparison)

    def _offer(self) -> None:
        """Ask once what can be compared with whom, and say it in the language."""
        if not self.variables:
            self.variables, self.groups = self.state.questions.variables(), self.state.questions.groups()
        text = self.state.words.text
        self.variable.description = text("page.compare_variable")
        self.group.description = text("page.compare_group")

    def _telling(self, case: Case) -> str:
        """Choose what to start with: the strongest reason that can be compared."""
        names = {variable.name for variable in self.variables}
        parts = sorted(case.explanation.contributions, key=lambda part: -abs(part.contribution))
        return next((part.feature for part in parts if part.feature in names), self.variables[0].name)

    def _reflect(self) -> None:
        """Make the controls say what the state holds, in the language."""
        words = self.state.words
        self._reflecting = True  # new options choose a value of their own
        try:
            self.variable.options = tuple(words.label(known.name) for known in self.variables)
            self.variable.value = words.label(self.state.variable)
            self.group.options = tuple((words.text(f"group.{known}"), known) for known in self.groups)
            self.group.value = self.state.group
        finally:
            self._reflecting = False

    def _choose_variable(self) -> None:
        labels = {self.state.words.label(known.name): known.name for known in self.variables}
        # Text that names no variable is being typed, or was given up: the chart stays.
        if not self._reflecting:
            self.state.variable = labels.get(self.variable.value, self.state.variable)

    def _choose_group(self) -> None:
        if not self._reflecting:
            self.state.group = self.group.value

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
            tag("p", sentences.size(comparison, formats), class_="adv-muted"),
        )
        self._draw_bars(drawn, comparison)
        self.numbers.value = self._table(drawn)

    def _draw_bars(self, drawn: Picture, comparison: Comparison) -> None:
        if comparison.variable.kind == "category" or not drawn.bars:
            self.slot.children = ()
            return
        if self.chart is None:
            from advisor.charts.bands import BandsChart

            self.chart = BandsChart()
        self.chart.draw(drawn, self.state.formats, self.state.still)
        self.slot.children = (self.chart.figure,)

    def _table(self, drawn: Picture) -> Markup:
        text = self.state.words.text
        heads = (tag("th", text(f"page.compare_column_{name}"), scope="col") for name in ("band", "count", "share"))
        rows = (self._row(bar, drawn.total) for bar in drawn.bars)
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))
        return tag("details", tag("summary", text("page.compare_table")), table)

    def _row(self, bar: Bar, total: int) -> Markup:
        mine = tag("b", " ◄ ", self.state.words.text("page.compare_mine")) if bar.mine else ""
        formats = self.state.formats
        return tag(
            "tr",
            tag("th", bar.label, mine, scope="row"),
            tag("td", formats.whole(bar.count)),
            tag("td", formats.share(bar.count / max(1, total))),
            class_="adv-mine" if bar.mine else "adv-other",
        )
