"""The application: the routes, their problems, and a page that documents them."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from scoring.api import openapi, problems
from scoring.api.guard import Guard
from scoring.api.routes import ROUTERS
from scoring.serving.questions import Questions

DESCRIPTION = """
Probability of default, decision, reasons and place among others, of one client at a time.
Probabilities are of default, in [0, 1]; contributions are SHAP values in log-odds.
Every failure is an RFC 9457 problem whose `faults` list all that is wrong.
"""

# Spans would carry paths, and paths carry client ids.
NO_TELEMETRY = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def make(questions: Questions) -> FastAPI:
    """Make the ASGI app that answers with `questions`; /docs documents it without outside requests."""
    app: FastAPI = FastAPIOffline(
        title="Prêt à dépenser · scoring",
        version="1",
        description=DESCRIPTION,
        redoc_url=None,
        swagger_ui_parameters={"validatorUrl": None},
        redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
        telemetry=NO_TELEMETRY,
    )
    app.state.questions = questions
    for router in ROUTERS:
        app.include_router(router)
    app.add_middleware(Guard)
    problems.install(app)
    openapi.install(app)
    return app
