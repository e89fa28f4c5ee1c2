"""A probability of default as points, the scale that lenders read: more points, less risk."""

from __future__ import annotations

import math

import numpy as np

POINTS, ODDS, DOUBLING = 600, 60, 50
"""600 points stand for 60 good clients to one who defaults; 50 more double that."""
LEAST = 1e-9
"""Nearer to 0 or 1 a probability has the points of this distance."""


def points_of(probability: float) -> int:
    """Give the points of a probability, to the nearest whole one."""
    kept = min(max(probability, LEAST), 1 - LEAST)
    return round(POINTS + DOUBLING * math.log2((1 - kept) / kept / ODDS))


def probability_of(points: np.ndarray) -> np.ndarray:
    """Turn points into probabilities of default."""
    return np.asarray(1 / (1 + ODDS * 2 ** ((points - POINTS) / DOUBLING)))
