"""The routes: each asks one question of `serving` and gives its answer as it is."""

from scoring.api.routes import (
    amendments,
    bulk,
    clients,
    comparison,
    lending,
    letters,
    model,
    platform,
    portfolio,
    records,
    scores,
)

ROUTERS = (
    clients.router,
    scores.router,
    scores.batch,
    comparison.router,
    lending.router,
    records.router,
    letters.router,
    portfolio.router,
    bulk.router,
    amendments.router,
    model.router,
    platform.router,
)
"""A router per topic, in the order in which /docs shows them."""

__all__ = ["ROUTERS"]
