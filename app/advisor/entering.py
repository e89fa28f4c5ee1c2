"""Numbers of an application as a person enters them: years for days, percent for shares."""

from __future__ import annotations

from math import isfinite

from babel.numbers import NumberFormatError, format_decimal, parse_decimal

from scoring.serving.questions import Changeable, Value
from scoring.words.formats import AGE, DAYS_IN_YEAR, Formats

CLOSE = 1e-9
"""A number this share beyond a bound meets it: 100 years are 36,525 days, give or take how floats divide."""

_SCALES = {"days": -DAYS_IN_YEAR, "share": 0.01}
"""One of what a person enters, in what is scored: a year before the application, a percent."""


class Entered(ValueError):
    """What was entered cannot be scored; the message is a sentence of what is allowed."""


def written(value: Value, field: Changeable, formats: Formats) -> str:
    """Write a number as its field holds it; nothing where it is not known."""
    if not isinstance(value, int | float):
        return ""
    digits = "#,##0.####" if field.unit in ("score", "ratio") else "#,##0.##"
    return format_decimal(value / _scale(field), digits, formats.locale)


def shown(value: float, field: Changeable) -> float:
    """Give a number as it is entered: years, percent."""
    return value / _scale(field) + 0.0  # adding 0.0 takes the sign from a zero


def read(text: str, field: Changeable, formats: Formats) -> float | None:
    """Give the number that was entered, as it is scored; None where nothing was.

    Raises Entered, which says what is allowed.
    """
    if not (bare := "".join(text.split())):
        return None
    try:
        entered = float(parse_decimal(bare, formats.locale, strict=True))
    except NumberFormatError:
        entered = float("nan")
    return scored(entered, field, formats)


def scored(entered: float, field: Changeable, formats: Formats) -> float:
    """Give a number that was entered as it is scored; raises Entered, which says what is allowed."""
    if not isfinite(entered):
        raise Entered(formats.words.text("page.whatif_fault_number"))
    value = entered * _scale(field)
    if field.kind == "whole" and value != int(value):
        raise Entered(formats.words.text("page.whatif_fault_whole"))
    return _within(value, field, formats)


def unit(field: Changeable, formats: Formats) -> str:
    """Say what a number is entered in; nothing where it goes without saying."""
    if field.name == AGE:
        return formats.words.unit("years")
    known = {"days": "page.whatif_unit_days", "share": "page.whatif_unit_share"}
    return formats.words.text(known[field.unit]) if field.unit in known else formats.words.unit(field.unit)


def allowed(key: str, field: Changeable, formats: Formats) -> str:
    """Say by the words of that key from where to where a number may go."""
    low, high = (formats.number(round(end, 2)) for end in ends(field))
    return formats.words.text(key, low=low, high=high)


def ends(field: Changeable) -> tuple[float, float]:
    """Give from where to where a number may be entered; both ends are declared of every number of the application."""
    found = sorted(shown(end, field) for end in (field.least, field.most) if end is not None)
    return found[0], found[-1]


def _scale(field: Changeable) -> float:
    return _SCALES.get(field.unit, 1.0)


def _within(value: float, field: Changeable, formats: Formats) -> float:
    """Give a number between the bounds; one that rounding alone took beyond meets them."""
    least = value if field.least is None else field.least
    most = value if field.most is None else field.most
    near = min(max(value, least), most)
    if abs(value - near) > CLOSE * max(1.0, abs(near)):
        raise Entered(allowed("page.whatif_fault_range", field, formats))
    return near
