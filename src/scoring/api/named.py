"""The layer that answers by this machine's own names alone, or by those it was given."""

from __future__ import annotations

from functools import lru_cache

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.api.problems import answer, problem
from scoring.settings import is_loopback

KNOWN = 100
"""Names that requests were sent to of which is remembered whether they are this machine."""


class Named:
    """Refuses requests that name another host: a web page may point its own name at this machine."""

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...] = ()) -> None:
        self.app, self.hosts = app, hosts
        self._is_loopback = lru_cache(KNOWN)(is_loopback)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 unless the Host header names this machine."""
        if scope["type"] == "http" and not self._is_ours(_name(Headers(scope=scope).get("host", ""))):
            refusal = problem(421, ["The API does not answer by this name: ask for 127.0.0.1, or set SCORING_HOSTS."])
            await answer(refusal)(scope, receive, send)
        else:
            await self.app(scope, receive, send)

    def _is_ours(self, name: str) -> bool:
        return name.lower() in self.hosts or self._is_loopback(name)


def _name(host: str) -> str:
    """Take the port off a Host header."""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
