"""The shapes of the JSON bodies that routes take."""

from __future__ import annotations

import re
from typing import Annotated

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

from scoring.api.strict import EXACT
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
from scoring.serving.questions.comparison import MOST_COMPARED, MOST_NEIGHBOURS


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
Name = Annotated[str, Field(max_length=200)]
"""Of something that is declared."""
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


class ComparedCase(Case):
    """A case, and with whom it is compared."""

    group: Name = Field(description="A name of /v1/groups.")
    criteria: list[Name] = Field(
        default_factory=list,
        max_length=20,
        description="Names of /v1/criteria: in what the group's clients are like this case.",
    )


class VariableCase(ComparedCase):
    """A case compared by one variable."""

    variable: Name = Field(description="A name of /v1/variables.")


class VariablesCase(ComparedCase):
    """A case compared by several variables."""

    variables: list[Name] = Field(min_length=1, max_length=MOST_COMPARED, description="Names of /v1/variables.")


class PairCase(ComparedCase):
    """A case compared by two variables at once."""

    across: Name = Field(description="A name of /v1/variables.")
    up: Name = Field(description="A name of /v1/variables.")


class NeighboursCase(Case):
    """A case, and how many clients near it are asked for."""

    count: Annotated[int, WHOLE] = Field(10, ge=1, le=MOST_NEIGHBOURS, description="Most clients to list.")


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
