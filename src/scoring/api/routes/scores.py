"""Scores and why they are so, published or live."""

from __future__ import annotations

from fastapi import APIRouter

from scoring.api.asking import Answer, Asked, Id
from scoring.api.body import Case, StrictRoute
from scoring.serving.questions import Explanation, Prediction, Score

router = APIRouter(route_class=StrictRoute, tags=["Scores and reasons"])


@router.get("/v1/clients/{client}/score", summary="One client's score", response_model=Score)
def score(questions: Asked, client: Id) -> Answer:
    """The published probability of default and the interval it lies in; decision; whether to review it."""
    return Answer(questions.score(client))


@router.get("/v1/clients/{client}/explanation", summary="Why one client has this score", response_model=Explanation)
def explanation(questions: Asked, client: Id) -> Answer:
    """Exact SHAP contributions in log-odds, largest first; base + their sum = raw."""
    return Answer(questions.explanation(client))


@router.post("/v1/predict", summary="Score an application live", response_model=Prediction)
def predict(questions: Asked, case: Case) -> Answer:
    """Score a known client, changed or not, or a new application, by the same path as the batch."""
    return Answer(questions.predict(case.application()))
