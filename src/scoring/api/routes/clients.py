"""Who answers, and who is asked about."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from scoring.api.asking import DIGITS, Answer, Asked, Id, Name, read
from scoring.api.body import StrictRoute
from scoring.api.strict import EXACT
from scoring.serving.questions import (
    About,
    Case,
    Client,
    ClientPage,
    Decision,
    Field,
    Filters,
    Lists,
    Matches,
    Timeline,
)

Share = Annotated[float | None, Query(ge=0, le=1, allow_inf_nan=False)]
Digits = Annotated[str, Query(pattern=r"^[0-9\s]*$", max_length=40)]
Money = Annotated[float | None, Query(ge=0, allow_inf_nan=False)]

router = APIRouter(route_class=StrictRoute, tags=["Clients"])


@router.get("/v1/about", summary="Which model and store answer", response_model=About)
def about(questions: Asked) -> Answer:
    """The model, the store and the policy they carry: threshold and cost ratio."""
    return Answer(questions.about())


@router.get("/v1/clients", summary="Find clients by their id", response_model=Matches)
def find(
    questions: Asked,
    contains: Annotated[Digits, Query(description="Digits of the id; spaces are ignored.", examples=["9000"])] = "",
    begins: Annotated[Digits, Query(description="Digits that the id begins with.", examples=["9"])] = "",
    offset: Annotated[int, Query(ge=0, le=EXACT, description="Ids to leave out."), DIGITS] = 0,
    limit: Annotated[int, Query(ge=1, le=100, description="Most ids to list."), DIGITS] = 20,
) -> Answer:
    """How many clients match and some of them: ids that begin with what they contain first, then in order."""
    return Answer(questions.find("".join(contains.split()), limit, offset, "".join(begins.split())))


@router.get("/v1/clients/{client}", summary="One client's data", response_model=Client)
async def client(questions: Asked, client: Id) -> Answer:
    """The descriptive fields of the client's application; null where not known."""
    return await read(lambda: questions.client(client))


@router.get("/v1/clients/{client}/case", summary="What is opened of one client", response_model=Case)
async def case(questions: Asked, client: Id) -> Answer:
    """The client's data, score, contributions and reasons together; recorded as each of them is."""
    return await read(lambda: questions.case(client))


@router.get("/v1/clients/{client}/features", summary="What is computed of one client", response_model=tuple[Field, ...])
def features(
    questions: Asked,
    client: Id,
    section: Annotated[
        Name | None, Query(description="A section, as the answers name it; without it, all.", examples=["elsewhere"])
    ] = None,
) -> Answer:
    """The features computed of the client, with the table they come from; null where not known."""
    return Answer(questions.features(client, section))


@router.get("/v1/clients/{client}/timeline", summary="One client's past credits and payments", response_model=Timeline)
def timeline(questions: Asked, client: Id) -> Answer:
    """Days and months from the application, negative before it; empty lists for a client without history."""
    return Answer(questions.timeline(client))


@router.get("/v1/lists", summary="What clients can be listed by", response_model=Lists)
def lists(questions: Asked) -> Answer:
    """Names of the declared lists, and of what sorts them."""
    return Answer(questions.lists())


@router.get("/v1/lists/clients", summary="A list of clients", response_model=ClientPage)
def list_clients(
    questions: Asked,
    list: Annotated[Name, Query(description="A list of /v1/lists.", examples=["to_review"])] = "all",
    decision: Decision | None = None,
    least_probability: Share = None,
    most_probability: Share = None,
    least_income: Money = None,
    most_income: Money = None,
    least_amount: Money = None,
    most_amount: Money = None,
    sort: Annotated[Name, Query(description="An order of /v1/lists.", examples=["probability"])] = "probability",
    descending: bool = True,
    offset: Annotated[int, Query(ge=0, le=EXACT, description="Lines to leave out."), DIGITS] = 0,
    limit: Annotated[int, Query(ge=1, le=100, description="Most lines to give."), DIGITS] = 20,
) -> Answer:
    """Clients of a declared list, narrowed and sorted, some lines at a time; unknown values come last."""
    filters = Filters(
        name=list,
        decision=decision,
        least_probability=least_probability,
        most_probability=most_probability,
        least_income=least_income,
        most_income=most_income,
        least_amount=least_amount,
        most_amount=most_amount,
    )
    return Answer(questions.list_clients(filters, sort, descending, offset, limit))
