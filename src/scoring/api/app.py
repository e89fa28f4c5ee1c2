"""The application: the layers before the routes, the routes, and their problems."""

from __future__ import annotations

import asyncio

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from scoring.api import docs, openapi, problems
from scoring.api.access import Door
from scoring.api.crowd import Places
from scoring.api.gate import Gate
from scoring.api.guard import Guard
from scoring.api.metrics import Metrics
from scoring.api.named import Named
from scoring.api.recording import Recording
from scoring.api.routes import ROUTERS
from scoring.api.together import Together
from scoring.serving.questions import Questions
from scoring.serving.recording import Recorder
from scoring.settings import Settings

# Spans would carry paths, and paths carry client ids.
NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}
DRAWN = 2
"""Pictures drawn in pixels at once; each takes a process of its own."""


def make(
    questions: Questions | Recorder | None,
    settings: Settings | None = None,
    door: Door | None = None,
    hosts: tuple[str, ...] | None = None,
) -> FastAPI:
    """Make the ASGI app that answers with `questions`; /docs documents it without outside requests.

    Of a Recorder each answer is recorded as given to who asks.

    Without questions it is alive and not ready, until `app.state.questions` is set. Without
    settings those by default hold, and with them whoever asks may ask all, as on one's own machine.
    It answers by the names of loopback and `hosts`; None: by any.
    """
    settings = settings or Settings()
    app = _described()
    _equip(app, questions, settings)
    for router in ROUTERS:
        app.include_router(router)
    _layer(app, settings, door or Door(settings), hosts)
    docs.install(app)
    problems.install(app, ROUTERS)
    openapi.install(app)
    return app


def _described() -> FastAPI:
    """Make an app that says what it is, and answers nothing yet."""
    return FastAPIOffline(
        title="Prêt à dépenser · scoring",
        version="1",
        description=openapi.description(),
        docs_url=None,  # ours has a stricter policy
        redoc_url=None,
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        telemetry=NO_TELEMETRY,
    )


def _equip(app: FastAPI, questions: Questions | Recorder | None, settings: Settings) -> None:
    """Give the app what its routes share."""
    app.state.questions = questions
    app.state.settings = settings
    app.state.receiving = Places(settings.receiving)
    app.state.metrics, app.state.together = Metrics(lambda: app.state.questions), Together()
    app.state.drawing = asyncio.Semaphore(DRAWN)


def _layer(app: FastAPI, settings: Settings, door: Door, hosts: tuple[str, ...] | None) -> None:
    """Put the layers before the routes: the last one added is the first one met."""
    app.add_middleware(Gate, door=door, settings=settings)
    if hosts is not None:
        app.add_middleware(Named, hosts=hosts)
    app.add_middleware(Guard)
    app.add_middleware(Recording, metrics=app.state.metrics, awaited=bool(settings.page_key))
