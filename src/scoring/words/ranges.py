"""A range of numbers as a person says it: "de 100 à 200", "de 20 ans à 40 ans", "il y a 2 ans à 3 ans"."""

from __future__ import annotations

from scoring.words.formats import AGE, Formats

SIDES = {"days": ("ago", "ahead"), "months": ("ago", "ahead"), "duration": ("early", None)}
"""Units said by how long: the words of what is below 0, and of what is above where it has any."""


def between(low: float | None, high: float | None, name: str, unit: str, formats: Formats) -> str:
    """Say the numbers in [low, high), of a field, feature or variable in its unit; an end that is None is open.

    Both ends alike are one value. An age goes from the youngest, a moment from the nearest.
    """
    text = formats.words.text
    if low == high:
        return formats.value(name, low, unit)
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
