"""A feature cut into parts, none of which holds so few clients that it would tell of one of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

NOT_KNOWN, ANY = "not known", "any value"
COUNTED = 1000
"""Whole numbers under it are told one by one; beyond, three digits are enough."""


@dataclass(frozen=True)
class Counts:
    """Clients by outcome."""

    repaid: int = 0
    defaulted: int = 0
    unlabelled: int = 0

    @property
    def labelled(self) -> int:
        """Clients whose outcome is known."""
        return self.repaid + self.defaulted

    @property
    def clients(self) -> int:
        """All clients."""
        return self.labelled + self.unlabelled

    def __add__(self, other: Counts) -> Counts:
        """Count both."""
        return Counts(self.repaid + other.repaid, self.defaulted + other.defaulted, self.unlabelled + other.unlabelled)

    def __sub__(self, other: Counts) -> Counts:
        """Count those that are not among the others."""
        return Counts(self.repaid - other.repaid, self.defaulted - other.defaulted, self.unlabelled - other.unlabelled)


@dataclass(frozen=True)
class Part:
    """The clients of some values of a feature; `values` counts those of a category."""

    name: str
    counts: Counts
    values: int = 1


def of_number(
    edges: Sequence[float],
    counts: Sequence[Counts],
    unknown: Counts,
    least: int,
    ends: tuple[float | None, float | None] = (None, None),
    whole: bool = False,
) -> tuple[Part, ...]:
    """Cut a number, lowest part first, the clients for whom it is not known last.

    `edges` rise; `counts` has one entry more: up to and with each edge, then beyond the last.
    Neighbours are merged until each part has `least` labelled clients; none when all have fewer.
    For the names: `ends` are the lowest and highest value, `whole` says that there are
    whole numbers only, the edges being under COUNTED.
    """
    kept, merged = _neighbours(edges, counts, least)
    parts = [Part(name, found) for name, found in zip(_names(kept, ends, whole), merged, strict=True)]
    return _with_unknown([part for part in parts if part.counts.clients], unknown, least)


def of_categories(found: Mapping[str, Counts], unknown: Counts, least: int) -> tuple[Part, ...]:
    """Cut a category, its most frequent value first, the clients for whom it is not known last.

    Values of fewer than `least` labelled clients are one part together; where they are still too
    few, the rarest other value joins them.
    """
    order = sorted(found.items(), key=lambda item: (-item[1].labelled, item[0]))
    stay = sum(counts.labelled >= least for _, counts in order)
    while 0 < stay < len(order) and sum(counts.labelled for _, counts in order[stay:]) < least:
        stay -= 1
    parts = [Part(name, counts) for name, counts in order[:stay]]
    rest = _together([Part(*item) for item in order[stay:]], "{} others" if parts else ANY)
    return _with_unknown([*parts, *rest], unknown, least)


def gathered(parts: Sequence[Part], most: int) -> tuple[Part, ...]:
    """Keep the first parts of a category, at most `most` of them, and make one of the others."""
    if len(parts) <= most:
        return tuple(parts)
    last = [part for part in parts if part.name == NOT_KNOWN]
    values = [part for part in parts if part.name != NOT_KNOWN]
    kept = most - 1 - len(last)
    return (*values[:kept], *_together(values[kept:], "{} others"), *last)


def _together(parts: Sequence[Part], name: str) -> Sequence[Part]:
    """Make one part of several; its name may tell how many values it has."""
    if len(parts) < 2:
        return parts
    values = sum(part.values for part in parts)
    return [Part(name.format(values), sum((part.counts for part in parts), Counts()), values)]


def _neighbours(edges: Sequence[float], counts: Sequence[Counts], least: int) -> tuple[list[float], list[Counts]]:
    """Merge each part with the next until it is large enough, and what is left over with the last."""
    kept: list[float] = []
    merged: list[Counts] = []
    gathered = Counts()
    for edge, found in zip(edges, counts, strict=False):
        gathered += found
        if gathered.labelled >= least:
            kept.append(edge)
            merged.append(gathered)
            gathered = Counts()
    gathered += counts[-1]
    if merged and gathered.labelled < least:
        kept.pop()
        gathered += merged.pop()
    return kept, [*merged, gathered]


def _with_unknown(parts: list[Part], unknown: Counts, least: int) -> tuple[Part, ...]:
    """Put those for whom nothing is known last; too few, or beside too few, they join the smallest part."""
    few = unknown.labelled < least or any(part.counts.labelled < least for part in parts)
    if unknown.clients and not (few and parts):
        parts = [*parts, Part(NOT_KNOWN, unknown)]
    elif unknown.clients:
        smallest = min(range(len(parts)), key=lambda place: parts[place].counts.labelled)
        joined = parts[smallest]
        parts[smallest] = Part(f"{joined.name} or {NOT_KNOWN}", joined.counts + unknown, joined.values)
    return tuple(parts) if all(part.counts.labelled >= least for part in parts) else ()


def _names(edges: Sequence[float], ends: tuple[float | None, float | None], whole: bool) -> list[str]:
    """Name the parts between edges, with as many digits as tell them apart."""
    if not edges:
        return [ANY]
    shown = next(
        texts for digits in range(3, 18) if len(set(texts := [said(edge, digits) for edge in edges])) == len(edges)
    )
    first = shown[0] if edges[0] == ends[0] else f"up to {shown[0]}"
    if whole:
        between = [
            said(high) if high == low + 1 else f"{said(low + 1)} to {said(high)}" for low, high in pairwise(edges)
        ]
        last = said(edges[-1] + 1)
        return [first, *between, last if edges[-1] + 1 == ends[1] else f"{last} or more"]
    return [first, *(f"{low} to {high}" for low, high in pairwise(shown)), f"over {shown[-1]}"]


def said(value: float, digits: int = 3) -> str:
    """Write a number rounded to some significant digits: 0.123, 12,300."""
    rounded = float(f"{value:.{digits}g}")
    return f"{rounded:,.0f}" if abs(rounded) >= 1000 and rounded == int(rounded) else f"{rounded:.{digits}g}"
