"""Reading a JSON body strictly: what JSON leaves open, a lender must not guess."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable, Coroutine
from typing import Annotated, Any, NoReturn

from fastapi import Request
from fastapi.exceptions import HTTPException
from fastapi.routing import APIRoute
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    WithJsonSchema,
)
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from scoring.api.access.policy import OPEN, may
from scoring.api.crowd import CLOSE
from scoring.api.exchange import CURRENT
from scoring.api.strict import EXACT, strict_json
from scoring.serving.questions import (
    MOST_APPLICATIONS,
    MOST_CLIENTS,
    Act,
    ActKind,
    Application,
    Base,
    Decision,
    Leaning,
)

LARGEST = 1024 * 1024
"""Bytes of a body: the longest histories known, all six of them, take some 700 kB."""

LARGEST_BATCH = 8 * LARGEST
"""Bytes of a body of many applications: a thousand with every field take some 4 MB."""

DRAINED = 8
"""Times as many bytes are read, and not kept, of a body too large: honest senders first send, then read."""


def _cell(value: object) -> object:
    # Before the union: it would take True for 1.0.
    if isinstance(value, int | float) and not isinstance(value, bool):
        if abs(value) > EXACT:
            raise PydanticCustomError("cell_size", "must lie between -2**53 and 2**53")
        return value
    if value is None or isinstance(value, str):
        return value
    raise PydanticCustomError("cell", "must be a number, a text or null")


def _whole(value: object) -> object:
    # JSON has one kind of number: 900017.0 is 900017.
    return int(value) if isinstance(value, float) and value.is_integer() else value


# What Python and what JSON Schema take for space differs: here it is both.
SAYS = r"[^\s\x1c-\x1f\x85\ufeff]"


def _said(value: str) -> str:
    if not re.search(SAYS, value):
        raise PydanticCustomError("blank", "must not be empty")
    return value


WHOLE = BeforeValidator(_whole)
Client = Annotated[int, Field(ge=0, le=EXACT), WHOLE]
Said = Annotated[str, AfterValidator(_said), WithJsonSchema({"type": "string", "pattern": SAYS, "maxLength": 10_000})]
"""A text that says something."""
NUMBER = {"type": "number", "minimum": -EXACT, "maximum": EXACT}
Cell = Annotated[
    float | str | None,
    BeforeValidator(_cell),
    WithJsonSchema({"anyOf": [NUMBER, {"type": "string"}, {"type": "null"}]}),
]

SAYS_SOMETHING: JsonDict = {
    "anyOf": [
        {"required": ["client"], "properties": {"client": {"type": "integer"}}},
        {"required": ["fields"], "properties": {"fields": {"type": "object", "minProperties": 1}}},
    ]
}
"""A client, or the fields of an application."""

AMENDS_SOMETHING: JsonDict = {
    "anyOf": [
        {"required": [name], "properties": {name: {"type": "object", "minProperties": 1}}}
        for name in ("fields", "histories")
    ],
}
"""Fields of an application, or histories."""


class Case(BaseModel):
    """A case to score: a known client, with changes or not, or a new application."""

    model_config = ConfigDict(extra="forbid", strict=True, json_schema_extra=SAYS_SOMETHING)

    client: Client | None = Field(None, description="A client of the store; absent for a new application.")
    fields: dict[str, Cell] = Field(
        default_factory=dict,
        description="Columns of the application table; they replace the client's own.",
    )
    histories: dict[str, list[dict[str, Cell]]] = Field(
        default_factory=dict,
        description="Rows by history table; they replace the client's rows of the tables given.",
    )

    def application(self) -> Application:
        """Give the case as the question that `serving` takes."""
        return Application(self.client, self.fields, self.histories)


class File(Case):
    """What is added to a client's file, or corrected in it; the path names the client."""

    model_config = ConfigDict(json_schema_extra=AMENDS_SOMETHING)


class Item(Case):
    """A case among others: one that says nothing is refused in its place."""

    model_config = ConfigDict(json_schema_extra={})


class Batch(BaseModel):
    """Applications to score at once."""

    model_config = ConfigDict(extra="forbid", strict=True)

    applications: list[Item] = Field(
        max_length=MOST_APPLICATIONS, description="Each is answered, or refused with its faults, in its place."
    )


class Ids(BaseModel):
    """Clients of the store to ask for at once."""

    model_config = ConfigDict(extra="forbid", strict=True)

    clients: list[Client] = Field(max_length=MOST_CLIENTS, description="Ids; one that is there twice is answered once.")


