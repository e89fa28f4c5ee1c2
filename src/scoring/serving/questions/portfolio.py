"""All clients at once: one variable's statistics, and what a threshold costs."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.comparison import Variable


@dataclass(frozen=True)
class CategoryShare:
    """How many of the known values are this category."""

    category: str
    count: int
    share: float


@dataclass(frozen=True)
class Statistics:
    """One variable over all published clients.

    Numbers have a mean, quartiles and extremes, categories their shares, most frequent first; what
    does not apply is None or empty.
    """

    variable: Variable
    clients: int
    known: int
    mean: float | None
    lowest: float | None
    lower_quartile: float | None
    median: float | None
    upper_quartile: float | None
    highest: float | None
    categories: tuple[CategoryShare, ...]


@dataclass(frozen=True)
class Point:
    """What follows from refusing every client whose probability reaches `threshold`.

    Costs are per client, in units of one good client refused. The expected one takes every
    published probability at its word; the observed one counts the clients whose outcome is known,
    of whom `defaults_granted` would not have repaid and `repaid_refused` would have; None when no outcome
    is known.
    """

    threshold: float
    granted: int
    refused: int
    expected_cost: float
    observed_cost: float | None
    defaults_granted: int
    repaid_refused: int


@dataclass(frozen=True)
class Portfolio:
    """Acceptance and cost against the threshold, with one cost ratio: nothing is decided by it.

    `cost_ratio` is the cost of a client granted who defaults, in units of a good client refused.
    `current` is the threshold in force, `cheapest` that of the points which would cost least as
    expected. Known outcomes are those that the model was trained on: their cost is somewhat too low.
    """

    clients: int
    known: int
    review: int
    cost_ratio: float
    current: Point
    cheapest: Point
    points: tuple[Point, ...]
