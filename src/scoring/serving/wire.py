"""What travels between the API and its client: questions as JSON, and answers and faults rebuilt from it.

Answers are rebuilt with the standard library: pydantic would cost each page's kernel 0.2 s and 8 MB.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from functools import cache
from types import NoneType
from typing import Any, NoReturn, get_args, get_origin, get_type_hints

import httpx

from scoring.faults import Refused, Unavailable, UnknownName
from scoring.serving.questions import Act, Application, Record

LATER = (httpx.codes.REQUEST_TIMEOUT, httpx.codes.TOO_MANY_REQUESTS, httpx.codes.SERVICE_UNAVAILABLE)
"""Statuses of what is not at fault, and may be asked again in a moment."""

UNKNOWN_NAME = "urn:scoring:problem:unknown-name"
PROBLEM = "application/problem+json"


class Unreachable(Unavailable):
    """The scoring process does not answer, answers too late, or failed; one sentence says which."""


def who(key: str, user: str, roles: Sequence[str]) -> dict[str, str]:
    """Give the headers that show who asks."""
    headers = {"authorization": f"Bearer {key}", "x-scoring-user": user, "x-scoring-roles": ",".join(roles)}
    return {name: value for name, value in headers.items() if value not in ("", "Bearer ")}


def body(application: Application, more: Mapping[str, object]) -> bytes:
    """Write an application and what else is asked of it. Raises Refused for a number that is not finite."""
    return _json({**more, **_case(application)})


def batch(applications: Sequence[Application]) -> bytes:
    """Write many applications. Raises Refused for a number that is not finite."""
    return _json({"applications": [_case(one) for one in applications]})


def _case(application: Application) -> dict[str, object]:
    histories = {name: [dict(row) for row in rows] for name, rows in application.histories.items()}
    return {"client": application.client, "fields": dict(application.fields), "histories": histories}


def feature_row(features: Record, explain: bool) -> bytes:
    """Write a feature row. Raises Refused for a number that is not finite."""
    return _json({"features": dict(features), "explain": explain})


def acted(act: Act) -> bytes:
    """Write what an act has; raises Refused for a number that is not finite."""
    return _json({name: value for name, value in vars(act).items() if value is not None})


def signing(cost_ratio: float, text: str) -> bytes:
    """Write a cost policy to sign; raises Refused for a number that is not finite."""
    return _json({"cost_ratio": cost_ratio, "text": text})


def _json(members: Mapping[str, object]) -> bytes:
    try:
        return json.dumps(members, allow_nan=False).encode()
    except ValueError:
        raise Refused("A number is not finite: give None for a value that is not known.") from None


def refuse(response: httpx.Response) -> NoReturn:
    """Raise what the API's problem means; one that is not the API's means no scoring process."""
    status = response.status_code
    problem = _problem(response)
    if status in LATER and problem.get("faults"):
        raise Unreachable(problem["faults"][0])
    if status >= 500:
        named = f" (its log knows it as {problem['instance']})" if "instance" in problem else ""
        raise Unreachable(f"The scoring process failed to answer{named}.")
    faults = problem.get("faults", [])
    if status == 404 and problem.get("type") == UNKNOWN_NAME:
        raise UnknownName(faults)
    if status == 404 or status < 400 or not faults:
        raise Unreachable(f"What answers at {response.url.copy_with(raw_path=b'/')} is not the scoring API.")
    raise Refused(faults)


def _problem(response: httpx.Response) -> Mapping[str, Any]:
    try:
        problem = response.json() if response.headers.get("content-type") == PROBLEM else {}
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def rebuilt(kind: Any, data: Any) -> Any:
    """Build a dataclass of `questions`, or a tuple of them, from its JSON.

    Members that this version does not know are left out; raises KeyError for one that is missing.
    """
    if NoneType in get_args(kind):  # `Offer | None`, where there is one
        if data is None:
            return None
        kind = next(one for one in get_args(kind) if one is not NoneType)
    if is_dataclass(kind):
        made: Any = kind
        return made(**{name: rebuilt(hint, data[name]) for name, hint in _hints(made).items()})
    if get_origin(kind) is tuple:
        return tuple(rebuilt(get_args(kind)[0], one) for one in data)
    return data


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)
