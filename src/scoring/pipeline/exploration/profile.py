"""Every feature's profile, from the passes over all of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.engine import Session
from scoring.features import Feature
from scoring.pipeline.exploration import evidence, passes
from scoring.pipeline.exploration.parts import Counts, Part, of_categories, of_number
from scoring.pipeline.exploration.passes import Cut, Edges, Held, Limits, Moments

TAIL = 0.01
"""Share of the clients in either tail, or as many as the smallest group that is shown."""
LARGEST_TAIL = 0.25
FAR = 10
"""Far out is a value that lies beyond its tail by that many times the distance between the tails."""
SAME = 1e-9
"""Tails that are less apart differ by the last digits of a sum only."""


@dataclass(frozen=True)
class Profile:
    """What is known of one feature.

    `unknown` counts the clients for whom it is not known, `mark` stands for who they are; `edges`
    are a number's, `far` counts the clients whose value lies far out and `reach` is how far
    beyond its tail the furthest value lies, by the distance of the tails.
    """

    feature: Feature
    unknown: Counts
    mark: int
    parts: tuple[Part, ...]
    edges: Edges
    far: int
    reach: float
    correlation: float | None


def profiles(session: Session, features: Sequence[Feature], everyone: Counts, least: int) -> dict[str, Profile]:
    """Give the features' profiles by name, in order; each part has `least` labelled clients or more.

    The session has the relation `features` and the outcomes; `everyone` counts the applicants.
    """
    moments = passes.moments(session, features)
    numbers = [feature.name for feature in features if feature.kind == "number"]
    tails = {name: _tail(moments[name].known.labelled, least) for name in numbers}
    edges = passes.edges(session, tails, everyone.labelled)
    cuts = []
    for feature in features:
        found = edges.get(feature.name, Edges())
        limits = _limits(found) if _reach(moments[feature.name], found) > FAR else (None, None)
        cuts.append(Cut(feature, found.tenths, limits))
    held = passes.held(session, cuts)
    return {
        f.name: _profile(f, moments[f.name], edges.get(f.name, Edges()), held[f.name], everyone, least)
        for f in features
    }


def _profile(feature: Feature, found: Moments, edges: Edges, held: Held, everyone: Counts, least: int) -> Profile:
    unknown = everyone - found.known
    if feature.kind == "category":
        parts = of_categories(held.values, unknown, least)
    else:
        parts = of_number(edges.tenths, held.parts, unknown, least, (found.least, found.most), held.whole)
    none = (0, 0.0, 0.0)
    alone = evidence.correlation(*(found.spreads.get(kind, none) for kind in ("repaid", "defaulted")))
    return Profile(feature, unknown, found.mark, parts, edges, held.outside, _reach(found, edges), alone)


def _tail(known: int, least: int) -> float | None:
    """Share of the known clients that a tail holds; None where it would be more than a quarter."""
    share = max(TAIL, least / known) if known else 1.0
    return share if share <= LARGEST_TAIL else None


def _limits(edges: Edges) -> Limits:
    """Values beyond which a client lies far out."""
    if edges.low is None or edges.high is None:
        return None, None
    apart = edges.high - edges.low
    return edges.low - FAR * apart, edges.high + FAR * apart


def _reach(found: Moments, edges: Edges) -> float:
    """How far beyond its tail the furthest value lies, by the distance of the tails.

    0 without tails, and where nearly everyone has the same value: what differs is rare, not far out.
    """
    if edges.low is None or edges.high is None or found.least is None or found.most is None:
        return 0.0
    apart = edges.high - edges.low
    if not SAME < apart < passes.LARGEST:
        return 0.0
    return max(edges.low - found.least, found.most - edges.high) / apart
