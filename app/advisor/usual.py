"""From where to where a slider goes: what is declared leaves room for every lender's money, too much for a hand."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor

from advisor.charts.ticks import round_step
from advisor.entering import ends
from scoring.serving.questions import Changeable

FEWER, MORE = 0.25, 3.0
"""Shares of an amount of money between which another is usually tried."""
MOST = {"days": 70.0, "years": 70.0, "count": 20.0}
"""Numbers as they are entered (years, pieces) beyond which hardly anybody is."""
WHOLE = ("count", "rating", "hour")
STOPS = 200
"""About as many places as a hand can stop at."""


@dataclass(frozen=True)
class Span:
    """Two ends and a step, as the number is entered; the lower end is a multiple of the step, if it may be."""

    least: float
    most: float
    step: float


def span(field: Changeable, own: float | None, held: float) -> Span | None:
    """Give the span of a field of which a client has `own` and the form holds `held`, as entered.

    Both lie in it, and it lies in what is declared. None where nothing says how much money is usual.
    """
    low, high = ends(field)
    if field.unit == "money":
        usual = held if own is None else own
        if usual <= 0:
            return None
        low, high = max(low, min(FEWER * usual, held)), min(high, max(MORE * usual, held))
    else:
        high = min(high, max(MOST.get(field.unit, high), own or 0.0, held))
    step = max(round_step((high - low) / STOPS), 1.0 if field.kind == "whole" or field.unit in WHOLE else 0.0)
    return _rounded(low, high, step, *ends(field))


def _rounded(low: float, high: float, step: float, least: float, most: float) -> Span:
    """Put the ends on steps, outwards, but within what is declared."""
    under, over = floor(low / step) * step, ceil(high / step) * step
    return Span(max(under, least), min(over, most), step)
