"""Many clients at once, and all of them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from fastapi import APIRouter, Query
from fastapi.responses import StreamingResponse
from starlette.responses import Response

from scoring.api.asking import Answer, Asked, written
from scoring.api.body import StrictRoute
from scoring.api.exporting import EXAMPLES, FORMS, in_parts
from scoring.api.shapes import Ids
from scoring.serving.questions import Explanations, Questions, Scores

PART = 20
"""Clients explained at a time: some 1 MB of JSON, and 5 MB while it is made, for each who asks at once."""

router = APIRouter(route_class=StrictRoute, tags=["Many clients"])


@router.post("/v1/scores", summary="Scores of many clients", response_model=Scores)
def scores(questions: Asked, ids: Ids) -> Answer:
    """The published scores of up to 10,000 clients; ids that are not in the store are listed apart."""
    return Answer(questions.scores(ids.clients))


@router.post("/v1/explanations", summary="Explanations of many clients", response_model=Explanations)
def explanations(questions: Asked, ids: Ids) -> Response:
    """The published contributions of up to 10,000 clients, sent as they are read; unknown ids are listed apart."""
    return StreamingResponse(_parts(questions, ids.clients), media_type="application/json")


def _parts(questions: Questions, clients: list[int]) -> Iterator[bytes]:
    """Write one JSON object, a part of the clients at a time."""
    unknown: list[int] = []
    begun = b'{"explanations":['
    for part in in_parts(dict.fromkeys(clients), PART):
        found = questions.explanations(part)
        unknown += found.unknown
        if found.explanations:
            yield begun + b",".join(map(written, found.explanations))
            begun = b","
    yield (begun if begun != b"," else b"") + b'],"unknown":' + written(unknown) + b"}"


@router.get("/v1/export", summary="The score of every client", response_class=StreamingResponse, responses=EXAMPLES)
def export(
    questions: Asked,
    form: Annotated[Literal["csv", "ndjson", "parquet"], Query(description="How lines are written.")] = "csv",
) -> Response:
    """Every published score in the order of ids, sent as it is read."""
    media, write = FORMS[form]
    named = {"content-disposition": f'attachment; filename="scores.{form}"'}
    return StreamingResponse(write(questions.export()), media_type=media, headers=named)
