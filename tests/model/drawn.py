"""Invented clients whose risk is known."""

from __future__ import annotations

import numpy as np
from scipy.special import expit, logit


def clients(count: int = 40_000, seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    """Outcomes and true risks, about 8 per cent on average."""
    draw = np.random.default_rng(seed)
    risk = expit(draw.normal(-2.8, 1.0, count))
    return (draw.random(count) < risk).astype(int), risk


def distorted(risk: np.ndarray, slope: float, shift: float) -> np.ndarray:
    """Say log-odds times slope plus shift in the place of the true ones."""
    return np.asarray(expit(slope * logit(risk) + shift))
