"""What the comparison chart shows, worked out without any drawing library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from advisor.charts.ticks import ticks
from scoring.serving.questions import Band, Comparison, Range, Variable
from scoring.words.formats import AGE, Formats


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
    bands = _ordered(comparison)
    mine = _own(bands, comparison)
    labels = (label(band, variable, formats) for band in bands)
    bars = tuple(
        Bar(said, band.count, band.default_rate, i == mine)
        for i, (said, band) in enumerate(zip(labels, bands, strict=True))
    )
    place = None if mine is None else mine + _within(bands[mine], comparison)
    axis = formats.axis(variable.name, variable.unit)
    return Picture(bars, place, ticks(bands, variable, formats), axis)


def label(band: Band | Range, variable: Variable, formats: Formats) -> str:
    """Say what a band holds: "de 100 à 200", a value, a category; an age from the youngest."""
    name, unit = variable.name, variable.unit
    if band.category is not None:
        return formats.value(name, band.category, unit)
    if _single(band):
        return formats.value(name, band.low, unit)
    low, high = (formats.value(name, edge, unit) for edge in (band.low, band.high))
    if band.low is None or band.high is None:
        return formats.words.text("page.band_under" if band.low is None else "page.band_over", low=low, high=high)
    ends = (high, low) if name == AGE else (low, high)
    return formats.words.text("page.band", low=ends[0], high=ends[1])


def _ordered(comparison: Comparison) -> Sequence[Band]:
    if comparison.variable.kind == "category":
        return sorted(comparison.bands, key=lambda band: -band.count)
    return comparison.bands[::-1] if comparison.variable.name == AGE else comparison.bands


def _own(bands: Sequence[Band], comparison: Comparison) -> int | None:
    value = comparison.value
    if value is None or not bands:
        return None
    if isinstance(value, str):
        return next((i for i, band in enumerate(bands) if band.category == value), None)
    inside = (i for i, band in enumerate(bands) if _holds(band, value))
    # Beyond the last edge, or on it: the nearest band.
    return next(inside, min(range(len(bands)), key=lambda i: _distance(bands[i], float(value))))


def _holds(band: Band, value: float) -> bool:
    if _single(band):
        return band.low == value
    return (band.low is None or band.low <= value) and (band.high is None or value < band.high)


def _distance(band: Band, value: float) -> float:
    return min(abs(edge - value) for edge in (band.low, band.high) if edge is not None)


def _single(band: Band | Range) -> bool:
    """Say whether the band is one value, not a range."""
    return band.low is not None and band.low == band.high


def _within(band: Band, comparison: Comparison) -> float:
    """Say where in its bar the value lies, from -0.5 at the left edge to 0.5 at the right."""
    value = comparison.value
    if band.low is None or band.high is None or isinstance(value, str | None) or _single(band):
        return 0.0
    share = min(1.0, max(0.0, (value - band.low) / (band.high - band.low)))
    return 0.5 - share if comparison.variable.name == AGE else share - 0.5
