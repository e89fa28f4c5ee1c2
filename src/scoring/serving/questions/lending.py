"""What would change a decision: other values, other terms, documents not yet given."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from scoring.serving.questions.scores import Prediction, Score
from scoring.serving.questions.values import Value

State = Literal["granted", "review", "refused", "outside"]
"""What terms come to: `review` asks for a human's look, `outside` is beyond what a client can afford."""
Why = Literal["none_within_policy", "no_duration", "not_computable"]
"""Why there is no offer: no terms tried are granted, the loan has no (known) end, or a field is lacking."""


@dataclass(frozen=True)
class Changeable:
    """A column of the application that a what-if may change, and what it may be.

    A number lies in [`least`, `most`]; a text is best one of the `categories`: another one is scored
    as a category that nobody has had.
    """

    name: str
    kind: Literal["number", "whole", "text"]
    unit: str
    least: float | None
    most: float | None
    categories: tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """One column that a what-if changes: its value as it was scored, before and after."""

    name: str
    unit: str
    before: Value
    after: Value


@dataclass(frozen=True)
class WhatIf:
    """An application scored as it is and with changes; only what scores otherwise is listed."""

    changed: tuple[Change, ...]
    before: Prediction
    after: Prediction


@dataclass(frozen=True)
class Offer:
    """Terms of a loan, with their score; None for what is not known.

    `duration` is in months; None also for a loan without end. `goods_price` follows the amount,
    unless a part of it is paid down. `burden` is the annuity over the income, `leverage` the amount over it.
    """

    amount: float | None
    down_payment: float
    duration: int | None
    annuity: float | None
    goods_price: float | None
    burden: float | None
    leverage: float | None
    state: State
    score: Score


@dataclass(frozen=True)
class Option:
    """One offer, or why there is none; `lacking` are the fields without which none can be computed."""

    offer: Offer | None
    why: Why | None
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Limits:
    """The lender's policy: the most an offer may have of annuity and amount over the income.

    Also of the down payment over the amount asked; and the months it may last, both included.
    """

    annuity: float
    amount: float
    down_payment: float
    shortest: int
    longest: int


@dataclass(frozen=True)
class Offers:
    """What is asked, and what would be granted of other amounts, down payments and durations, within `limits`.

    `nearest` changes amount and duration least (the sum of both changes, as shares). `largest` is the
    largest amount of any duration, `largest_at_duration` that of the duration asked, `shortest` the
    shortest term of the amount asked: these are without a down payment. Who is refused is offered no
    larger amount than was asked.
    """

    asked: Offer
    nearest: Option
    largest: Option
    largest_at_duration: Option
    shortest: Option
    limits: Limits


@dataclass(frozen=True)
class MapCell:
    """The terms of one point of the map, with the probability of default; `outside` goes before the others."""

    amount: float
    duration: int | None
    annuity: float
    probability: float
    state: State


@dataclass(frozen=True)
class OfferMap:
    """What is granted among `amounts` by `durations`: cells by duration, then by amount.

    What was asked is one of the points. A loan whose end is not known has the one duration None.
    Without the `lacking` fields there is no map.
    """

    amounts: tuple[float, ...]
    durations: tuple[int | None, ...]
    cells: tuple[MapCell, ...]
    lacking: tuple[str, ...]


@dataclass(frozen=True)
class Missing:
    """An item that is not known: the probability lies in [`low`, `high`] if it is as granted clients have it.

    `item` is a column or several that come together, of which `fields` are not known. `width` is that
    of the range together with the probability as it is; `flips` says if the decision could change.
    """

    item: str
    fields: tuple[str, ...]
    low: float
    high: float
    width: float
    flips: bool
