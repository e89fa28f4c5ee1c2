"""What FastAPI's own OpenAPI leaves out: an example per answer, and the problems of each route."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI

from scoring.api import examples
from scoring.api.problems import MEDIA, SCHEMA, UNKNOWN_NAME, problem

WORDS = "What is wrong, where, what is allowed and what to do, in one sentence."

UNSEEN = ("HTTPValidationError", "ValidationError")
"""FastAPI's own shapes of a refusal: they would echo what was sent, and no route answers so."""


def install(app: FastAPI) -> None:
    """Make the app document itself in full; the document is made once, when first asked for."""
    plain = app.openapi

    def documented() -> dict[str, Any]:
        if app.openapi_schema is None:
            complete(plain())
        return plain()

    app.openapi = documented  # type: ignore[method-assign]  # FastAPI's documented way


def complete(document: dict[str, Any]) -> None:
    """Add examples and problems to the document, in place.

    They are added here because FastAPI drops every null from what its routes declare, and null is
    how a client without history answers.
    """
    schemas = document["components"]["schemas"]
    for name in UNSEEN:
        schemas.pop(name, None)
    schemas["Problem"] = SCHEMA
    for path, operations in document["paths"].items():
        for operation in operations.values():
            _exemplify(operation)
            for status in _statuses(path, operation):
                operation["responses"][str(status)] = _failure(status)


def _exemplify(operation: dict[str, Any]) -> None:
    answer = operation["responses"]["200"]
    answer["description"] = "The answer."
    answer["content"]["application/json"]["example"] = _plain(examples.ANSWERS[operation["operationId"]])
    if "requestBody" in operation:
        also = examples.ALSO_ASKED.get(operation["operationId"], {})
        cases = {name: {"value": asdict(case) | also} for name, case in examples.APPLICATIONS.items()}
        operation["requestBody"]["content"]["application/json"]["examples"] = cases


def _statuses(path: str, operation: dict[str, Any]) -> Iterator[int]:
    if "requestBody" in operation:
        yield from (400, 404, 408, 413, 415, 422)
    elif "{" in path:
        yield from (404, 422)
    elif "parameters" in operation:
        yield 422
    yield 500


def _failure(status: int) -> dict[str, Any]:
    example = problem(status, [WORDS], UNKNOWN_NAME if status == 404 else None)
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": f"{example['title']}.", "content": {MEDIA: content}}


def _plain(example: Any) -> Any:
    if isinstance(example, tuple):
        return [_plain(one) for one in example]
    return example if isinstance(example, str | dict) else asdict(example)
