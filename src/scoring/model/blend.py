"""Two models as one: what the labelled clients tell, and what was known before (the prior).

Their log-odds are added up with weights found on out-of-fold predictions. The more defaults a
model learnt from, the less the prior weighs; no share of it is declared.
Source: stacked generalisation with weights that are not negative, Breiman (1996).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from catboost import CatBoost, sum_models
from scipy.optimize import minimize
from scipy.special import expit


@dataclass(frozen=True)
class Blend:
    """Weights of the model's own log-odds and of the prior's, and what is added to both."""

    own: float = 1.0
    prior: float = 0.0
    bias: float = 0.0

    def log_odds(self, own: np.ndarray, prior: np.ndarray) -> np.ndarray:
        """Blend the log-odds of n clients."""
        return np.asarray(self.own * own + self.prior * prior + self.bias)

    def model(self, own: CatBoost, prior: CatBoost) -> CatBoost:
        """Make the one model whose log-odds are the blended ones; its SHAP values add up to them."""
        if self == Blend():
            return own
        blended = sum_models([own, prior], weights=[self.own, self.prior])
        scale, bias = blended.get_scale_and_bias()
        blended.set_scale_and_bias(scale, bias + self.bias)
        # Where one model alone counts categories, CatBoost's sum reads its counts in the memory of that model,
        # which ends with it: a copy holds its own.
        return blended.copy()


def fit_blend(target: np.ndarray, own: np.ndarray, prior: np.ndarray) -> Blend:
    """Find the weights, none negative, whose log-odds give n outcomes (0/1) the smallest log-loss."""
    columns = np.column_stack([own, prior, np.ones(len(target))])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        raw = columns @ weights
        gradient = columns.T @ (expit(raw) - target) / len(target)
        return float(np.mean(np.logaddexp(0.0, raw) - target * raw)), gradient

    start = np.array([0.5, 0.5, 0.0])
    found = minimize(loss, start, jac=True, method="L-BFGS-B", bounds=[(0, None), (0, None), (None, None)]).x
    return Blend(*map(float, found))


def fit_fold_blends(target: np.ndarray, own: np.ndarray, prior: np.ndarray, fold: np.ndarray) -> tuple[Blend, ...]:
    """Find the weights of each fold, from 0, on the clients of the others."""
    others = [fold != number for number in range(fold.max() + 1)]
    return tuple(fit_blend(target[learn], own[learn], prior[learn]) for learn in others)


def out_of_fold(blends: Sequence[Blend], own: np.ndarray, prior: np.ndarray, fold: np.ndarray) -> np.ndarray:
    """Blend out-of-fold log-odds, each fold's by its own weights, shape (n,)."""
    raw = np.empty(len(fold))
    for number, blend in enumerate(blends):
        raw[fold == number] = blend.log_odds(own[fold == number], prior[fold == number])
    return raw
