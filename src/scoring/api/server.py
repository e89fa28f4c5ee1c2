"""Serving the API on this machine, and on no other address."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable

import uvicorn
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from scoring.api.app import make
from scoring.api.problems import answer, problem
from scoring.faults import Refused
from scoring.serving.questions import Questions

KEEP_ALIVE = 30
"""Seconds an idle connection stays open: longer than clients keep it, or they would reuse dead ones."""


def serve(
    questions: Questions,
    host: str = "127.0.0.1",
    port: int = 8900,
    listening: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; port 0 takes a free one, `listening` is told the address.

    Raises Refused for a host that is not loopback and for a port that cannot be had.
    """
    with bind(host, port) as bound:
        if listening is not None:
            listening(address(bound))
        with contextlib.suppress(KeyboardInterrupt):
            server(make(questions)).run(sockets=[bound])


def server(app: ASGIApp) -> uvicorn.Server:
    """Make the server of an app for sockets bound on loopback; it logs no request."""
    return uvicorn.Server(
        uvicorn.Config(
            LoopbackOnly(app),
            access_log=False,
            log_level="warning",
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=5,
            ws="none",
        )
    )


def bind(host: str, port: int) -> socket.socket:
    """Listen on a loopback host; raises Refused for another host, and for a port that cannot be had."""
    if not _loopback(host):
        raise Refused(
            f"The API answers on this machine only, not on {host}: "
            "it has no access control; use 127.0.0.1, ::1 or localhost."
        )
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        bound = socket.create_server((host, port), family=family)
    except (OSError, OverflowError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Refused(
            f"Port {port} on {host} cannot be had ({reason}): choose another, or stop the program that holds it."
        ) from error
    # Connections inherit it. Without, each answer waits 40 ms for the other side's acknowledgement:
    # asyncio sets it only on sockets that name their protocol, and these do not.
    bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return bound


def address(bound: socket.socket) -> str:
    """Give the URL of a bound socket."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


class LoopbackOnly:
    """Refuses requests that name another host: a web page may point its own name at this machine."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer 421 unless the Host header names this machine."""
        if scope["type"] == "http" and not _loopback(_named(Headers(scope=scope).get("host", ""))):
            refusal = problem(421, ["The API answers to this machine only: ask for 127.0.0.1."])
            await answer(refusal)(scope, receive, send)
        else:
            await self.app(scope, receive, send)


def _named(host: str) -> str:
    """Take the port off a Host header."""
    return host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]


def _loopback(host: str) -> bool:
    with contextlib.suppress(ValueError):
        return ipaddress.ip_address(host).is_loopback
    return host == "localhost"
