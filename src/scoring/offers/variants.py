"""Variants of what is asked, scored together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from scoring.offers.terms import Terms

if TYPE_CHECKING:  # CatBoost, and seconds, come with it
    from scoring.model import Scores

State = Literal["granted", "review", "refused", "outside"]
"""What a variant comes to: `review` where a human should look, `outside` what the caps allow."""
Scorer = Callable[[Sequence[Mapping[str, float | str]]], "Scores"]
"""Scores an application with each variant's fields over it, in order, by the path of every score."""


@dataclass(frozen=True)
class Variant:
    """Terms with their score."""

    terms: Terms
    probability: float
    low: float
    high: float
    refused: bool
    review: bool

    def state(self, allowed: bool) -> State:
        """Say what it comes to, `allowed` by the caps or not."""
        if not allowed:
            return "outside"
        if self.review:
            return "review"
        return "refused" if self.refused else "granted"


def scored(terms: Iterable[Terms], score: Scorer) -> list[Variant]:
    """Score terms, each once, in order."""
    listed = list(dict.fromkeys(terms))
    found = score([each.fields() for each in listed])
    ends = zip(found.probability, found.low, found.high, strict=True)
    calls = zip(found.refused, found.review, strict=True)
    return [
        Variant(each, float(probability), float(low), float(high), bool(refused), bool(review))
        for each, (probability, low, high), (refused, review) in zip(listed, ends, calls, strict=True)
    ]


def said(amount: float) -> float:
    """Round an amount down to the three digits that a person would say."""
    digits = len(str(int(amount))) - 3
    return amount // 10.0**digits * 10.0**digits if digits > 0 else round(amount, 2)
