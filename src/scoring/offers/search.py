"""The offers nearest to what was asked, largest and shortest: a grid of terms is scored, then refined.

More money or more months may lower a score as well as raise it, so nothing is assumed of how
scores move: what is answered is the best of the terms that were scored, never one in between. Yet
nobody who is refused is offered more than was asked: a score that likes large loans is no reason.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import product

from scoring.offers.caps import Caps
from scoring.offers.terms import Asked, Terms
from scoring.offers.variants import Scorer, Variant, said, scored

LEAST, MOST = 0.1, 3.0
"""Amounts tried, over the amount asked: farther ones would be another application."""
SMALLER = [share / 20 for share in range(2, 20)]
LARGER = [1 + share / 10 for share in range(1, 21)]
"""Shares of the amount asked that the grid tries; with what was asked, they go from LEAST to MOST."""
EVERY = 6
"""Months between two durations of the grid."""
FINE = 10
"""Amounts tried between two of the grid."""
Key = Callable[[Variant], tuple[float, ...]]


@dataclass(frozen=True)
class Found:
    """The best granted variants within the caps; None where the search knows none.

    `largest_at_duration` keeps the months that were asked, `shortest` the amount; both, and
    `largest`, are without a down payment.
    """

    asked: Variant
    nearest: Variant | None
    largest: Variant | None
    largest_at_duration: Variant | None
    shortest: Variant | None


def find(asked: Asked, caps: Caps, score: Scorer) -> Found:
    """Search the terms around what is asked, within the caps."""
    own, *coarse = scored([asked.terms, *_allowed(_grid(asked, caps), asked, caps)], score)
    most = asked.terms.amount * (1.0 if own.refused else MOST)
    granted = _granted([own, *coarse] if caps.allow(own.terms, asked) else coarse, most)
    fine = list(_allowed(_around(asked, granted), asked, caps))
    granted += _granted(scored(fine, score) if fine else [], most)
    keys = _keys(asked)
    whole = [variant for variant in granted if not variant.terms.down_payment]
    at_duration = [variant for variant in whole if variant.terms.months == asked.terms.months]
    at_amount = [variant for variant in whole if variant.terms.amount == asked.terms.amount]
    return Found(
        asked=own,
        nearest=min(granted, key=keys["nearest"], default=None),
        largest=min(whole, key=keys["largest"], default=None),
        largest_at_duration=min(at_duration, key=keys["largest"], default=None),
        shortest=min(at_amount, key=keys["shortest"], default=None) if asked.terms.months is not None else None,
    )


def _keys(asked: Asked) -> dict[str, Key]:
    """What each offer is the least of; what ties is told apart by the terms, so that answers are always the same."""
    return {
        "nearest": lambda variant: (asked.distance(variant.terms), *_order(variant.terms)),
        "largest": lambda variant: (-variant.terms.amount, asked.distance(variant.terms), *_order(variant.terms)),
        "shortest": lambda variant: (variant.terms.months or 0, *_order(variant.terms)),
    }


def _order(terms: Terms) -> tuple[float, ...]:
    return terms.down_payment, terms.amount, terms.months or 0


def _allowed(terms: Iterable[Terms], asked: Asked, caps: Caps) -> Iterator[Terms]:
    return (each for each in terms if caps.allow(each, asked))


def _granted(variants: Iterable[Variant], most: float) -> list[Variant]:
    """Give the variants that are granted, of amounts up to `most`."""
    return [variant for variant in variants if not variant.refused and variant.terms.amount <= most]


def _grid(asked: Asked, caps: Caps) -> Iterator[Terms]:
    """Give every coarse amount with every coarse duration, with and without a down payment; then every month."""
    own = asked.terms
    smaller, larger = ([said(own.amount * share) for share in shares] for shares in (SMALLER, LARGER))
    for amount, months in product([own.amount, *smaller, *larger], _durations(asked, caps)):
        yield asked.at(amount, months)
    for amount, months in product(smaller, _durations(asked, caps)):
        yield asked.at(amount, months, own.amount - amount)
    if own.months is not None:
        for months in range(caps.shortest, caps.longest + 1):
            yield asked.at(own.amount, months)


def _durations(asked: Asked, caps: Caps) -> list[int | None]:
    own = asked.terms.months
    if own is None:
        return [None]
    return [own, *(months for months in range(caps.shortest, caps.longest + 1, EVERY) if months != own)]


def _around(asked: Asked, granted: list[Variant]) -> Iterator[Terms]:
    """Give finer terms beside the best of the grid: amounts up to the next one, each month between."""
    keys, months = _keys(asked), asked.terms.months
    whole = [variant for variant in granted if not variant.terms.down_payment]
    at_duration = [variant for variant in whole if variant.terms.months == months]
    if granted:
        yield from _toward(asked, min(granted, key=keys["nearest"]).terms)
    if whole:
        largest = min(whole, key=keys["largest"]).terms
        yield from _beyond(asked, largest.amount, _months_near(largest.months))
    if at_duration:
        yield from _beyond(asked, min(at_duration, key=keys["largest"]).terms.amount, [months])


def _toward(asked: Asked, best: Terms) -> Iterator[Terms]:
    """Give terms between the nearest of the grid and what was asked, with and without a down payment."""
    own = asked.terms.amount
    gap = max(-own / 10, min(own / 20, own - best.amount))
    amounts = [best.amount, *(said(best.amount + gap * step / FINE) for step in range(1, FINE + 1) if gap)]
    for amount, months in product(amounts, _months_toward(best.months, asked.terms.months)):
        yield asked.at(amount, months)
        if amount < own:
            yield asked.at(amount, months, own - amount)


def _beyond(asked: Asked, amount: float, durations: list[int | None]) -> Iterator[Terms]:
    """Give terms from the largest amount of the grid to the one that follows."""
    gap = asked.terms.amount * (0.05 if amount < asked.terms.amount else 0.1)
    for step, months in product(range(1, FINE + 1), durations):
        yield asked.at(said(amount + gap * step / FINE), months)


def _months_toward(best: int | None, own: int | None) -> list[int | None]:
    """Give the months from the best ones up to EVERY nearer to those asked."""
    if best is None or own is None:
        return [None]
    step = 1 if own > best else -1
    return [best + step * turn for turn in range(min(EVERY, abs(own - best)) + 1)]


def _months_near(best: int | None) -> list[int | None]:
    if best is None:
        return [None]
    return [*range(max(1, best - EVERY + 1), best + EVERY)]
