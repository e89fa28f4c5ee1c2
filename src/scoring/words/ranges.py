"""Ranges of numbers as a person says them: "de 100 à 200", "de 20 ans à 40 ans", "il y a 2 ans à 3 ans"."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.words.formats import AGE, Formats

SIDES = {"days": ("ago", "ahead"), "months": ("ago", "ahead"), "duration": ("early", None)}
"""Units said by how long: the words of what is below 0, and of what is above where it has any."""


def ranges(ends: Sequence[tuple[float | None, float | None]], name: str, unit: str, formats: Formats) -> list[str]:
    """Say each of n ranges [low, high) of a field, feature or variable in its unit; an end that is None is open.

    All have the decimals, the fewest, with which the ends of each read differently. Where they are alike they
    are one value. An age goes from the youngest, a moment from the nearest.
    """
    form = formats.apart(lambda form: sum(_alike(low, high, name, unit, form) for low, high in ends))
    return [_between(low, high, name, unit, form) for low, high in ends]


def _alike(low: float | None, high: float | None, name: str, unit: str, formats: Formats) -> bool:
    return low != high and formats.value(name, low, unit) == formats.value(name, high, unit)


def _between(low: float | None, high: float | None, name: str, unit: str, formats: Formats) -> str:
    if low == high or _alike(low, high, name, unit, formats):
        return formats.value(name, low, unit)
    text = formats.words.text
    if low is not None and high is not None and (side := _side(low, high, unit)) and name != AGE:
        return text(f"page.{side}", duration=_long(low, high, unit, formats))
    first, last = (high, low) if name == AGE else (low, high)
    said = {"low": formats.value(name, first, unit), "high": formats.value(name, last, unit)}
    return text("page.band_under" if first is None else "page.band_over" if last is None else "page.band", **said)


def _side(low: float, high: float, unit: str) -> str | None:
    """Give the words that hold for all of a range, so that they are said once: "il y a", "d’avance"."""
    below, above = SIDES.get(unit, (None, None))
    return below if high <= 0 else above if low >= 0 else None


def _long(low: float, high: float, unit: str, formats: Formats) -> str:
    near, far = sorted((abs(low), abs(high)))
    if near == 0:
        return formats.words.text("page.band_under", high=formats.length(far, unit))
    return formats.words.text("page.band_lengths", low=formats.length(near, unit), high=formats.length(far, unit))
