"""The outermost layer: every request has an id, is counted, and has one line in the log."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from scoring.api.exchange import CURRENT, Exchange, begun
from scoring.api.metrics import Metrics

LOG = logging.getLogger(__name__)

ID_HEADER, WITHHELD_HEADER = b"x-request-id", b"x-withheld"
NOT_ANSWERED = 499
"""What a request is counted as whose sender left, or whose answer broke off before it began."""

AWAITED = ("/ready", 503)
"""Route and status of a question whether all is loaded that is answered: not yet."""

UNMATCHED = "(none)"
"""The template of a path that no route has: the path itself may hold anything."""


class Recording:
    """Gives each request its id, counts it and logs it: by template, never by path, query or body.

    `awaited` where what started the service asks ten times a second whether it is ready: "not yet" has no line then.
    """

    def __init__(self, app: ASGIApp, metrics: Metrics, awaited: bool = False) -> None:
        self.app, self.metrics, self.awaited = app, metrics, awaited

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer by the app and record the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        exchange = begun(Headers(scope=scope).get(ID_HEADER.decode()))
        CURRENT.set(exchange)
        status, start = NOT_ANSWERED, time.perf_counter()

        async def recorded(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_told(exchange)]
            await send(message)

        try:
            await self.app(scope, receive, recorded)
        finally:
            self._record(scope, exchange, status, time.perf_counter() - start)

    def _record(self, scope: Scope, exchange: Exchange, status: int, seconds: float) -> None:
        route = template(scope)
        self.metrics.count(scope["method"], route, status, seconds)
        for decision in exchange.decisions:
            self.metrics.decided(decision)
        if LOG.isEnabledFor(logging.INFO) and not (self.awaited and (route, status) == AWAITED):
            LOG.info("request", extra={"request": line(scope["method"], route, status, seconds, exchange)})


def _told(exchange: Exchange) -> Iterator[tuple[bytes, bytes]]:
    """Give the headers by which an answer tells of its exchange."""
    yield ID_HEADER, exchange.id.encode()
    if exchange.withheld:
        yield WITHHELD_HEADER, ", ".join(exchange.withheld).encode()


def line(method: str, route: str, status: int, seconds: float, exchange: Exchange) -> dict[str, object]:
    """Give what the log says of one request."""
    return {
        "request": exchange.id,
        "method": method,
        "route": route,
        "status": status,
        "ms": round(seconds * 1000, 3),
        "actor": exchange.actor.name if exchange.actor else None,
    }


def template(scope: Scope) -> str:
    """Give the template of the route that was matched: "/v1/clients/{client}"."""
    return str(getattr(scope.get("route"), "path", UNMATCHED))
