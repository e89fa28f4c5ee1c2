"""What counts of clients by part say: how sure a rate is, how far outcomes or groups of clients differ."""

from __future__ import annotations

import math
from collections.abc import Sequence

from scoring.model.intervals import NORMAL_95
from scoring.pipeline.exploration.parts import Counts, Part

HALF = 0.5
"""Half a client of either kind is added to every part: an empty one has no logarithm."""


def interval(defaulted: int, labelled: int) -> tuple[float, float]:
    """Give the 95 per cent interval of a default rate, by Wilson's score; at least one client.

    Source: E. B. Wilson, Probable inference, the law of succession, and statistical inference (1927).
    """
    rate, square = defaulted / labelled, NORMAL_95**2
    middle = (rate + square / (2 * labelled)) / (1 + square / labelled)
    half = NORMAL_95 / (1 + square / labelled) * math.sqrt(rate * (1 - rate) / labelled + square / (4 * labelled**2))
    return max(0.0, middle - half), min(1.0, middle + half)


def information_value(parts: Sequence[Part]) -> float:
    """Tell how far the defaulted lie in other parts than the repaid: 0 where they do not."""
    return _divergence([part.counts.repaid for part in parts], [part.counts.defaulted for part in parts])


def by_chance(parts: Sequence[Part]) -> float:
    """Give the information value that a feature without any relation would show on as many clients."""
    whole = sum((part.counts for part in parts), Counts())
    if not (whole.repaid and whole.defaulted):
        return 0.0
    return (len(parts) - 1) * (1 / whole.repaid + 1 / whole.defaulted)


def stability(parts: Sequence[Part]) -> float:
    """Give the population stability index of the unlabelled against the labelled: 0 where they are alike."""
    return _divergence([part.counts.labelled for part in parts], [part.counts.unlabelled for part in parts])


def correlation(repaid: tuple[int, float, float], defaulted: tuple[int, float, float]) -> float | None:
    """Give Pearson's correlation with the outcome, from clients, mean and variance of either outcome.

    None where one outcome is missing or the value is the same for everyone.
    """
    (good, good_mean, good_variance), (bad, bad_mean, bad_variance) = repaid, defaulted
    if not (good and bad):
        return None
    clients = good + bad
    spread = math.sqrt(good * bad) / clients
    variance = (good * good_variance + bad * bad_variance) / clients + (spread * (bad_mean - good_mean)) ** 2
    return (bad_mean - good_mean) * spread / math.sqrt(variance) if variance > 0 else None


def _divergence(first: Sequence[int], second: Sequence[int]) -> float:
    if not (sum(first) and sum(second)):
        return 0.0
    ours, theirs = _shares(first), _shares(second)
    return math.fsum((p - q) * math.log(p / q) for p, q in zip(ours, theirs, strict=True))


def _shares(counts: Sequence[int]) -> list[float]:
    whole = sum(counts) + HALF * len(counts)
    return [(count + HALF) / whole for count in counts]
