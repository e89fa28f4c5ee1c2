"""A client among others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.serving.questions.values import Decision, Value

Outcome = Literal["repaid", "defaulted"]
MOST_COMPARED = 20
"""Variables by which a client is compared at once."""
MOST_NEIGHBOURS = 1000
"""Neighbours that are listed at once."""


@dataclass(frozen=True)
class Variable:
    """A feature that clients can be compared on."""

    name: str
    kind: Literal["number", "category"]
    unit: str


@dataclass(frozen=True)
class Criterion:
    """What clients can have in common: the same level of a variable. By `default` ones, "similar" clients are alike."""

    name: str
    variable: str
    default: bool


@dataclass(frozen=True)
class Band:
    """One bar of a distribution: [low, high) of a number, one number (low = high), or one category.

    The first and the last of many bands also hold the tails beyond them. `default_rate` is the share
    of defaults among its clients of a known outcome; None where they are fewer than the minimum.
    """

    low: float | None
    high: float | None
    category: str | None
    count: int
    default_rate: float | None


@dataclass(frozen=True)
class Comparison:
    """One variable's distribution in a group, and the client's place in it.

    `criteria` are those by which the group's clients are like this one. `size` counts the group's
    clients, `known` those whose value is known. `below` is the share of known values under the
    client's (numbers) or equal to it (categories), to within `precision`; both are None when the
    client's value is not known. `gap` is the client's value less the `median`. `default_rate` is of
    the group's clients of a known outcome, None where they are fewer than `minimum`. A group with
    fewer than `minimum` known values is withheld: known is 0 and there are no bands.
    """

    variable: Variable
    group: str
    criteria: tuple[str, ...]
    size: int
    known: int
    minimum: int
    value: Value
    below: float | None
    precision: float | None
    median: float | None
    gap: float | None
    default_rate: float | None
    bands: tuple[Band, ...]

    @property
    def withheld(self) -> bool:
        """True when too few clients of the group have a known value for it to be shown."""
        return self.known < self.minimum


@dataclass(frozen=True)
class Range:
    """One band on a side of a pair: [low, high), one number (low = high), or one category."""

    low: float | None
    high: float | None
    category: str | None


@dataclass(frozen=True)
class Axis:
    """One variable of a pair: its bands, the client's value (None: not known), and the band that it is in, if any."""

    variable: Variable
    value: Value
    place: int | None
    bands: tuple[Range, ...]


@dataclass(frozen=True)
class Cell:
    """Clients of one band of each axis, numbered from 0; the default rate is withheld as a band's is."""

    across: int
    up: int
    count: int
    default_rate: float | None


@dataclass(frozen=True)
class Pair:
    """Two variables of a group's clients, and the client's place among them.

    `known` counts those with both values. Cells of fewer than `minimum` clients are left out. A
    group in which fewer have both is withheld: known is 0, there are neither bands nor cells.
    """

    across: Axis
    up: Axis
    group: str
    criteria: tuple[str, ...]
    size: int
    known: int
    minimum: int
    cells: tuple[Cell, ...]

    @property
    def withheld(self) -> bool:
        """True when too few clients of the group have both values for it to be shown."""
        return self.known < self.minimum


@dataclass(frozen=True)
class Neighbour:
    """A client near another one by what the model looks at: distance 0 is a twin, 1 an opposite."""

    id: int
    distance: float
    probability: float
    decision: Decision
    outcome: Outcome | None
