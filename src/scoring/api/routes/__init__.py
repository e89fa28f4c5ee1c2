"""The routes: each asks one question of `serving` and gives its answer as it is."""

from scoring.api.routes import clients, comparison, lending, scores

ROUTERS = (clients.router, scores.router, comparison.router, lending.router)
"""A router per topic, in the order in which /docs shows them."""

__all__ = ["ROUTERS"]
