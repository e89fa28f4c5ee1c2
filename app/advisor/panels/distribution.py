"""One variable's distribution: bars with the client marked, default rates over them, a table behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from advisor import sentences
from advisor.charts.picture import Bar, Picture, picture
from advisor.panels.shown import Shown, behind, mine, table
from advisor.state import State
from scoring.letters.markup import Markup, tag, together
from scoring.serving.questions import Comparison

if TYPE_CHECKING:
    from advisor.charts.bands import BandsChart
    from advisor.charts.drawing import Figure

CATEGORIES = 10
"""Categories that are shown at once."""
COLUMNS = ("band", "count", "share", "default")
"""What the table says of each band."""


class Distribution:
    """Shows one comparison after the other; the chart's library is loaded by the first one."""

    def __init__(self, state: State) -> None:
        self.state = state
        self.chart: BandsChart | None = None

    def show(self, comparison: Comparison) -> Shown:
        """Say and draw one comparison, which is not withheld."""
        formats = self.state.formats
        drawn = picture(comparison, formats)
        rated = any(bar.default_rate is not None for bar in drawn.bars)
        chart = bool(drawn.bars) and comparison.variable.kind == "number"
        title = together(
            tag("h3", sentences.seen(comparison, formats)),
            tag("p", sentences.values(comparison, formats)),
            tag("p", sentences.group(comparison, formats), class_="adv-muted"),
            self._keys(rated) if chart else "",
        )
        if chart:
            return Shown(title, self._figure(drawn), self._numbers(drawn), rated)
        return Shown(title, table=self._categories(drawn)) if drawn.bars else Shown(title)

    def _keys(self, rated: bool) -> Markup:
        text = self.state.words.text
        names = ("count", "rate") if rated else ("count",)
        keys = (tag("span", text(f"page.compare_key_{name}"), class_=f"adv-key adv-key-{name}") for name in names)
        return tag("p", *keys, class_="adv-keys")

    def _figure(self, drawn: Picture) -> Figure:
        if self.chart is None:
            from advisor.charts.bands import BandsChart

            self.chart = BandsChart()
        self.chart.draw(drawn, self.state.formats, self.state.still)
        return self.chart.figure

    def _numbers(self, drawn: Picture) -> Markup:
        """Write the table that stands behind the chart."""
        return behind(self.state.words, self._table(drawn, drawn.bars, 0))

    def _categories(self, drawn: Picture) -> Markup:
        """Write categories as a table with a bar in each row: the first ones and the client's, then the rest."""
        most = max(bar.count for bar in drawn.bars)
        first = tuple(bar for i, bar in enumerate(drawn.bars) if i < CATEGORIES or bar.mine)
        rest = tuple(bar for bar in drawn.bars if bar not in first)
        if not rest:
            return self._table(drawn, first, most)
        more = tag("summary", self.state.formats.counted("page.compare_rest", len(rest)))
        return together(self._table(drawn, first, most), tag("details", more, self._table(drawn, rest, most)))

    def _table(self, drawn: Picture, bars: tuple[Bar, ...], most: int) -> Markup:
        heads = [self.state.words.text(f"page.compare_column_{name}") for name in COLUMNS]
        return table(heads, [self._row(bar, drawn.total, most) for bar in bars])

    def _row(self, bar: Bar, total: int, most: int) -> Markup:
        formats, words = self.state.formats, self.state.words
        length = f"width:{100 * bar.count / most:.1f}%" if most else ""
        drawn = tag("div", style=length, class_="adv-bar-drawn") if most else ""
        rate = bar.default_rate
        return tag(
            "tr",
            tag("th", bar.label, " ", mine(words, bar.mine), drawn, scope="row"),
            tag("td", formats.whole(bar.count)),
            tag("td", formats.share(bar.count / max(1, total))),
            tag("td", words.text("page.compare_few") if rate is None else formats.share(rate)),
            class_="adv-mine" if bar.mine else "adv-other",
        )
