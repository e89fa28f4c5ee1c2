"""Many applications at once: what is changed of them computed by one statement, one scoring of them all."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa

from scoring.faults import Refused, UnknownName
from scoring.serving.case import Cases, application_problems
from scoring.serving.explaining import Explaining
from scoring.serving.questions import MOST_APPLICATIONS, Application, Predicted, Prediction, Predictions, Record


def predictions(cases: Cases, explaining: Explaining, applications: Sequence[Application]) -> Predictions:
    """Score each application, or say in its place why it is refused.

    Raises Refused when there are too many.
    """
    if len(applications) > MOST_APPLICATIONS:
        raise Refused(f"at most {MOST_APPLICATIONS:,} applications can be scored at once; ask in parts")
    based: dict[int, tuple[pa.Table, list[Record]]] = {}
    faults: dict[int, tuple[str, ...]] = {}
    for place, one in enumerate(applications):
        if found := application_problems(one):
            faults[place] = tuple(found)
            continue
        try:
            based[place] = cases.based(one)
        except UnknownName as unknown:
            faults[place] = unknown.faults
    scored: dict[int, Prediction] = {}
    if based:
        laid = cases.laid(
            pa.concat_tables([row for row, _ in based.values()]),
            [fields for _, given in based.values() for fields in given],
        )
        for place, row in zip(based, explaining.rows(laid), strict=True):
            scored[place] = explaining.prediction(row)
    items = tuple(Predicted(scored.get(place), faults.get(place, ())) for place in range(len(applications)))
    return Predictions(items, len(faults))
