"""What the comparison chart shows, worked out without any drawing library."""

from __future__ import annotations

from dataclasses import dataclass

from advisor.charts.ticks import ticks
from scoring.letters.bands import labels, ordered, own, within
from scoring.serving.questions import Comparison
from scoring.words.formats import Formats


@dataclass(frozen=True)
class Bar:
    """One bar: what it holds, how many clients, how many default, and whether the client at hand is among them."""

    label: str
    count: int
    default_rate: float | None
    mine: bool


@dataclass(frozen=True)
class Picture:
    """Bars at positions 0, 1, 2 ...; the client's place and the ticks on the same scale."""

    bars: tuple[Bar, ...]
    place: float | None
    ticks: dict[float, str]
    axis: str

    @property
    def total(self) -> int:
        """Clients in all bars."""
        return sum(bar.count for bar in self.bars)


def picture(comparison: Comparison, formats: Formats) -> Picture:
    """Work out the picture of a distribution: age from the youngest, categories from the most frequent."""
    variable = comparison.variable
    bands = ordered(comparison)
    mine = own(bands, comparison)
    said = labels(bands, variable, formats)
    bars = tuple(
        Bar(text, band.count, band.default_rate, i == mine)
        for i, (text, band) in enumerate(zip(said, bands, strict=True))
    )
    place = None if mine is None else mine - 0.5 + within(bands[mine], comparison)
    axis = formats.axis(variable.name, variable.unit) or formats.words.label(variable.name)
    return Picture(bars, place, ticks(bands, variable, formats), axis)
