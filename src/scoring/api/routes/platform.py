"""Whether the service is alive and ready, and what it counts."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from scoring.api.asking import Answer, Asked
from scoring.api.body import StrictRoute
from scoring.api.metrics import MEDIA, Metrics

router = APIRouter(route_class=StrictRoute, tags=["Service"])


@router.get("/health", summary="Is the service alive?", response_model=dict[str, str])
async def health() -> dict[str, str]:
    """Answer as soon as the service listens; asks nothing of the model or the store."""
    return {"status": "alive"}


@router.get("/ready", summary="Can the service answer?", response_model=dict[str, str])
async def ready(questions: Asked) -> Answer:
    """Name the store and the model once they are loaded and verified; until then, 503."""
    about = questions.about()
    return Answer({"status": "ready", "store": about.store, "model": about.model})


@router.get("/metrics", summary="What the service counts", response_class=PlainTextResponse)
def metrics(request: Request) -> Response:
    """What answers, requests and seconds by route and status, predictions by decision, as Prometheus reads them."""
    counted: Metrics = request.app.state.metrics
    return Response(counted.text(), headers={"content-type": MEDIA})
