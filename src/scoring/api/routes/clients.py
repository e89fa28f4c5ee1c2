"""Who answers, and who is asked about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scoring.api.asking import DIGITS, Answer, Asked, Id
from scoring.api.body import StrictRoute
from scoring.serving.questions import About, Client, Matches

router = APIRouter(route_class=StrictRoute, tags=["Clients"])


@router.get("/v1/about", summary="Which model and store answer", response_model=About)
def about(questions: Asked) -> Answer:
    """The model, the store and the policy they carry: threshold and cost ratio."""
    return Answer(questions.about())


@router.get("/v1/clients", summary="Find clients by part of their id", response_model=Matches)
def find(
    questions: Asked,
    contains: Annotated[
        str,
        Query(
            pattern=r"^[0-9\s]*$",
            max_length=40,
            description="Digits of the id; spaces are ignored.",
            examples=["9000"],
        ),
    ] = "",
    limit: Annotated[int, Query(ge=1, le=100, description="Most ids to list."), DIGITS] = 20,
) -> Answer:
    """How many clients match and the first of them: ids that begin with the digits first."""
    return Answer(questions.find("".join(contains.split()), limit))


@router.get("/v1/clients/{client}", summary="One client's data", response_model=Client)
async def client(questions: Asked, client: Id) -> Answer:
    """The descriptive fields of the client's application; null where not known."""
    return Answer(questions.client(client))
