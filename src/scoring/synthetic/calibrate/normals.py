"""How real columns become unit normals, and what those depend on."""

from __future__ import annotations

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import pandas as pd

from scoring.synthetic.calibrate.entries import Entry
from scoring.synthetic.draws import Floats


def normal_scores(values: Floats, weights: Floats | None = None) -> Floats:
    """Turn values into unit normals by their ranks, ties in the middle; unknown stays unknown."""

    scores = np.full(len(values), np.nan)
    known = np.flatnonzero(~np.isnan(values))
    mass = np.ones(len(known)) if weights is None else weights[known]
    _, place, _ = np.unique(values[known], return_inverse=True, return_counts=True)
    total = np.bincount(place, mass)
    middle = (np.cumsum(total) - total / 2) / total.sum()
    inverse = NormalDist().inv_cdf
    scores[known] = np.array([inverse(min(max(rank, 1e-5), 1 - 1e-5)) for rank in middle])[place]
    return scores


def between(values: pd.Series, owner: pd.Series) -> float:
    """Measure the share of variance that lies between owners (one-way analysis of variance)."""
    kept = values.notna()
    values, owner = values[kept].astype(float), owner[kept]
    kept = owner.groupby(owner).transform("size") > 1
    values, owner = values[kept], owner[kept]
    groups = values.groupby(owner)
    size, mean = groups.size(), groups.mean()
    within = ((values - groups.transform("mean")) ** 2).sum() / (len(values) - len(size))
    across = (size * (mean - values.mean()) ** 2).sum() / (len(size) - 1)
    typical = (len(values) - (size**2).sum() / len(values)) / (len(size) - 1)
    return float(np.clip((across - within) / (across + (typical - 1) * within), 0.01, 0.95))


def linear(
    targets: pd.DataFrame, inputs: pd.DataFrame, *, ridge: float = 30.0, reliability: Mapping[str, float] | None = None
) -> Entry:
    """Measure unit normals as linear in the inputs, with what is left as correlated noise.

    A target that is itself a noisy mean of few rows is freed of that noise by its reliability.
    """
    trust = np.array([(reliability or {}).get(name, 1.0) for name in targets])
    x, y = inputs.to_numpy(float), targets.to_numpy(float)
    weights = np.zeros((x.shape[1], y.shape[1]))
    for place in range(y.shape[1]):
        known = ~np.isnan(y[:, place])
        kept = x[known]
        penalty = ridge * np.eye(x.shape[1])
        penalty[0, 0] = 0.0
        weights[:, place] = np.linalg.solve(kept.T @ kept + penalty, kept.T @ y[known, place])
    rest = y - x @ weights
    noise = _covariance(rest)
    weights = weights / np.sqrt(trust)
    noise = noise / np.sqrt(np.outer(trust, trust))
    explained = np.var(x @ weights, axis=0)
    np.fill_diagonal(noise, np.maximum(1.0 - explained, 0.2))
    return _entry(targets, inputs, weights, noise)


def matched(
    targets: pd.DataFrame,
    inputs: pd.DataFrame,
    weight: Floats,
    invented: Floats,
    used: Floats,
    *,
    ridge: float = 0.006,
) -> Entry:
    """Measure unit normals so that over invented clients they go with the inputs as over real ones.

    `invented` (clients × inputs) are the inputs of invented clients, `used` (clients × targets)
    says where each normal is used. Invented inputs hang together a little otherwise than real ones:
    the covariances with the targets are real, those among the inputs invented.
    """
    x, y = inputs.to_numpy(float), targets.to_numpy(float)
    weights = np.zeros((x.shape[1], y.shape[1]))
    for place in range(y.shape[1]):
        known, mine = ~np.isnan(y[:, place]), invented[used[:, place] > 0]
        mass = weight[known] / weight[known].sum()
        apart = x[known] - mass @ x[known]
        tied = (mass[:, None] * apart).T @ (y[known, place] - mass @ y[known, place])
        spread = np.cov(mine.T) + ridge * np.eye(x.shape[1])
        weights[:, place] = np.linalg.solve(spread, tied)
        weights[0, place] = -mine.mean(axis=0) @ weights[:, place]
    explained = invented @ weights
    noise = _covariance(y, weight) - np.cov(explained.T)
    within = [explained[used[:, place] > 0, place].var() for place in range(y.shape[1])]
    np.fill_diagonal(noise, np.maximum(1.0 - np.array(within), 0.05))
    return _entry(targets, inputs, weights, noise)


def _entry(targets: pd.DataFrame, inputs: pd.DataFrame, weights: Floats, noise: Floats) -> Entry:
    return {
        "names": list(targets.columns),
        "inputs": list(inputs.columns),
        "weights": [[round(float(value), 3) for value in line] for line in weights],
        "noise": [[round(float(value), 3) for value in line] for line in _root(noise)],
    }


def _covariance(rest: Floats, weight: Floats | None = None) -> Floats:
    """Give the covariances over the rows known in pairs; few such rows say little: they shrink."""
    mass = (np.ones(len(rest)) if weight is None else weight)[:, None]
    known = ~np.isnan(rest)
    filled = np.where(known, rest, 0.0)
    pairs = (known * mass).T @ known.astype(float)
    return np.asarray((filled * mass).T @ filled / np.maximum(pairs, 1) * pairs / (pairs + 60))


def _root(covariance: Floats) -> Floats:
    """Give the lower root of the nearest valid covariance with the same diagonal."""
    scale = np.sqrt(np.diag(covariance))
    values, vectors = np.linalg.eigh(covariance / np.outer(scale, scale))
    valid = vectors @ np.diag(values.clip(0.02)) @ vectors.T
    valid = valid / np.sqrt(np.outer(np.diag(valid), np.diag(valid)))
    return np.asarray(np.linalg.cholesky(valid * np.outer(scale, scale)))
