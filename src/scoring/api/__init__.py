"""The prediction API: every question of `serving`, over HTTP, to this machine or to who shows who they are."""

from scoring.api.app import make
from scoring.api.server import serve

__all__ = ["make", "serve"]
