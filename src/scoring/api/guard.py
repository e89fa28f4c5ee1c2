"""The outermost layer of the app: what must hold for every answer, whatever happens inside."""

from __future__ import annotations

import logging
import uuid

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scoring.api.log import places
from scoring.api.problems import answer, problem

LOG = logging.getLogger(__name__)

HEADERS = (
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
)
"""Sent with every answer that does not say otherwise. No other site is allowed anything: there is no CORS."""


class Guard:
    """Turns the unexpected into a 500 that says nothing of it, and closes every answer to caches and other sites."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the app; with a 500 when it raises before it has answered, and with no more than it sent after."""
        started = False

        async def guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                said = {name for name, _ in message["headers"]}
                message["headers"] = [*message["headers"], *(one for one in HEADERS if one[0] not in said)]
            await send(message)

        try:
            await self.app(scope, receive, guarded)
        except Exception as error:
            if scope["type"] != "http":
                raise
            members = failed(error)
            if not started:
                await answer(members)(scope, receive, guarded)
            # Else nothing ends the answer: the server closes the connection, and who asked knows that it is not whole.


def failed(error: Exception) -> dict[str, object]:
    """Log an unexpected exception under a new id and give the problem that names the id.

    The log says where and which type, never the message: it may hold what a client sent.
    """
    instance = uuid.uuid4().urn
    LOG.error("%s failed\n%s", instance, "".join(places(error)))
    fault = "The service failed to answer; its log says where, under the id in 'instance'."
    return problem(500, [fault], instance=instance)
