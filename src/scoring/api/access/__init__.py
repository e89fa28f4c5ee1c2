"""Who asks, and what they may ask and see."""

from scoring.api.access.actors import Actor, Denied
from scoring.api.access.door import Door

__all__ = ["Actor", "Denied", "Door"]
