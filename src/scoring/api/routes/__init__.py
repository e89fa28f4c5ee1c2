"""The routes: each asks one question of `serving` and gives its answer as it is."""

from scoring.api.routes import amendments, bulk, clients, comparison, lending, platform, portfolio, scores

ROUTERS = (
    clients.router,
    scores.router,
    scores.batch,
    comparison.router,
    lending.router,
    portfolio.router,
    bulk.router,
    amendments.router,
    platform.router,
)
"""A router per topic, in the order in which /docs shows them."""

__all__ = ["ROUTERS"]
