"""Many applications at once: features by as few statements as can be, one scoring of them all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import pyarrow as pa

from scoring.faults import Refused, UnknownName
from scoring.features import FEATURES
from scoring.serving.case import Cases, application_problems
from scoring.serving.explaining import Explaining
from scoring.serving.questions import MOST_APPLICATIONS, Application, Predicted, Prediction, Predictions
from scoring.tables import CLIENT

Rows = Iterator[tuple[Sequence[int], pa.Table]]
"""Places among the applications, and a feature row for each."""
NAMES = [feature.name for feature in FEATURES]


def predictions(cases: Cases, explaining: Explaining, applications: Sequence[Application]) -> Predictions:
    """Score each application, or say in its place why it is refused.

    Raises Refused when there are too many.
    """
    if len(applications) > MOST_APPLICATIONS:
        raise Refused(f"at most {MOST_APPLICATIONS:,} applications can be scored at once; ask in parts")
    asked = dict(enumerate(applications))
    faults = {place: tuple(found) for place, one in asked.items() if (found := application_problems(one))}
    rows = list(_rows(cases, {place: one for place, one in asked.items() if place not in faults}, faults))
    scored = _scored(explaining, asked, rows)
    items = tuple(Predicted(scored.get(place), faults.get(place, ())) for place in asked)
    return Predictions(items, len(faults))


def _rows(cases: Cases, asked: Mapping[int, Application], faults: dict[int, tuple[str, ...]]) -> Rows:
    """Give the feature rows of the applications; note the faults of those that have none.

    Known clients are computed together; those who are asked about several times, or were amended,
    and new applications without histories, as variants of one case; histories that are given, one by one.
    """
    groups: dict[int | None, list[int]] = {}
    for place, one in asked.items():
        if one.histories:
            yield from _noted(cases, [place], asked, faults)
        else:
            groups.setdefault(one.client, []).append(place)
    once = {client: places[0] for client, places in groups.items() if client is not None and len(places) == 1}
    found = cases.together({client: asked[place].fields for client, place in once.items()})
    if found.num_rows:
        yield [once[client] for client in found.column(CLIENT).to_pylist()], found.select(NAMES)
    done = set(found.column(CLIENT).to_pylist())
    for client, places in groups.items():
        if client not in done:
            yield from _noted(cases, places, asked, faults)


def _noted(
    cases: Cases, places: Sequence[int], asked: Mapping[int, Application], faults: dict[int, tuple[str, ...]]
) -> Rows:
    """Give the feature rows of applications of one client, or note that there is no such client."""
    first = asked[places[0]]
    try:
        yield places, cases.checked(first, [asked[place].fields for place in places])
    except UnknownName as unknown:
        faults |= dict.fromkeys(places, unknown.faults)


def _scored(
    explaining: Explaining, asked: Mapping[int, Application], rows: Sequence[tuple[Sequence[int], pa.Table]]
) -> dict[int, Prediction]:
    places = [place for group, _ in rows for place in group]
    if not places:
        return {}
    found = explaining.rows(pa.concat_tables([table for _, table in rows]))
    return {place: explaining.prediction(row, asked[place].fields) for place, row in zip(places, found, strict=True)}
