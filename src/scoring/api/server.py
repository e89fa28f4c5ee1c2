"""Serving the API: to this machine, or to all who show who they are."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable

import uvicorn
from fastapi import FastAPI
from starlette.types import ASGIApp

from scoring.api.access import Door
from scoring.api.app import make
from scoring.api.connection import PART, patient
from scoring.api.log import logging_to_stderr
from scoring.faults import Refused
from scoring.serving.questions import Questions
from scoring.serving.recording import Recorder
from scoring.settings import Settings, is_loopback

KEEP_ALIVE = 30
"""Seconds an idle connection stays open: longer than clients keep it, or they would reuse dead ones."""

LOOPBACK = "127.0.0.1"


def serve(
    opening: Callable[[], Questions | Recorder],
    settings: Settings,
    host: str = LOOPBACK,
    port: int = 8900,
    listening: Callable[[str], None] | None = None,
) -> None:
    """Serve until interrupted; port 0 takes a free one, `listening` is told the address.

    `opening` gives what answers: it is called beside, so that the service says it is alive and not
    yet ready, and what it raises is raised here. Raises Refused for a host beyond this machine
    where nobody could show who they are, and for a port that cannot be had.
    """
    door = Door(settings, exposed=not is_loopback(host))
    with logging_to_stderr(requests=settings.log == "requests"), bind(host, port) as bound:
        app = make(None, settings, door, names(host, settings))
        running = server(app, settings)
        loading = Loading(app, opening, running)
        if listening is not None:
            listening(address(bound))
        loading.start()
        with contextlib.suppress(KeyboardInterrupt):
            running.run(sockets=[bound])
    if loading.failure is not None:
        raise loading.failure


class Loading(threading.Thread):
    """Opens what answers, beside the server that says it is not ready; stops the server when that fails."""

    def __init__(self, app: FastAPI, opening: Callable[[], Questions | Recorder], running: uvicorn.Server) -> None:
        super().__init__(name="loading", daemon=True)
        self.failure: BaseException | None = None
        self._app, self._opening, self._running = app, opening, running

    def run(self) -> None:
        """Open; keep what was raised for the thread that serves."""
        try:
            self._app.state.questions = self._opening()
        except BaseException as failure:  # raised again by serve
            self.failure = failure
            self._running.should_exit = True


def server(app: ASGIApp, settings: Settings) -> uvicorn.Server:
    """Make the server of an app. It logs no request itself."""
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http=patient(settings),
            access_log=False,
            log_config=None,  # its own would print exceptions whole, with what was sent
            log_level="warning",
            server_header=False,
            timeout_keep_alive=KEEP_ALIVE,
            timeout_graceful_shutdown=5,
            ws="none",
        )
    )


def names(host: str, settings: Settings) -> tuple[str, ...] | None:
    """Give the names beside loopback that the API is asked by; None for any."""
    given = tuple(name.strip().lower() for name in settings.hosts.split(",") if name.strip())
    return given if given or is_loopback(host) else None


def bind(host: str, port: int) -> socket.socket:
    """Listen; raises Refused for an address or a port that cannot be had."""
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
    # Else the system takes megabytes for who does not read, and nobody sees whether they do.
    if hasattr(socket, "TCP_NOTSENT_LOWAT"):
        bound.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, PART)
    return bound


def address(bound: socket.socket) -> str:
    """Give the URL of a bound socket."""
    host, port = bound.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
