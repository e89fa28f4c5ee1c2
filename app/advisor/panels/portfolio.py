"""The portfolio, for managers: acceptance and cost against the threshold, another cost ratio, what people decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ipywidgets import HTML, Box

from advisor.charts.ticks import round_step
from advisor.panels.oversight import OversightPart
from advisor.panels.signing import SigningPart
from advisor.state import State
from advisor.widgets import Slider
from scoring.faults import Refused
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Oversight, Point, Portfolio

if TYPE_CHECKING:
    from advisor.charts.curve import CurveChart

LEAST, MOST = 1.0, 50.0
"""Cost ratios that can be tried."""
LAST = 0.5
"""The threshold at which curves end: beyond it next to nobody is refused."""
STEPS = 4
EVERY = 5
"""Every so many hundredths the table has a line."""
COLUMNS = ("threshold", "granted", "share", "expected", "defaults", "repaid")


class PortfolioPanel:
    """Draws while its tab is shown; a ratio that is tried stays here, and nothing follows from it but a signature."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.charts: tuple[CurveChart, CurveChart] | None = None
        self.found: Portfolio | None = None
        self.in_force = 0.0
        self.oversight, self.signing = OversightPart(state), SigningPart(state)
        self.head = HTML().add_class("adv-chart-title")
        self.held = HTML().add_class("adv-held")
        self.ratio = Slider()
        self.tried = Box([self.held, self.ratio]).add_class("adv-ratio")
        self.said = HTML().add_class("adv-tried")
        self.titles = HTML().add_class("adv-chart-title"), HTML().add_class("adv-chart-title")
        self.slots = Box().add_class("adv-chart"), Box().add_class("adv-chart")
        self.table = HTML().add_class("adv-table").add_class("adv-opinions")
        self.curves = [
            Box([title, slot]).add_class("adv-part") for title, slot in zip(self.titles, self.slots, strict=True)
        ]
        pair = Box(self.curves).add_class("adv-curves")
        tried = [self.head, self.tried, self.said, pair, self.table]
        parts = [*tried, self.signing.widget, self.oversight.widget]
        self.widget = Box(parts).add_class("adv-panel").add_class("adv-portfolio")
        self._setting = False
        self.ratio.observe(lambda _: state.attempt(self.retry), "value")
        state.follow(self.draw, "language", "panel", "case")

    def draw(self) -> None:
        """Ask, the first time, for the portfolio at the ratio in force; say so to those who may not."""
        if not self.state.shows("portfolio"):
            return
        self.ratio.texts = {"label": self.state.words.text("page.portfolio_ratio"), "value": "{value}"}
        self.ratio.locale = self.state.formats.tag
        if self.found is None:
            try:
                self.found = self.state.questions.portfolio()
            except Refused:  # it is for managers, and for those who answer for the model
                self._refuse()
                return
            self._set(self.found.cost_ratio)
        self._show(self.found)
        self._oversee()

    def retry(self) -> None:
        """Ask what another ratio would mean."""
        if self.found is not None and not self._setting:
            self.found = self.state.questions.portfolio(self.ratio.value)
            self._show(self.found)
            self.signing.draw(self.in_force, self.ratio.value, self.signing.last)

    def _oversee(self) -> None:
        """Draw what people decided, to those who may see it."""
        found: Oversight | None
        try:
            found = self.state.questions.oversight()
        except Refused:  # who answers for the model sees no clients' matters
            found = None
        self.oversight.draw(found)
        kept = found is not None and found.kept
        self.signing.widget.layout.display = "" if kept else "none"
        if found is not None and kept:
            self.signing.draw(self.in_force, self.ratio.value, found.policy)

    def _set(self, ratio: float) -> None:
        self.in_force = ratio
        self._setting = True
        self.ratio.span = {"least": min(LEAST, ratio), "most": max(MOST, ratio), "step": 1.0}
        self.ratio.value = ratio
        self._setting = False

    def _refuse(self) -> None:
        self.head.value = tag("p", self.state.words.text("page.portfolio_refused"), class_="adv-none")
        for one in (self.tried, self.signing.widget, self.oversight.widget):
            one.layout.display = "none"

    def _show(self, found: Portfolio) -> None:
        text, formats = self.state.words.text, self.state.formats
        self.head.value = together(
            tag("h3", self._accepted(found.current)),
            tag("p", text("page.portfolio_known", clients=formats.whole(found.clients),
                          known=formats.whole(found.known)), class_="adv-muted"),
            tag("p", formats.counted("page.portfolio_review", found.review)),
        )  # fmt: skip
        ratio = text("page.force_item", label=text("page.portfolio_ratio"), value=formats.number(found.cost_ratio))
        self.held.value = tag("p", ratio)
        self.said.value = self._tried(found)
        self._draw(found)
        self.table.value = self._behind(found)

    def _accepted(self, point: Point) -> str:
        share = self.state.formats.share(point.granted / max(1, point.granted + point.refused))
        threshold = self.state.formats.share(point.threshold)
        return self.state.words.text("page.portfolio_accepted", share=share, threshold=threshold)

    def _tried(self, found: Portfolio) -> Markup:
        text, formats, cheapest = self.state.words.text, self.state.formats, found.cheapest
        saved = 1 - cheapest.expected_cost / found.current.expected_cost if found.current.expected_cost else 0.0
        cheap = text(
            "page.portfolio_cheapest",
            ratio=formats.number(found.cost_ratio),
            threshold=formats.share(cheapest.threshold),
            share=formats.share(cheapest.granted / max(1, found.clients)),
            saved=formats.share(max(0.0, saved)),
        )
        return together(tag("p", cheap, role="status"), tag("p", text("page.portfolio_nothing"), class_="adv-muted"))

    def _draw(self, found: Portfolio) -> None:
        if self.charts is None:
            from advisor.charts.curve import CurveChart

            self.charts = CurveChart(), CurveChart()
        text, formats = self.state.words.text, self.state.formats
        points = [point for point in found.points if point.threshold <= LAST]
        shares = [(point.threshold, point.granted / max(1, found.clients)) for point in points]
        costs = [(point.threshold, point.expected_cost) for point in points]
        across = {tenth / 10: formats.tick("", tenth / 10, "share") for tenth in range(6)}
        step = round_step(max(cost for _, cost in costs) / STEPS or 1.0)
        marks = {step * n: formats.number(step * n) for n in range(int(max(cost for _, cost in costs) / step) + 1)}
        quarters = {quarter / 4: formats.tick("", quarter / 4, "share") for quarter in range(5)}
        marked = [
            (found.current.threshold, text("page.portfolio_now")),
            (found.cheapest.threshold, text("page.portfolio_best")),
        ]
        for chart, curve, up, title, slot, key in zip(
            self.charts, (shares, costs), (quarters, marks), self.titles, self.slots, ("share", "cost"), strict=True
        ):
            title.value = tag("h3", text(f"page.portfolio_title_{key}"))
            chart.draw(curve, marked, self.state.still)
            chart.scale(across, up, text("page.portfolio_threshold"))
            slot.children = (chart.figure,)

    def _behind(self, found: Portfolio) -> Markup:
        text = self.state.words.text
        shown = [point for place, point in enumerate(found.points) if place % EVERY == 0 and point.threshold <= LAST]
        every = dict.fromkeys([*shown, found.current, found.cheapest])  # the cheapest is one of the curve
        rows = [self._row(point, found) for point in sorted(every, key=lambda one: one.threshold)]
        heads = (tag("th", text(f"page.portfolio_column_{name}"), scope="col") for name in COLUMNS)
        table = tag("table", tag("thead", tag("tr", *heads)), tag("tbody", *rows))
        return tag("details", tag("summary", text("page.compare_table")), tag("div", table, class_="adv-wide"))

    def _row(self, point: Point, found: Portfolio) -> Markup:
        formats, named = self.state.formats, {"now": found.current, "best": found.cheapest}
        chips = (
            tag("span", self.state.words.text(f"page.portfolio_{name}"), class_="adv-chip")
            for name, marked in named.items()
            if point == marked
        )
        return tag(
            "tr",
            tag("th", formats.share(point.threshold), " ", *chips, scope="row"),
            tag("td", formats.whole(point.granted)),
            tag("td", formats.share(point.granted / max(1, found.clients))),
            tag("td", formats.number(point.expected_cost)),
            tag("td", formats.whole(point.defaults_granted)),
            tag("td", formats.whole(point.repaid_refused)),
        )
