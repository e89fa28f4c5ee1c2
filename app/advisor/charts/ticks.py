"""Where an axis has its ticks: at round numbers of the unit that is read, if the bands allow it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count
from math import ceil, isclose

from scoring.serving.questions import Band, Range, Variable
from scoring.words.formats import AGE, DAYS_IN_YEAR, Formats

TICKS = 6
"""Most ticks across."""


def round_step(least: float) -> float:
    """Give the smallest of ... 0.1, 0.2, 0.5, 1, 2, 5, 10 ... that is not under `least` (above 0)."""
    return next(step for step in _steps(least) if step >= least * (1 - 1e-9))


def ticks(bands: Sequence[Band | Range], variable: Variable, formats: Formats) -> dict[float, str]:
    """Give the text of each tick by its place, where bar i reaches from i - 0.5 to i + 0.5."""
    if variable.kind == "category" or not bands:
        return {}
    marks = _values(bands) or _rounds(bands, variable) or _edges(bands)
    return dict(zip(marks, formats.ticks(variable.name, [*marks.values()], variable.unit), strict=True))


def _steps(least: float) -> Iterator[float]:
    power = next(power for power in count(12, -1) if 10.0**power <= least)
    return (round(digit * 10.0**power, 12) for digit in (1, 2, 5, 10))


def _values(bands: Sequence[Band | Range]) -> dict[float, float]:
    """Bands of one value each: some of the values, in the middle of their bars."""
    values = [band.low for band in bands if band.low is not None and band.low == band.high]
    every = ceil(len(bands) / TICKS)
    return {float(i): value for i, value in enumerate(values) if i % every == 0} if len(values) == len(bands) else {}


def _rounds(bands: Sequence[Band | Range], variable: Variable) -> dict[float, float]:
    """Bands of one width: round numbers, in years where days are read as years."""
    widths = [band.high - band.low for band in bands if band.low is not None and band.high is not None]
    if len(widths) < len(bands) or not all(isclose(width, widths[0], rel_tol=1e-6) for width in widths):
        return {}
    start, width = (bands[0].high, -widths[0]) if variable.name == AGE else (bands[0].low, widths[0])
    unit = -DAYS_IN_YEAR if variable.name == AGE else DAYS_IN_YEAR if variable.unit == "days" else 1.0
    first, last = (start or 0.0) / unit, ((start or 0.0) + width * len(bands)) / unit
    step = round_step((last - first) / TICKS)
    numbers = range(ceil(first / step - 1e-9), int(last // step) + 1)
    return {(number * step * unit - (start or 0.0)) / width - 0.5: number * step * unit for number in numbers}


def _edges(bands: Sequence[Band | Range]) -> dict[float, float]:
    """Other bands: some of their lower edges."""
    every = ceil(len(bands) / TICKS)
    return {i - 0.5: band.low for i, band in enumerate(bands) if band.low is not None and i % every == 0}
