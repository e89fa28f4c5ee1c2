"""The body of a live score: an application, or a feature row in place of one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, Self

from pydantic import ConfigDict, Field, ValidatorFunctionWrapHandler, WrapValidator, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from scoring.api.shapes import Cell, ExplainedCase
from scoring.api.strict import EXACT

NO_ROW: JsonDict = {"features": {"type": "null"}}
NO_CASE: JsonDict = {
    "client": {"type": "null"},
    "fields": {"maxProperties": 0},
    "histories": {"maxProperties": 0},
    "base": {"enum": ["all"]},
}
ASKS_SOMETHING: JsonDict = {
    "anyOf": [
        {"required": ["client"], "properties": {"client": {"type": "integer"}, **NO_ROW}},
        {"required": ["fields"], "properties": {"fields": {"type": "object", "minProperties": 1}, **NO_ROW}},
        {"required": ["features"], "properties": {"features": {"type": "object", "minProperties": 1}, **NO_CASE}},
    ]
}
"""A client, the fields of an application, or a feature row alone."""


def _row(given: object, one_by_one: ValidatorFunctionWrapHandler) -> Any:
    # There are hundreds of values: each is looked at by itself only where one is wrong, to say which.
    return given if isinstance(given, dict) and _plain(given.values()) else one_by_one(given)


def _plain(values: Collection[Any]) -> bool:
    numbers = [value for value in values if value is not None and type(value) is not str]
    return (
        NUMBERS.issuperset(map(type, numbers)) and -EXACT <= min(numbers, default=0) <= max(numbers, default=0) <= EXACT
    )


NUMBERS = frozenset((float, int))


class Asking(ExplainedCase):
    """A case to score, or a feature row in place of one."""

    model_config = ConfigDict(json_schema_extra=ASKS_SOMETHING)

    features: Annotated[dict[str, Cell], WrapValidator(_row)] | None = Field(
        None, description="A feature row: every feature that the model uses, by name; null where not known."
    )
    explain: bool = Field(False, description="Whether a feature row is explained; applications always are.")

    @model_validator(mode="after")
    def alone(self) -> Self:
        """Refuse a feature row that stands beside an application or another base, or is empty."""
        beside = self.client is not None or self.fields or self.histories or self.base != "all"
        if self.features is not None and beside:
            raise PydanticCustomError("row_alone", "features stand alone")
        if self.features == {}:
            raise PydanticCustomError("row_empty", "features are empty")
        return self
