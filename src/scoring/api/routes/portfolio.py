"""All clients at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scoring.api.asking import Answer, Asked, Name
from scoring.api.body import StrictRoute
from scoring.api.shapes import Signing
from scoring.serving.questions import CostPolicy, Oversight, Portfolio, Statistics

router = APIRouter(route_class=StrictRoute, tags=["All clients"])


@router.get("/v1/statistics", summary="One variable over all clients", response_model=Statistics)
def statistics(
    questions: Asked,
    variable: Annotated[Name, Query(description="A name of /v1/variables.", examples=["EXT_SOURCE_2"])],
) -> Answer:
    """Known values, mean, quartiles and extremes of a number; the shares of a category's values."""
    return Answer(questions.statistics(variable))


@router.get("/v1/portfolio", summary="What every threshold would mean", response_model=Portfolio)
def portfolio(
    questions: Asked,
    cost_ratio: Annotated[
        float | None,
        Query(
            gt=0,
            le=1000,
            allow_inf_nan=False,
            description="Cost of a default in units of a good client refused; without it, that in force.",
            examples=[10.0],
        ),
    ] = None,
) -> Answer:
    """Acceptance and cost against the threshold, for a cost ratio to try: nothing is decided by it."""
    return Answer(questions.portfolio(cost_ratio))


@router.get("/v1/oversight", summary="What people made of the scores", response_model=Oversight)
def oversight(questions: Asked) -> Answer:
    """How often scores were overridden and why, what waits for a person, and the cost policy signed last."""
    return Answer(questions.oversight())


@router.post("/v1/policies", summary="Sign another cost ratio", response_model=CostPolicy)
def sign_policy(questions: Asked, signing: Signing) -> Answer:
    """Recorded with who signed it; it enters into force with the next publication that is made by it."""
    return Answer(questions.sign_policy(signing.cost_ratio, signing.text))
