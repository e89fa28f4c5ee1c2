"""A client, or an application, among others."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.exceptions import HTTPException
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from scoring.api.asking import DIGITS, Answer, Asked, Id, Name
from scoring.api.body import StrictRoute
from scoring.api.crowd import BUSY, LATER
from scoring.api.shapes import NeighboursCase, PairCase, VariableCase, VariablesCase
from scoring.letters import comparison_chart as drawn
from scoring.letters import png
from scoring.serving.questions import Comparison, Criterion, Neighbour, Pair, Variable
from scoring.serving.questions.comparison import MOST_COMPARED, MOST_NEIGHBOURS
from scoring.words import Language

router = APIRouter(route_class=StrictRoute, tags=["Comparison"])


Variables = Annotated[Name, Query(description="A name of /v1/variables.", examples=["AMT_CREDIT"])]
Groups = Annotated[Name, Query(description="A name of /v1/groups.", examples=["all"])]
Criteria = Annotated[
    list[Name],
    Query(
        default_factory=list,
        max_length=20,
        description="Names of /v1/criteria: in what the group's clients are like this one.",
        examples=[["age", "income"]],
    ),
]


@router.get("/v1/clients/{client}/comparison", summary="One client among others", response_model=Comparison)
def compare(
    questions: Asked,
    client: Id,
    variable: Variables,
    group: Groups,
    criteria: Criteria,
) -> Answer:
    """One variable's distribution in a group and the client's place; no bands for a small group."""
    return Answer(questions.compare(client, variable, group, tuple(criteria)))


@router.get(
    "/v1/clients/{client}/comparisons",
    summary="One client among others, by several variables",
    response_model=tuple[Comparison, ...],
)
def compare_each(
    questions: Asked,
    client: Id,
    variables: Annotated[
        list[Name],
        Query(
            min_length=1,
            max_length=MOST_COMPARED,
            description="Names of /v1/variables.",
            examples=[["AMT_CREDIT", "AMT_ANNUITY"]],
        ),
    ],
    group: Groups,
    criteria: Criteria,
) -> Answer:
    """Each variable's distribution in one group and the client's place, in the order asked."""
    return Answer(questions.compare_each(client, tuple(variables), group, tuple(criteria)))


Told = Annotated[Language, Query(description="Of the words in the picture.")]


class Chart(Response):
    """A picture that stands alone."""

    media_type = "image/svg+xml"


class Image(Response):
    """The same picture in pixels."""

    media_type = "image/png"


@router.get(
    "/v1/clients/{client}/comparison.svg",
    summary="One client among others, drawn",
    response_class=Chart,
    responses={200: {"content": {Chart.media_type: {"schema": {"type": "string"}}}}},
)
def comparison_chart(
    questions: Asked,
    client: Id,
    variable: Variables,
    group: Groups,
    criteria: Criteria,
    language: Told = "fr",
) -> Chart:
    """The same comparison as one SVG picture, the client marked."""
    return Chart(drawn(questions.compare(client, variable, group, tuple(criteria)), language))


@router.get(
    "/v1/clients/{client}/comparison.png",
    summary="One client among others, drawn in pixels",
    response_class=Image,
    responses={200: {"content": {Image.media_type: {"schema": {"type": "string", "format": "binary"}}}}},
)
async def comparison_image(
    request: Request,
    questions: Asked,
    client: Id,
    variable: Variables,
    group: Groups,
    criteria: Criteria,
    language: Told = "fr",
) -> Image:
    """The same picture as PNG, at twice its size; few are drawn at once, and who waits holds no thread."""
    compared = await run_in_threadpool(questions.compare, client, variable, group, tuple(criteria))
    try:
        async with request.app.state.drawing:
            return Image(await run_in_threadpool(png, drawn(compared, language)))
    except TimeoutError:
        raise HTTPException(503, [BUSY], LATER) from None


@router.get("/v1/clients/{client}/pair", summary="One client among others by two variables", response_model=Pair)
def pair(
    questions: Asked,
    client: Id,
    across: Variables,
    up: Variables,
    group: Groups,
    criteria: Criteria,
) -> Answer:
    """How many clients of a group lie where, and the client's place; no cells of few clients."""
    return Answer(questions.pair(client, across, up, group, tuple(criteria)))


@router.get(
    "/v1/clients/{client}/neighbours", summary="The clients nearest to one", response_model=tuple[Neighbour, ...]
)
def neighbours(
    questions: Asked,
    client: Id,
    count: Annotated[int, Query(ge=1, le=MOST_NEIGHBOURS, description="Most clients to list."), DIGITS] = 10,
) -> Answer:
    """The clients nearest by what the model looks at, with what was decided and, where known, what came of it."""
    return Answer(questions.neighbours(client, count))


@router.post("/v1/comparison", summary="An application among others", response_model=Comparison)
def compare_of_case(questions: Asked, case: VariableCase) -> Answer:
    """The same of an application, a client with changes or a new one: its value among the published clients'."""
    return Answer(questions.compare(case.application(), case.variable, case.group, tuple(case.criteria)))


@router.post(
    "/v1/comparisons",
    summary="An application among others, by several variables",
    response_model=tuple[Comparison, ...],
)
def compare_each_of_case(questions: Asked, case: VariablesCase) -> Answer:
    """The same of an application, in the order asked."""
    return Answer(questions.compare_each(case.application(), tuple(case.variables), case.group, tuple(case.criteria)))


@router.post("/v1/pair", summary="An application among others by two variables", response_model=Pair)
def pair_of_case(questions: Asked, case: PairCase) -> Answer:
    """The same of an application."""
    return Answer(questions.pair(case.application(), case.across, case.up, case.group, tuple(case.criteria)))


@router.post("/v1/neighbours", summary="The clients nearest to an application", response_model=tuple[Neighbour, ...])
def neighbours_of_case(questions: Asked, case: NeighboursCase) -> Answer:
    """The clients nearest to an application; the client whom it changes is not among them."""
    return Answer(questions.neighbours(case.application(), case.count))


@router.get("/v1/variables", summary="What clients are compared on", response_model=tuple[Variable, ...])
def variables(questions: Asked) -> Answer:
    """Every variable a client can be compared on, in the order of the features."""
    return Answer(questions.variables())


@router.get("/v1/groups", summary="Whom clients are compared with", response_model=tuple[str, ...])
def groups(questions: Asked) -> Answer:
    """The groups a client can be compared with; the first is the default."""
    return Answer(questions.groups())


@router.get("/v1/criteria", summary="What clients can be alike in", response_model=tuple[Criterion, ...])
def criteria(questions: Asked) -> Answer:
    """What the clients of a group can be asked to have in common with the one at hand."""
    return Answer(questions.criteria())
