"""A client among others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.serving.questions.values import Value


@dataclass(frozen=True)
class Variable:
    """A feature that clients can be compared on."""

    name: str
    kind: Literal["number", "category"]
    unit: str


@dataclass(frozen=True)
class Band:
    """One bar of a distribution: [low, high) of a number, one number (low = high), or one category.

    The first and the last of many bands also hold the tails beyond them.
    """

    low: float | None
    high: float | None
    category: str | None
    count: int


@dataclass(frozen=True)
class Comparison:
    """One variable's distribution in a group, and the client's place in it.

    `size` counts the group's clients, `known` those whose value is known. `below` is the share
    of known values under the client's (numbers) or equal to it (categories); None when the
    client's value is not known. A group with fewer
    than `minimum` known values is withheld: known is 0 and there are no bands.
    """

    variable: Variable
    group: str
    size: int
    known: int
    minimum: int
    value: Value
    below: float | None
    median: float | None
    bands: tuple[Band, ...]

    @property
    def withheld(self) -> bool:
        """True when too few clients of the group have a known value for it to be shown."""
        return self.known < self.minimum
