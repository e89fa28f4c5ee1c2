"""The history: past credits and payments as charts, with a table behind each."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from ipywidgets import HTML, Box

from advisor.charts import past
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.letters.past import CARDS, ELSEWHERE, INSTALMENTS, LOANS, PREVIOUS, Column, cell
from scoring.serving.questions import Timeline

if TYPE_CHECKING:
    from advisor.charts.past_figures import CreditsChart, MonthsChart


class Part:
    """One chart with its title above and its tables behind."""

    def __init__(self) -> None:
        self.title = HTML().add_class("adv-chart-title")
        self.slot = Box().add_class("adv-chart")
        self.tables = HTML().add_class("adv-table").add_class("adv-past")
        self.widget = Box([self.title, self.slot, self.tables]).add_class("adv-part")

    def clear(self) -> None:
        """Show nothing."""
        self.title.value, self.slot.children, self.tables.value = "", (), ""


class HistoryPanel:
    """Draws the past while its tab is shown; the charts' library is loaded by the first one."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.credits, self.instalments, self.cards = Part(), Part(), Part()
        self.none = HTML().add_class("adv-none")
        self.figures: tuple[CreditsChart, MonthsChart, MonthsChart] | None = None
        parts = (self.none, self.credits.widget, self.instalments.widget, self.cards.widget)
        self.widget = Box(parts).add_class("adv-panel")
        state.follow(self.draw, "language", "case", "panel")

    def draw(self) -> None:
        """Ask for the past and draw it, while the panel is shown and a case is open.

        After a fault nothing stays: it may be another client's past. Figures keep their place from one
        client to the next, as the browser takes long to make one.
        """
        case = self.state.case
        if self.state.panel != "history" or case is None:
            self._clear()
            return
        try:
            self._show(self.state.questions.timeline(case.client.id))
        except Exception:
            self._clear()
            raise

    def _show(self, timeline: Timeline) -> None:
        if not any((timeline.elsewhere, timeline.previous, timeline.instalments, timeline.cards, timeline.loans)):
            self._clear()
            self.none.value = tag("p", self.state.words.text("page.past_none"))
            return
        self.none.value = ""
        self._show_credits(timeline)
        self._show_instalments(timeline)
        self._show_cards(timeline)

    def _clear(self) -> None:
        self.none.value = ""
        for part in (self.credits, self.instalments, self.cards):
            part.clear()

    def _show_credits(self, timeline: Timeline) -> None:
        words, counted = self.state.words, self.state.formats.counted
        running = sum(credit.status == "Active" for credit in timeline.elsewhere)
        refused = sum(request.status == "Refused" for request in timeline.previous)
        said = (
            counted("page.past_elsewhere", len(timeline.elsewhere), running=running),
            counted("page.past_previous", len(timeline.previous), refused=counted("page.past_turned_down", refused)),
        )
        legend = (
            tag("span", words.text(f"page.past_{name}"), class_=f"adv-key adv-key-{name}")
            for name in ("running", "closed", "refused")
        )
        known = past.lanes(timeline)
        drawn, more = known[-past.LANES :], len(known[: -past.LANES])
        legend_row = tag("p", *legend, class_="adv-keys") if drawn else ""
        left_out = tag("p", counted("page.past_more", more, shown=len(drawn)), class_="adv-muted") if more else ""
        self.credits.title.value = together(tag("h3", " · ".join(said)), legend_row, left_out)
        if drawn:
            self._charts()[0].draw(drawn, self.state.formats, self.state.still)
        self.credits.slot.children = (self._charts()[0].figure,) if drawn else ()
        self.credits.tables.value = together(
            self._behind("elsewhere", ELSEWHERE, timeline.elsewhere[::-1]),
            self._behind("previous", PREVIOUS, timeline.previous[::-1]),
        )

    def _show_instalments(self, timeline: Timeline) -> None:
        months, formats = timeline.instalments, self.state.formats
        if not months:
            self.instalments.clear()
        else:
            late = sum(month.late for month in months)
            said = formats.counted("page.past_instalments", sum(month.instalments for month in months))
            worst = max((month.late_days or 0.0 for month in months), default=0.0)
            how = formats.counted("page.past_late", late, longest=formats.lateness(worst)) if late else ""
            self._title(self.instalments, said, how or formats.words.text("page.past_on_time"), "late" if late else "")
            self._charts()[1].draw(past.instalments(months), formats, self.state.still)
            self.instalments.slot.children = (self._charts()[1].figure,)
        self.instalments.tables.value = together(
            self._behind("instalments", INSTALMENTS, months[::-1]), self._behind("loans", LOANS, timeline.loans[::-1])
        )

    def _show_cards(self, timeline: Timeline) -> None:
        months, formats = timeline.cards, self.state.formats
        if not months:
            self.cards.clear()
            return
        last = months[-1]
        balance = formats.value("", last.balance, "money")
        said = formats.words.text("page.past_cards", balance=balance, limit=formats.value("", last.limit, "money"))
        self._title(self.cards, said, formats.words.text("page.past_cards_help"), "overdue")
        self._charts()[2].draw(past.cards(months), formats, self.state.still)
        self.cards.slot.children = (self._charts()[2].figure,)
        self.cards.tables.value = self._behind("cards", CARDS, months[::-1])

    def _title(self, part: Part, said: str, how: str, key: str) -> None:
        mark = tag("span", self.state.words.text(f"page.past_{key}_key"), class_="adv-key adv-key-late") if key else ""
        part.title.value = together(tag("h3", said), tag("p", how, " ", mark, class_="adv-keys"))

    def _charts(self) -> tuple[CreditsChart, MonthsChart, MonthsChart]:
        """Give the charts, built once."""
        if self.figures is None:
            self.none.value = tag("p", self.state.words.text("page.compare_waiting"))
            from advisor.charts.past_figures import CreditsChart, MonthsChart

            self.figures = (CreditsChart(), MonthsChart(), MonthsChart())
            self.none.value = ""
        return self.figures

    def _behind(self, name: str, columns: Sequence[Column], rows: Sequence[object]) -> Markup:
        """Write the rows as a table behind a disclosure; without rows, nothing."""
        if not rows:
            return together()
        text = self.state.words.text
        heads = (tag("th", text(f"page.past_column_{key}"), scope="col") for key, *_ in columns)
        body = (tag("tr", *(self._cell(column, row) for column in columns)) for row in rows)
        summary = tag("summary", self.state.formats.counted(f"page.past_table_{name}", len(rows)))
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *body))
        return tag("details", summary, tag("div", table, class_="adv-wide"))

    def _cell(self, column: Column, row: object) -> Markup:
        words = column[2] == "category"
        return tag("td", cell(column, row, self.state.formats), class_="adv-words" if words else "adv-number")
