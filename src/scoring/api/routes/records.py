"""What people do about a client: recorded, and read again."""

from __future__ import annotations

from fastapi import APIRouter
from fastapi.exceptions import HTTPException

from scoring.api.access.policy import ACTS, may_record
from scoring.api.asking import Answer, Asked, Id
from scoring.api.body import StrictRoute
from scoring.api.exchange import CURRENT
from scoring.api.shapes import Acted
from scoring.serving.questions import History, Line
from scoring.settings import DESK

router = APIRouter(route_class=StrictRoute, tags=["Decisions and records"])


@router.post("/v1/clients/{client}/records", summary="Record what was done about one client", response_model=Line)
def record(questions: Asked, client: Id, acted: Acted) -> Answer:
    """A decision, an override, a signature, a statement, a review or a correction; durable when answered."""
    actor = CURRENT.get().actor
    if actor is None or not may_record(actor.roles, acted.kind):
        raise HTTPException(403, [f"A {acted.kind} is for the role {' or '.join(ACTS.get(acted.kind, DESK))}."])
    return Answer(questions.record(client, acted.act()))


@router.get("/v1/clients/{client}/records", summary="What was recorded of one client", response_model=History)
def history(questions: Asked, client: Id) -> Answer:
    """What was decided, said and corrected, the newest last; `kept` is false where nothing is recorded."""
    return Answer(questions.history(client))
