"""A client's place among the clients of a group, from their counts by outcome and fine band.

What is withheld, and what that protects: a group with fewer than `minimum` known values tells its size and
nothing else, and a default rate is told of at least so many clients with a known outcome. So nothing that is
shown, said or printed beside an applicant is of a recognisable few. It is no protection against who may ask
as often as they like: two groups that differ by few clients can be subtracted, no noise is added, and a
band may hold one client. Who serves clients can also open each of them one by one, and learns outcomes from
`neighbours`; a data scientist, who may ask neither, could learn by subtraction an outcome, which is in the
data that models are made of. An API that is open to others needs its own limits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.groups.cells import DEFAULT, REPAID
from scoring.groups.scale import Scale, Value


@dataclass(frozen=True)
class BandCount:
    """Clients of one band: a number in [low, high), or one category; and the share of defaults among enough of them."""

    low: float | None
    high: float | None
    category: str | None
    count: int
    default_rate: float | None


@dataclass(frozen=True)
class Distribution:
    """The group's size, how many values are known, and the bands.

    `below` is the share of known values under the client's (for categories: equal to it), None when
    that is not known; the exact share is no further from it than `precision`. A group with too few
    known values is withheld: all but the size is 0, None or empty.
    """

    size: int
    known: int = 0
    below: float | None = None
    precision: float | None = None
    median: float | None = None
    default_rate: float | None = None
    bands: tuple[BandCount, ...] = ()


def distribution(counts: np.ndarray, scale: Scale, value: Value, bands: int, minimum: int) -> Distribution:
    """Place a client with this value among those counted: (outcomes, fine bands and one for not known)."""
    size, by_band = int(counts.sum()), counts.sum(axis=0)[:-1]
    known = int(by_band.sum())
    if known < max(1, minimum):
        return Distribution(size)
    below, precision = _below(by_band, scale, value)
    return Distribution(
        size,
        known,
        below,
        precision,
        None if scale.categories else _median(by_band, scale),
        rate(counts.sum(axis=1), minimum),
        _bands(counts[:, :-1], scale, bands, minimum),
    )


def rate(outcomes: np.ndarray, minimum: int) -> float | None:
    """Give the share of defaults among those of a known outcome, of (outcomes,) counts; None where they are few."""
    labelled = int(outcomes[REPAID] + outcomes[DEFAULT])
    return int(outcomes[DEFAULT]) / labelled if labelled >= max(1, minimum) else None


def _bands(counts: np.ndarray, scale: Scale, bands: int, minimum: int) -> tuple[BandCount, ...]:
    drawn = scale.drawn(bands)
    sums = drawn.sums(counts)
    bars = [
        BandCount(low, high, category, int(band.sum()), rate(band, minimum))
        for low, high, category, band in zip(drawn.lows, drawn.highs, drawn.categories, sums.T, strict=True)
    ]
    if scale.categories:
        return tuple(sorted((bar for bar in bars if bar.count), key=lambda bar: -bar.count))
    return tuple(bars)


def _below(counts: np.ndarray, scale: Scale, value: Value) -> tuple[float | None, float | None]:
    """Give the share of clients below, in the middle of a band by its width; and how far that may be out."""
    known = int(counts.sum())
    if value is None:
        return None, None
    if isinstance(value, str):
        same = int(counts[scale.categories.index(value)]) if value in scale.categories else 0
        return same / known, 0.0
    band = int(scale.bands_of(np.array([value]))[0])
    before, inside = int(counts[:band].sum()), int(counts[band])
    if scale.single[band]:
        return (before + inside * (value > scale.lows[band])) / known, 0.0
    low, high = scale.edges[band : band + 2]
    within = min(max(value, low), high) - low  # what nobody else has may lie beyond the first and the last band
    return (before + inside * float(within / (high - low))) / known, inside / known


def _median(counts: np.ndarray, scale: Scale) -> float:
    known = int(counts.sum())
    return (_order(counts, scale, (known - 1) // 2) + _order(counts, scale, known // 2)) / 2


def _order(counts: np.ndarray, scale: Scale, number: int) -> float:
    """Give the value that is at a place, from 0, in order of size; inside a band they are spread evenly."""
    ends = counts.cumsum()
    band = int(np.searchsorted(ends, number, side="right"))
    if scale.single[band]:
        return scale.lows[band]
    low, high = scale.edges[band : band + 2].tolist()
    within = (number - int(ends[band] - counts[band]) + 0.5) / int(counts[band])
    return float(low + within * (high - low))
