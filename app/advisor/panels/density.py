"""Two variables at once: cells by default rate or by count, the client's outlined, a table behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import sentences
from advisor.charts.grid import Grid, Square, grid
from advisor.panels.shown import Shown, behind, mine, table
from advisor.state import SHADES, State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Pair

if TYPE_CHECKING:
    from advisor.charts.density import DensityChart
    from advisor.charts.drawing import Figure


class Density:
    """Shows one pair after the other; the chart's library is loaded by the first one."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.chart: DensityChart | None = None
        state.acts.update(shade=self._choose)

    def show(self, pair: Pair) -> Shown:
        """Say and draw one pair, which is not withheld."""
        formats = self.state.formats
        drawn = grid(pair, self.state.shade, formats)
        title = together(
            tag("h3", sentences.pair(pair, drawn, formats)),
            tag("p", sentences.pair_values(pair, drawn, formats)),
            tag("p", sentences.group(pair, formats), class_="adv-muted"),
            self._switch(),
            self._keys(drawn),
        )
        return Shown(title, self._figure(drawn), behind(self.state.words, self._table(drawn)), paired=True)

    def _switch(self) -> Markup:
        text, shown = self.state.words.text, self.state.shade
        legend = tag("span", text("page.pair_shade"), class_="adv-legend")
        picks = (
            tag(
                "button",
                text(f"page.pair_shade_{shade}"),
                data_act="shade",
                data_value=shade,
                aria_pressed="true" if shade == shown else "false",
                class_="adv-pick",
            )
            for shade in SHADES
        )
        return tag("div", legend, *picks, role="group", aria_label=text("page.pair_shade"), class_="adv-boxes")

    def _keys(self, drawn: Grid) -> Markup:
        words, hue = self.state.words, self.state.shade
        swatches = (
            tag("span", said, class_=f"adv-key adv-key-{hue}-{number}")
            for number, said in enumerate(drawn.colours, start=1)
        )
        empty = tag("span", words.text("page.pair_empty"))  # such cells are left blank: no sign
        own = tag("span", words.text("page.compare_mine"), class_="adv-key adv-key-own") if drawn.marked else ""
        return tag("p", *swatches, empty, own, class_="adv-keys adv-swatches")

    def _figure(self, drawn: Grid) -> Figure:
        if self.chart is None:
            from advisor.charts.density import DensityChart

            self.chart = DensityChart()
        self.chart.draw(drawn, self.state.shade, self.state.still)
        return self.chart.figure

    def _table(self, drawn: Grid) -> Markup:
        text = self.state.words.text
        counted = [text("page.compare_column_count"), text("page.compare_column_default")]
        return table([drawn.across.title, drawn.up.title, *counted], [self._row(one, drawn) for one in drawn.squares])

    def _row(self, one: Square, drawn: Grid) -> Markup:
        words, formats, rate = self.state.words, self.state.formats, one.default_rate
        own = one == drawn.own
        return tag(
            "tr",
            tag("th", drawn.across.bands[one.across], " ", mine(words, own), scope="row"),
            tag("td", drawn.up.bands[one.up]),
            tag("td", formats.whole(one.count)),
            tag("td", words.text("page.compare_few") if rate is None else formats.share(rate)),
            class_="adv-mine" if own else "adv-other",
        )

    def _choose(self, shade: str) -> None:
        self.state.shade = shade
