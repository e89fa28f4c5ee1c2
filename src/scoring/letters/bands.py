"""The bands of a distribution as page and picture show them: their texts, their order, the client's place."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.serving.questions import Band, Comparison, Range, Variable
from scoring.words.formats import AGE, Formats
from scoring.words.ranges import ranges


def labels(bands: Sequence[Band | Range], variable: Variable, formats: Formats) -> list[str]:
    """Say what each of n bands holds: "de 100 à 200", a value, a category; an age from the youngest."""
    if variable.kind == "category":
        return [formats.value(variable.name, band.category, variable.unit) for band in bands]
    return ranges([(band.low, band.high) for band in bands], variable.name, variable.unit, formats)


def ordered(comparison: Comparison) -> Sequence[Band]:
    """Give the bands in their order: age from the youngest, categories from the most frequent."""
    if comparison.variable.kind == "category":
        return sorted(comparison.bands, key=lambda band: -band.count)
    return comparison.bands[::-1] if comparison.variable.name == AGE else comparison.bands


def own(bands: Sequence[Band], comparison: Comparison) -> int | None:
    """Find the client's band among some that are in their order; beyond the last edge, or on it, it is the nearest.

    A band of one value holds no other: where that is the nearest, the client has none.
    """
    value = comparison.value
    if value is None or not bands:
        return None
    if isinstance(value, str):
        return next((i for i, band in enumerate(bands) if band.category == value), None)
    inside = next((i for i, band in enumerate(bands) if _holds(band, value)), None)
    if inside is not None:
        return inside
    nearest = min(range(len(bands)), key=lambda i: _distance(bands[i], float(value)))
    return None if bands[nearest].low == bands[nearest].high else nearest


def within(band: Band, comparison: Comparison) -> float:
    """Say where in its band the client's value lies, from 0 where the band begins to 1 where it ends."""
    value = comparison.value
    if band.low is None or band.high is None or isinstance(value, str | None) or band.low == band.high:
        return 0.5
    share = min(1.0, max(0.0, (value - band.low) / (band.high - band.low)))
    return 1.0 - share if comparison.variable.name == AGE else share


def _holds(band: Band, value: float) -> bool:
    if band.low is not None and band.low == band.high:
        return band.low == value
    return (band.low is None or band.low <= value) and (band.high is None or value < band.high)


def _distance(band: Band, value: float) -> float:
    return min(abs(edge - value) for edge in (band.low, band.high) if edge is not None)