class ExplainedCase(Case):
    """A case, and where its explanation starts."""

    base: Base = Field("all", description="Whose mean is the base of the contributions: all or accepted clients.")


class WhatIfCase(ExplainedCase):
    """A case, and what is to be changed of it."""

    changes: dict[str, Cell] = Field(
        default_factory=dict,
        description="Columns of /v1/changeable, laid over the case.",
    )


class MapCase(Case):
    """A case, and how fine its map is."""

    steps: Annotated[int, WHOLE] = Field(20, ge=2, le=40, description="Amounts and durations of the map.")


class Acted(BaseModel):
    """What a person did about a client; what its kind does not have is absent."""

    model_config = ConfigDict(extra="forbid", strict=True)

    kind: ActKind
    refers: Annotated[int, Field(ge=1, le=EXACT), WHOLE] | None = Field(
        None, description="The number of the record that it answers."
    )
    outcome: Decision | None = None
    opinion: Leaning | None = Field(None, description="What the person thought before they saw the score.")
    code: str | None = Field(None, max_length=40, description="Why a decision is overridden: one of the file's codes.")
    agrees: bool | None = None
    text: str | None = Field(None, max_length=10_000)
    what: str | None = Field(None, max_length=40, description="What was given in writing: letter or file.")
    before: dict[str, Cell] | None = Field(None, description="Fields as they were, by name.")
    after: dict[str, Cell] | None = Field(None, description="The same fields as they ought to be.")
    sha256: str | None = Field(None, max_length=64, description="Of what was given in writing: that of its HTML.")

    def act(self) -> Act:
        """Give the act as the question that `serving` takes."""
        return Act(**dict(self))


class Signing(BaseModel):
    """Another cost ratio, signed."""

    model_config = ConfigDict(extra="forbid", strict=True)

    cost_ratio: float = Field(
        gt=0, le=1000, allow_inf_nan=False, description="Cost of a default in units of a good client refused."
    )
    text: Said = Field(description="Why.", max_length=10_000)


class StrictRequest(Request):
    """A request whose body is bounded in size and time and read as strict JSON."""

    largest = LARGEST

    async def body(self) -> bytes:
        """Receive the body; 408, 413 or 415 when it is too slow, too large or not JSON."""
        if not hasattr(self, "_body"):
            kind = self.headers.get("content-type", "").partition(";")[0].strip().lower()
            if kind != "application/json":
                _refuse(415, "The body must be JSON: set Content-Type to application/json.", CLOSE)
            seconds: float = self.app.state.settings.body_seconds
            try:
                with self.app.state.receiving:
                    async with asyncio.timeout(seconds):
                        self._body = await self._received()
            except TimeoutError:
                _refuse(408, f"The body did not arrive within {seconds:g} s: send it again.", CLOSE)
        return self._body

    async def _received(self) -> bytes:
        body, size = bytearray(), 0
        async for chunk in self.stream():
            size += len(chunk)
            if size <= self.largest:
                body += chunk
            elif size > DRAINED * self.largest:
                break
        if size > self.largest:
            _refuse(413, f"The body may have at most {self.largest} bytes: send less history.", CLOSE)
        if not body:
            _refuse(400, "The body is empty: send a JSON object.")
        return bytes(body)

    async def json(self) -> Any:
        """Read the body as JSON; 400 when it is none, 422 when it says two things or nothing exact."""
        return strict_json(await self.body())


class StrictRoute(APIRoute):
    """A route that asks whether it may be asked, and reads its body as `request` does."""

    request: type[StrictRequest] = StrictRequest

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Wrap FastAPI's handler so that it sees a strict request."""
        handle = super().get_route_handler()

        async def strict(request: Request) -> Response:
            actor = CURRENT.get().actor
            if actor is None and self.path not in OPEN:
                raise RuntimeError("no layer said who asks")
            if actor is not None and not may(actor.roles, self.name):
                _refuse(403, f"The role {' or '.join(actor.roles)} may not ask this: docs/api.md says which may.")
            return await handle(self.request(request.scope, request.receive))

        return strict


class LargeRequest(StrictRequest):
    """A strict request whose body holds many applications."""

    largest = LARGEST_BATCH


class LargeRoute(StrictRoute):
    """A strict route whose body holds many applications."""

    request = LargeRequest


def _refuse(status: int, fault: str, headers: dict[str, str] | None = None) -> NoReturn:
    raise HTTPException(status, [fault], headers)
