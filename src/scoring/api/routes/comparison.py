"""A client among others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scoring.api.asking import Answer, Asked, Id, Name
from scoring.api.body import StrictRoute
from scoring.serving.questions import Comparison, Variable

router = APIRouter(route_class=StrictRoute, tags=["Comparison"])


@router.get("/v1/clients/{client}/comparison", summary="One client among others", response_model=Comparison)
def compare(
    questions: Asked,
    client: Id,
    variable: Annotated[Name, Query(description="A name of /v1/variables.", examples=["AMT_CREDIT"])],
    group: Annotated[Name, Query(description="A name of /v1/groups.", examples=["all"])],
) -> Answer:
    """One variable's distribution in a group and the client's place; no bands for a small group."""
    return Answer(questions.compare(client, variable, group))


@router.get("/v1/variables", summary="What clients are compared on", response_model=tuple[Variable, ...])
def variables(questions: Asked) -> Answer:
    """Every variable a client can be compared on, in the order of the features."""
    return Answer(questions.variables())


@router.get("/v1/groups", summary="Whom clients are compared with", response_model=tuple[str, ...])
def groups(questions: Asked) -> Answer:
    """The groups a client can be compared with; the first is the default."""
    return Answer(questions.groups())
