"""The routes: each asks one question of `serving` and gives its answer as it is."""

from __future__ import annotations

import json
import re
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Query, Request
from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from scoring.api.body import Case, StrictRoute
from scoring.api.examples import CLIENT_ID
from scoring.api.strict import EXACT
from scoring.serving.questions import (
    About,
    Client,
    Comparison,
    Explanation,
    Matches,
    Prediction,
    Questions,
    Score,
    Variable,
)


class Answer(Response):
    """An answer of `serving` as JSON; fails, rather than guess, on a number that is not finite."""

    media_type = "application/json"

    def render(self, content: Any) -> bytes:
        """Write dataclasses as objects of their fields."""
        return json.dumps(content, default=vars, allow_nan=False, ensure_ascii=False).encode("utf-8")


async def _questions(request: Request) -> Questions:
    questions: Questions = request.app.state.questions
    return questions


def _digits(value: object) -> object:
    # Before int: it would also take "1_0", "+10" and " 10".
    if isinstance(value, str) and not re.fullmatch("[0-9]+", value):
        raise PydanticCustomError("int_parsing", "must be a whole number")
    return value


Asked = Annotated[Questions, Depends(_questions)]
DIGITS = BeforeValidator(_digits)
Id = Annotated[int, Path(ge=0, le=EXACT, description="The client's id.", examples=[CLIENT_ID]), DIGITS]
Name = Annotated[str, Query(max_length=200)]

router = APIRouter(route_class=StrictRoute, tags=["Questions"])


@router.get("/health", summary="Is the service alive?", response_model=dict[str, str])
async def health() -> dict[str, str]:
    """Answer as soon as the service listens; asks nothing of the model or the store."""
    return {"status": "alive"}


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
def client(questions: Asked, client: Id) -> Answer:
    """The descriptive fields of the client's application; null where not known."""
    return Answer(questions.client(client))


@router.get("/v1/clients/{client}/score", summary="One client's score", response_model=Score)
def score(questions: Asked, client: Id) -> Answer:
    """The published probability of default and the interval it lies in; decision; whether to review it."""
    return Answer(questions.score(client))


@router.get("/v1/clients/{client}/explanation", summary="Why one client has this score", response_model=Explanation)
def explanation(questions: Asked, client: Id) -> Answer:
    """Exact SHAP contributions in log-odds, largest first; base + their sum = raw."""
    return Answer(questions.explanation(client))


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


@router.post("/v1/predict", summary="Score an application live", response_model=Prediction)
def predict(questions: Asked, case: Case) -> Answer:
    """Score a known client, changed or not, or a new application, by the same path as the batch."""
    return Answer(questions.predict(case.application()))
