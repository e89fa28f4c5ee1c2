"""The map of what is granted: amounts by durations, each scored."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeVar

from scoring.offers.caps import Caps
from scoring.offers.search import LEAST, MOST
from scoring.offers.terms import Asked
from scoring.offers.variants import Scorer, State, Variant, said, scored

Number = TypeVar("Number", int, float)


@dataclass(frozen=True)
class Grid:
    """Variants by duration, then by amount; what was asked is one of them."""

    amounts: tuple[float, ...]
    durations: tuple[int | None, ...]
    variants: tuple[Variant, ...]
    states: tuple[State, ...]


def grid(asked: Asked, caps: Caps, score: Scorer, steps: int) -> Grid:
    """Score `steps` amounts by `steps` durations around what is asked; one duration where none is known."""
    own = asked.terms
    most = min(MOST * own.amount, max(own.amount, caps.amount * asked.income))
    amounts = _with(own.amount, [said(amount) for amount in _between(LEAST * own.amount, most, steps)])
    durations: list[int | None] = [None]
    if own.months is not None:
        durations = [*_with(own.months, [round(months) for months in _between(caps.shortest, caps.longest, steps)])]
    variants = scored((asked.at(amount, months) for months, amount in product(durations, amounts)), score)
    states = (variant.state(caps.allow(variant.terms, asked)) for variant in variants)
    return Grid(tuple(amounts), tuple(durations), tuple(variants), tuple(states))


def _between(least: float, most: float, steps: int) -> list[float]:
    return [least + (most - least) * step / (steps - 1) for step in range(steps)]


def _with(own: Number, numbers: Sequence[Number]) -> list[Number]:
    """Put what was asked in the place of the number nearest to it; numbers stand once."""
    nearest = min(numbers, key=lambda number: abs(number - own))
    return sorted({own if number == nearest else number for number in numbers})
