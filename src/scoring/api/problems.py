"""Every failure as an RFC 9457 problem: what is wrong, never what was sent."""

from __future__ import annotations

import json
import logging
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException
from starlette.responses import Response

from scoring.api.places import Places
from scoring.faults import Refused, Unavailable, UnknownName

LOG = logging.getLogger(__name__)

MEDIA = "application/problem+json"
TYPE = "urn:scoring:problem:"
UNKNOWN_NAME = f"{TYPE}unknown-name"
OTHER_SITE = f"{TYPE}not-for-another-site"

MOST_FAULTS = 100
"""Faults listed in one answer; a body with more is not mended one fault at a time."""

TITLES = {
    400: "Not a readable request",
    401: "Not shown who asks",
    403: "Not for this role",
    404: "No such route",
    405: "Method not allowed",
    408: "Body too slow",
    413: "Body too large",
    415: "Not JSON",
    421: "Not meant for this address",
    422: "Refused",
    429: "Too many requests",
    500: "Failed",
    503: "Not now",
}
KINDS = {UNKNOWN_NAME: "Unknown name", OTHER_SITE: "Not for another site"}
"""The titles of those that say more than their status does."""
SENTENCES = {
    404: "There is no such route; /docs lists them all.",
    405: "This route does not take that method; /docs says which it takes.",
}
AWAY = "The service cannot read or write now what it needs to answer: ask again in a moment."
LATER = {"retry-after": "5"}
MUST = {
    "blank": "must not be empty",
    "cell": "must be a number, a text or null",
    "cell_size": "must lie between -2**53 and 2**53",
    "dict_type": "must be an object",
    "extra_forbidden": "is not known here: remove it",
    "greater_than_equal": "must be {ge} or more",
    "bool_type": "must be true or false",
    "bool_parsing": "must be true or false",
    "finite_number": "must be a finite number",
    "float_parsing": "must be a number",
    "float_type": "must be a number",
    "greater_than": "must be more than {gt}",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_parsing_size": "must be a whole number of a reasonable size",
    "int_type": "must be a whole number",
    "less_than_equal": "must be {le} or less",
    "literal_error": "must be {expected}",
    "list_type": "must be a list",
    "missing": "is missing: give it",
    "model_attributes_type": "must be an object",
    "row_alone": "must hold features alone, or an application and a base without them",
    "row_empty": "must hold features: every one that the model uses",
    "string_pattern_mismatch": "must hold digits only",
    "string_type": "must be a text",
    "string_too_long": "must have {max_length} characters or fewer",
    "too_short": "must have {min_length} members or more",
    "too_long": "must have {max_length} members or fewer",
}
"""What each kind of misshapen input must be, by pydantic's name of the kind."""

SCHEMA: dict[str, Any] = {
    "title": "Problem",
    "type": "object",
    "required": ["type", "title", "status", "detail", "faults"],
    "properties": {
        "type": {"type": "string", "description": "Names the kind of problem."},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "faults": {
            "type": "array",
            "items": {"type": "string"},
            "description": "One sentence per fault, all at once.",
        },
        "instance": {
            "type": "string",
            "description": "Its id in the log, when the service failed.",
        },
    },
}


def problem(status: int, faults: Iterable[str], kind: str | None = None, **more: str) -> dict[str, Any]:
    """Say one failure as problem members; `kind` is its type, by default that of the status."""
    listed = tuple(faults)
    if len(listed) > MOST_FAULTS:
        listed = (*listed[:MOST_FAULTS], unlisted(len(listed) - MOST_FAULTS))
    title = KINDS.get(kind or "") or TITLES.get(status, "Not answered")
    return {
        "type": kind or TYPE + title.lower().replace(" ", "-"),
        "title": title,
        "status": status,
        "detail": listed[0] if len(listed) == 1 else f"{len(listed)} faults: see 'faults'.",
        "faults": listed,
        **more,
    }


def unlisted(count: int) -> str:
    """Say how many faults there are beside those that are listed."""
    return "1 more fault is not listed." if count == 1 else f"{count} more faults are not listed."


def answer(members: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Turn problem members into the response."""
    return Response(json.dumps(members), members["status"], headers, MEDIA)


def install(app: FastAPI, routers: Iterable[APIRouter]) -> None:
    """Make every failure of the app, its own and the framework's, a problem; `routers` say which methods there are."""
    app.state.methods = _methods(routers)
    app.exception_handler(Refused)(_refused)
    app.exception_handler(Unavailable)(_unavailable)
    app.exception_handler(RequestValidationError)(_misshapen)
    app.exception_handler(HTTPException)(_http)


async def _refused(_: Request, error: Refused) -> Response:
    if isinstance(error, UnknownName):
        return answer(problem(404, error.faults, UNKNOWN_NAME))
    return answer(problem(422, error.faults))


async def _unavailable(_: Request, error: Unavailable) -> Response:
    """Say that it can be asked again; what does not answer, and where, stands in the log alone."""
    instance = uuid.uuid4().urn
    LOG.error("%s unavailable: %s", instance, error)
    return answer(problem(503, [AWAY], instance=instance), LATER)


async def _misshapen(_: Request, error: RequestValidationError) -> Response:
    places = Places(error.body)
    return answer(problem(422, dict.fromkeys(_sentence(fault, places) for fault in error.errors())))


async def _http(request: Request, error: HTTPException) -> Response:
    own: Any = error.detail  # ours are lists of sentences; the framework's text is not passed on
    sentence = SENTENCES.get(error.status_code, "The request cannot be read; /docs says how to ask.")
    faults = own if isinstance(own, list) else [sentence]
    # The framework names the methods of the first route of a path alone: a path may have several.
    path = getattr(request.scope.get("route"), "path", None)
    allowed = request.app.state.methods.get(path) if error.status_code == 405 else None
    return answer(problem(error.status_code, faults), {"Allow": allowed} if allowed else error.headers)


def _methods(routers: Iterable[APIRouter]) -> dict[str, str]:
    """List the methods of each path, as the header Allow wants them."""
    methods: dict[str, set[str]] = {}
    for route in (route for router in routers for route in router.routes if isinstance(route, APIRoute)):
        methods.setdefault(route.path, set()).update(route.methods or ())
    return {path: ", ".join(sorted(of)) for path, of in methods.items()}


def _sentence(fault: Mapping[str, Any], places: Places) -> str:
    """Say one fault of pydantic's without the value that it carries."""
    where = places.said(fault["loc"])
    must = MUST.get(fault["type"], "is not as /docs describes it")
    return f"{where} {must.format(**fault.get('ctx', {}))}."
