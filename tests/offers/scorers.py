"""Scoring functions of a line, and rows of what is asked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np

from scoring.model import Scores
from scoring.offers import Caps, Scorer

Fields = Mapping[str, float | str]
THRESHOLD = 0.5
CAPS = Caps(annuity=0.5, amount=20.0, down_payment=0.5, shortest=6, longest=60)


def by(rule: Callable[[Fields], float], reach: float = 0.0) -> Scorer:
    """Score each variant by a rule; the probability may be off by `reach`."""

    def score(variants: Sequence[Fields]) -> Scores:
        probability = np.array([rule(fields) for fields in variants])
        low, high = probability - reach, probability + reach
        review = (low >= THRESHOLD) != (high >= THRESHOLD)
        return Scores(probability, probability, low, high, probability >= THRESHOLD, review)

    return score


def row(**known: float | str | None) -> dict[str, float | str | None]:
    """A feature row: 2,400 asked over 24 months at 12 a hundred, of an income of 1,000."""
    usual: dict[str, float | str | None] = {
        "AMT_INCOME_TOTAL": 1000.0,
        "AMT_CREDIT": 2400.0,
        "AMT_ANNUITY": 112.5,
        "AMT_GOODS_PRICE": 2000.0,
        "NAME_CONTRACT_TYPE": "Cash loans",
        "IMPLIED_DURATION": 24.0,
    }
    return usual | known
