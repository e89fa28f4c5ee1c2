"""What FastAPI's own OpenAPI leaves out: both languages, an example per answer, the problems of each route, keys."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from fastapi import FastAPI

from scoring.api import examples, sent
from scoring.api.access.policy import OPEN
from scoring.api.problems import MEDIA, SCHEMA, UNKNOWN_NAME, problem
from scoring.words import LANGUAGES, words

WORDS = "What is wrong, where, what is allowed and what to do, in one sentence."

UNSEEN = ("HTTPValidationError", "ValidationError")
"""FastAPI's own shapes of a refusal: they would echo what was sent, and no route answers so."""

NAMES = ("list", "variable")
"""Parameters that name something declared."""

KEY = {"type": "http", "scheme": "bearer"}


def description() -> str:
    """Say what the API is, in every language."""
    return said("description")


def said(key: str) -> str:
    """Give a text of the API in every language, English first: one document serves all readers."""
    return "\n\n".join(words(language).text(f"api.{key}") for language in reversed(LANGUAGES))


def install(app: FastAPI) -> None:
    """Make the app document itself in full; the document is made once, when first asked for."""
    plain = app.openapi

    def documented() -> dict[str, Any]:
        if app.openapi_schema is None:
            complete(plain())
        return plain()

    app.openapi = documented  # type: ignore[method-assign]  # FastAPI's documented way


def complete(document: dict[str, Any]) -> None:
    """Add words, examples, problems and keys to the document, in place.

    They are added here because FastAPI drops every null from what its routes declare, and null is
    how a client without history answers.
    """
    schemas = document["components"]["schemas"]
    for name in UNSEEN:
        schemas.pop(name, None)
    schemas["Problem"] = SCHEMA
    document["components"]["securitySchemes"] = {"key": KEY | {"description": said("key")}}
    document["security"] = [{"key": []}]
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["description"] = said(operation["operationId"])
            if path in OPEN:
                operation["security"] = []
            _exemplify(operation)
            for status in _statuses(path, operation):
                operation["responses"][str(status)] = _failure(status)


def _exemplify(operation: dict[str, Any]) -> None:
    answer = operation["responses"]["200"]
    answer["description"] = "The answer."
    example = examples.ANSWERS.get(operation["operationId"])
    if example is not None:  # the others are files, and bring their examples
        for content in answer["content"].values():
            content["example"] = _plain(example)
    if "requestBody" in operation:
        bodies = sent.BODIES[operation["operationId"]]
        cases = {name: {"value": _plain(case)} for name, case in bodies.items()}
        operation["requestBody"]["content"]["application/json"]["examples"] = cases


def _statuses(path: str, operation: dict[str, Any]) -> Iterator[int]:
    if "requestBody" in operation:
        yield from (400, 404, 408, 413, 415, 422)
    elif "{" in path:
        yield from (404, 422)
    elif "parameters" in operation:
        if any(parameter["name"] in NAMES for parameter in operation["parameters"]):
            yield 404
        yield 422
    if path not in OPEN:
        yield from (401, 403, 429)
    yield from (500, 503)


def _failure(status: int) -> dict[str, Any]:
    example = problem(status, [WORDS], UNKNOWN_NAME if status == 404 else None)
    content = {"schema": {"$ref": "#/components/schemas/Problem"}, "example": example}
    return {"description": f"{example['title']}.", "content": {MEDIA: content}}


def _plain(example: Any) -> Any:
    if isinstance(example, tuple):
        return [_plain(one) for one in example]
    return example if isinstance(example, str | dict) else asdict(example)
