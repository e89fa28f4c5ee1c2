"""Clients added or corrected without a rebuild, beside the published store."""

from __future__ import annotations

from fastapi import APIRouter

from scoring.api.asking import Answer, Asked, Id
from scoring.api.body import StrictRoute
from scoring.api.shapes import File
from scoring.serving.questions import AmendedClient, Amendment

router = APIRouter(route_class=StrictRoute, tags=["Amendments"])


@router.put("/v1/clients/{client}", summary="Add or correct one client", response_model=Amendment)
def amend(questions: Asked, client: Id, file: File) -> Answer:
    """Fields replace columns and histories whole tables of the client's, or begin a new client; before and after."""
    return Answer(questions.amend(client, file.application()))


@router.get(
    "/v1/clients/{client}/amendments", summary="What was amended of one client", response_model=tuple[Amendment, ...]
)
def amendments(questions: Asked, client: Id) -> Answer:
    """Every amendment of the client, oldest first, with what was there before; none is an answer."""
    return Answer(questions.amendments(client))


@router.get("/v1/amendments", summary="The clients amended", response_model=tuple[AmendedClient, ...])
def amended(questions: Asked) -> Answer:
    """Each client amended, and whether the store that answers knows of it."""
    return Answer(questions.amended())
