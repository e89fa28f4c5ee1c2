"""All clients at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scoring.api.asking import Answer, Asked, Name
from scoring.api.body import StrictRoute
from scoring.serving.questions import Portfolio, Statistics

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
