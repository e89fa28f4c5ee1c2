"""The prediction API: every question of `serving`, over HTTP, on this machine only."""

from scoring.api.app import make
from scoring.api.server import serve

__all__ = ["make", "serve"]
