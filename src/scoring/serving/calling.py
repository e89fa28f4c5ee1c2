"""Calls of the API: requests sent, answers rebuilt, faults raised as what they mean."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Sequence
from typing import TypeVar, cast

import httpx

from scoring.serving.questions import Application, Subject
from scoring.serving.wire import Unreachable, body, rebuilt, refuse, who

Answer = TypeVar("Answer")


class Calling:
    """What every question of `http` does: it knows how to ask, and no route."""

    def __init__(
        self, url: str, timeout: float = 10.0, key: str = "", user: str = "", roles: Sequence[str] = ()
    ) -> None:
        # httpx logs the address of every request, and addresses hold client ids.
        for name in ("httpx", "httpcore"):
            logging.getLogger(name).setLevel(logging.WARNING)
        # No proxy from the environment stands between two processes of one machine;
        # certificates are loaded (80 ms) only where there are any to verify.
        secure = url.startswith("https:")
        headers = who(key, user, roles)
        self._http = httpx.Client(base_url=url, timeout=timeout, trust_env=False, verify=secure, headers=headers)

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _get(self, kind: type[Answer], path: str, **parameters: str | float | Sequence[str] | None) -> Answer:
        """Ask by GET; a parameter that is None is not sent."""
        given = {name: value for name, value in parameters.items() if value is not None}
        return self._asked(kind, self._http.build_request("GET", path, params=given))

    def _of_subject(
        self, kind: type[Answer], subject: Subject, what: str, **given: str | float | Sequence[str]
    ) -> Answer:
        """Ask the same about a client, by id, or about an application, which is sent."""
        if isinstance(subject, Application):
            return self._post(kind, f"/v1/{what}", subject, **given)
        return self._get(kind, f"/v1/clients/{subject:d}/{what}", **given)

    def _post(self, kind: type[Answer], path: str, application: Application, **given: object) -> Answer:
        return self._sent_json(kind, path, body(application, given))

    def _sent_json(self, kind: type[Answer], path: str, content: bytes, method: str = "POST") -> Answer:
        json_type = {"content-type": "application/json"}
        return self._asked(kind, self._http.build_request(method, path, content=content, headers=json_type))

    def _asked(self, kind: type[Answer], request: httpx.Request) -> Answer:
        response = self._answered(request)
        try:
            return cast(Answer, rebuilt(kind, response.json()))
        except (ValueError, KeyError, TypeError):
            raise Unreachable("The scoring process answers in a form of another version.") from None

    def _answered(self, request: httpx.Request) -> httpx.Response:
        response = self._sent(request)
        if response.status_code != httpx.codes.OK:
            refuse(response)
        return response

    def _sent(self, request: httpx.Request, stream: bool = False) -> httpx.Response:
        request.headers["x-request-id"] = uuid.uuid4().hex
        try:
            return self._http.send(request, stream=stream)
        except httpx.TimeoutException:
            seconds = self._http.timeout.read
            raise Unreachable(f"The scoring process did not answer within {seconds:g} s.") from None
        except httpx.TransportError:
            raise Unreachable(f"No scoring process answers at {self._http.base_url}.") from None
