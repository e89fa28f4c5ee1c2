"""Scores and why they are so, published or live.

What is read from the store answers within the event loop: a thread would take longer
than the reading, unless what is answered is recorded first.
"""

from __future__ import annotations

from typing import Annotated, cast

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool

from scoring.api.asking import Answer, Asked, Id, Name, read
from scoring.api.body import LargeRoute, StrictRoute
from scoring.api.row import Asking
from scoring.api.shapes import Batch, Case
from scoring.api.together import Together
from scoring.serving.questions import (
    Base,
    Explanation,
    Overview,
    Prediction,
    Predictions,
    Reasons,
    RowPrediction,
    Score,
    SecondOpinion,
)

router = APIRouter(route_class=StrictRoute, tags=["Scores and reasons"])
batch = APIRouter(route_class=LargeRoute, tags=["Scores and reasons"])


@router.get("/v1/clients/{client}/score", summary="One client's score", response_model=Score)
async def score(questions: Asked, client: Id) -> Answer:
    """The published probability of default and the interval it lies in; decision; whether to review it."""
    return await read(lambda: questions.score(client))


@router.get("/v1/clients/{client}/explanation", summary="Why one client has this score", response_model=Explanation)
async def explanation(
    questions: Asked,
    client: Id,
    base: Annotated[
        Name, Query(description="Whose mean is the base: all or accepted clients.", examples=["all"])
    ] = "all",
) -> Answer:
    """Exact SHAP contributions in log-odds, largest first; base + their sum = raw. Points share the probability."""
    return await read(lambda: questions.explanation(client, cast(Base, base)))


@router.get("/v1/clients/{client}/reasons", summary="What is said of one client's score", response_model=Reasons)
async def reasons(questions: Asked, client: Id) -> Answer:
    """At most four reasons on each side, as sentences, and what the decision would be without them."""
    return await read(lambda: questions.reasons(client))


@router.get(
    "/v1/clients/{client}/second-opinion", summary="One client explained by LIME too", response_model=SecondOpinion
)
def second_opinion(questions: Asked, client: Id) -> Answer:
    """LIME's weights beside the contributions of the client's strongest features. Takes a second or two."""
    return Answer(questions.second_opinion(client))


@router.post("/v1/second-opinion", summary="An application explained by LIME too", response_model=SecondOpinion)
def second_opinion_of_case(questions: Asked, case: Case) -> Answer:
    """The same of an application: a client with changes, or a new one."""
    return Answer(questions.second_opinion(case.application()))


@router.get("/v1/overview", summary="What the model looks at", response_model=Overview)
def overview(questions: Asked) -> Answer:
    """The subjects that move scores, strongest first, by the mean absolute contribution of all clients."""
    return Answer(questions.overview())


@router.post("/v1/predict", summary="Score an application live", response_model=Prediction | RowPrediction)
async def predict(request: Request, questions: Asked, case: Asking) -> Answer:
    """Score a known client, changed or not, a new application, or a feature row, by the same path as the batch."""
    row = case.features
    if row is None:
        return Answer(await run_in_threadpool(lambda: questions.predict(case.application(), case.base)))
    if case.explain:
        return Answer(await run_in_threadpool(lambda: questions.predict_row(row, explain=True)))
    together: Together = request.app.state.together
    return Answer(await together.predict_row(questions, row))


@batch.post("/v1/predict/batch", summary="Score many applications live", response_model=Predictions)
def predictions(questions: Asked, body: Batch) -> Answer:
    """Up to 1,000 applications, each answered or refused in its place: see `refused`."""
    return Answer(questions.predictions([one.application() for one in body.applications]))
