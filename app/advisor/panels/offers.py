"""Offers: what would be granted instead, the map of what is, and which missing document would help."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ipywidgets import HTML, Box, Dropdown

from advisor import offered
from advisor.choice import Choice
from advisor.state import RECENT, State
from scoring.letters import offering
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Application, Client, MapCell, Missing, OfferMap, Offers

if TYPE_CHECKING:
    from advisor.charts.acceptance import AcceptanceChart, Place

STEPS = 15
"""Amounts and durations of the map: as many as can be told apart on a telephone."""
NEAR, NEAR_MONTHS = 0.1, 2
"""Share of the amount asked, and months, within which two rings of the map would cover each other."""
UNKNOWN = ""
"""The duration of a loan whose end is not known."""


@dataclass
class Found:
    """What was answered of one client, as far as it was asked."""

    offers: Offers | None = None
    map: OfferMap | None = None
    missing: tuple[Missing, ...] | None = None


class OffersPanel:
    """Asks while its tab is shown, once for each client and model; the chart's library is loaded by the first map."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.kept: OrderedDict[tuple[Client, str], Found] = OrderedDict()
        self.chart: AcceptanceChart | None = None
        self.place: tuple[str, str] = ("", "")
        self.cards = HTML().add_class("adv-offers")
        self.title = HTML().add_class("adv-chart-title")
        self.slot = Box().add_class("adv-chart").add_class("adv-map")
        self.amount = Choice(Dropdown(), self._choose_amount)
        self.months = Choice(Dropdown(), self._choose_months)
        self.point = HTML().add_class("adv-point")
        self.reading = Box([self.amount.control, self.months.control, self.point]).add_class("adv-bar")
        self.numbers = HTML().add_class("adv-table").add_class("adv-map-table")
        self.missing = HTML().add_class("adv-table").add_class("adv-missing")
        parts = (self.cards, self.title, self.slot, self.reading, self.numbers, self.missing)
        self.widget = Box(parts).add_class("adv-panel")
        state.follow(self.draw, "language", "case", "panel")

    def draw(self) -> None:
        """Ask for what is not known yet, and draw it part by part. What stood there is wiped first."""
        case = self.state.case
        for part in (self.cards, self.title, self.point, self.numbers, self.missing):
            part.value = ""
        self.slot.children, self.reading.layout.display = (), "none"
        if self.state.panel != "offers" or case is None:
            return
        found = self._known(case.client, case.score.model)
        asked, application = self.state.questions, Application(case.client.id)
        if found.offers is None:
            self.cards.value = tag("p", self.state.words.text("page.offers_waiting"), role="status")
            found.offers = asked.offers(application)
        self.cards.value = self._cards(found.offers)
        if found.map is None:
            self.title.value = tag("p", self.state.words.text("page.offers_map_waiting"), role="status")
            found.map = asked.offer_map(application, STEPS)
        self._show_map(found.map, found.offers)
        if found.missing is None:
            self.missing.value = tag("p", self.state.words.text("page.missing_waiting"), role="status")
            found.missing = asked.missing(application)
        self.missing.value = offered.missing(found.missing, self.state.formats)

    def _known(self, client: Client, model: str) -> Found:
        """Give what was answered of this client as they are by this model; only the last clients are remembered."""
        found = self.kept.setdefault((client, model), Found())
        self.kept.move_to_end((client, model))
        while len(self.kept) > RECENT:
            self.kept.popitem(last=False)
        return found

    def _cards(self, offers: Offers) -> Markup:
        formats = self.state.formats
        cards = (offered.card(kind, getattr(offers, kind), offers, formats) for kind in offered.KINDS)
        return together(
            tag("div", offered.asked(offers, formats), *cards, class_="adv-cards"),
            tag("p", offered.limits(offers.limits, formats), class_="adv-muted"),
        )

    def _show_map(self, found: OfferMap, offers: Offers) -> None:
        """Draw the map with what is asked and offered on it, or say why there is none."""
        words, formats = self.state.words, self.state.formats
        if found.lacking:
            lacking = words.text("page.offers_why_not_computable", fields=offering.fields(found.lacking, formats))
            self.title.value = tag("p", lacking, class_="adv-none")
            return
        granted = sum(cell.state == "granted" for cell in found.cells)
        title = formats.counted("page.offers_map_title", granted, total=formats.whole(len(found.cells)))
        keys = (tag("span", offered.state(state, formats)) for state in offered.SIGNS)
        legend = tag("p", *keys, tag("span", words.text("page.offers_map_help")), class_="adv-keys")
        self.title.value = together(tag("h3", title), legend)
        self._draw_chart(found, self._marked(offers))
        self.place = (repr(offers.asked.amount), _named(offers.asked.duration))
        self._read(found)
        self.numbers.value = self._table(found)

    def _draw_chart(self, found: OfferMap, marked: dict[str, Place]) -> None:
        if self.chart is None:
            from advisor.charts.acceptance import AcceptanceChart

            self.chart = AcceptanceChart()
        self.chart.draw(found, marked, self.state.formats)
        self.slot.children = (self.chart.figure,)

    def _marked(self, offers: Offers) -> dict[str, Place]:
        """Name the places of what is asked and of each offer; those too near to be told apart share one."""
        named = [(self.state.words.text("page.offers_map_asked"), offers.asked)]
        named += [
            (letter, offer)
            for kind, letter in offered.LETTERS.items()
            if (offer := getattr(offers, kind).offer) is not None
        ]
        places: dict[Place, list[str]] = {}
        for name, offer in named:
            place = (offer.amount or 0.0, offer.duration)
            near = next((known for known in places if _near(known, place, offers.asked.amount or 0.0)), place)
            places.setdefault(near, []).append(name)
        return {" ".join(names): place for place, names in places.items()}

    def _read(self, found: OfferMap) -> None:
        """Offer the map's amounts and durations, and say the point where the two chosen meet."""
        words, formats = self.state.words, self.state.formats
        self.reading.layout.display = ""
        self.amount.control.description = words.text("page.offers_read_amount")
        self.months.control.description = words.text("page.offers_read_months")
        self.amount.show([(formats.whole(amount), repr(amount)) for amount in found.amounts], self.place[0])
        months = [(offering.months(each, formats), _named(each)) for each in found.durations]
        self.months.show(months, self.place[1])
        cell = next(cell for cell in found.cells if (repr(cell.amount), _named(cell.duration)) == self.place)
        self.point.value = tag("p", offered.cell(cell, formats), role="status")

    def _choose_amount(self, amount: str) -> None:
        self._move((amount, self.place[1]))

    def _choose_months(self, months: str) -> None:
        self._move((self.place[0], months))

    def _move(self, place: tuple[str, str]) -> None:
        case = self.state.case
        if case is not None and (found := self._known(case.client, case.score.model).map) is not None:
            self.place = place
            self._read(found)

    def _table(self, found: OfferMap) -> Markup:
        """Write the map as a table behind a disclosure: a row for each duration, a column for each amount."""
        words, formats = self.state.words, self.state.formats
        heads = [tag("th", words.text("page.offers_column_duration"), scope="col")]
        heads += [tag("th", formats.whole(amount), scope="col") for amount in found.amounts]
        wide = len(found.amounts)
        rows = (
            self._row(months, found.cells[place * wide : (place + 1) * wide])
            for place, months in enumerate(found.durations)
        )
        caption = tag("caption", words.text("page.offers_map_caption"))
        table = tag("table", caption, tag("thead", tag("tr", *heads)), tag("tbody", *rows))
        return tag("details", tag("summary", words.text("page.compare_table")), tag("div", table, class_="adv-wide"))

    def _row(self, months: int | None, cells: tuple[MapCell, ...]) -> Markup:
        formats = self.state.formats
        numbers = (
            tag("td", offered.SIGNS[cell.state], " ", formats.share(cell.probability), class_=f"adv-state-{cell.state}")
            for cell in cells
        )
        return tag("tr", tag("th", offering.months(months, formats), scope="row"), *numbers)


def _near(one: Place, other: Place, amount: float) -> bool:
    return abs(one[0] - other[0]) < NEAR * amount and abs((one[1] or 0) - (other[1] or 0)) <= NEAR_MONTHS


def _named(months: int | None) -> str:
    return UNKNOWN if months is None else str(months)
