"""What the data look like, from aggregates computed in the engine: no client's row leaves it."""

from scoring.pipeline.exploration.exploration import Exploration

__all__ = ["Exploration"]
