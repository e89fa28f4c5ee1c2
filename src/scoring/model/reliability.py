"""Whether probabilities mean what they say: of those scored at 10 per cent one in ten defaults.

Everything here takes n outcomes (1: default) and probabilities, shape (n,), that the outcomes had
no part in: out of fold, or of a holdout.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import expit, logit
from scipy.stats import binomtest
from sklearn.linear_model import LogisticRegression

from scoring.model.bins import bins
from scoring.model.odds import CLOSEST

BINS = 10


@dataclass(frozen=True)
class Line:
    """The log-odds of default against those said, with standard errors: slope 1, intercept 0 where they agree.

    A slope below 1 says that probabilities are too extreme, above 1 too timid. NaN where none can be told.
    """

    slope: float
    slope_error: float
    intercept: float
    intercept_error: float


@dataclass(frozen=True)
class Brier:
    """The mean squared error of probabilities: reliability - resolution + uncertainty.

    `reliability` is what wrong probabilities cost, `resolution` what telling clients apart gains,
    `uncertainty` the score of whoever says the default rate of every client.
    """

    score: float
    reliability: float
    resolution: float
    uncertainty: float


@dataclass(frozen=True)
class ReliabilityCurve:
    """Bins of clients, the lowest probabilities first: what was said, what came, its 95 per cent interval."""

    clients: np.ndarray
    predicted: np.ndarray
    observed: np.ndarray
    low: np.ndarray
    high: np.ndarray


def calibration_line(target: np.ndarray, probability: np.ndarray) -> Line:
    """Fit the outcomes' log-odds on those said: a logistic regression without penalty.

    Errors come from the information of the fit. NaN when all of one outcome lie above all of the
    other, or there is one outcome only: then no slope is the most likely.

    Source: D. R. Cox, Two further applications of a model for binary regression (1958).
    """
    said = logit(np.clip(probability, CLOSEST, 1 - CLOSEST))
    if not _overlap(said[target == 1], said[target == 0]):
        return Line(*4 * [float("nan")])
    fit = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-10).fit(said[:, None], target)
    slope, intercept = float(fit.coef_[0, 0]), float(fit.intercept_[0])
    fitted = expit(slope * said + intercept)
    columns = np.column_stack([said, np.ones_like(said)])
    information = columns.T @ (columns * (fitted * (1 - fitted))[:, None])
    slope_error, intercept_error = np.sqrt(np.diag(np.linalg.inv(information))).tolist()
    return Line(slope, slope_error, intercept, intercept_error)


def reliability_curve(target: np.ndarray, probability: np.ndarray, count: int = BINS) -> ReliabilityCurve:
    """Compare, in bins of as many clients each, the mean probability with the default rate (Wilson's interval)."""
    clients, predicted, observed = _binned(target, probability, count)
    defaults = np.rint(observed * clients).astype(int)
    ranges = [binomtest(k, n).proportion_ci(method="wilson") for k, n in zip(defaults, clients, strict=True)]
    low, high = np.array(ranges, dtype=float).T
    return ReliabilityCurve(clients, predicted, observed, low, high)


def calibration_error(target: np.ndarray, probability: np.ndarray, count: int = BINS) -> float:
    """Expected calibration error: the mean gap between default rate and probability over equal bins.

    It is never quite 0, by chance alone: some sqrt(2 p (1 - p) count / (pi n)) where all have risk p.
    """
    clients, predicted, observed = _binned(target, probability, count)
    return float(np.average(np.abs(observed - predicted), weights=clients))


def brier(target: np.ndarray, probability: np.ndarray, count: int = BINS) -> Brier:
    """Compute the Brier score and its parts over equal bins.

    What probabilities tell apart inside a bin is counted as resolution, so that the parts add up.

    Source: A. H. Murphy, A new vector partition of the probability score (1973); Stephenson, Coelho
    and Jolliffe, Two extra components in the Brier score decomposition (2008).
    """
    clients, predicted, observed = _binned(target, probability, count)
    rate = float(target.mean())
    score = float(np.mean((probability - target) ** 2))
    reliability = float(np.average((predicted - observed) ** 2, weights=clients))
    return Brier(score, reliability, reliability + rate * (1 - rate) - score, rate * (1 - rate))


def _overlap(bad: np.ndarray, good: np.ndarray) -> bool:
    return bool(len(bad) and len(good) and bad.min() < good.max() and good.min() < bad.max())


def _binned(target: np.ndarray, probability: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Count each bin's clients, average their probabilities and their outcomes."""
    place = bins(probability, count)
    clients = np.bincount(place)
    there = clients > 0
    sums = (np.bincount(place, weights=values)[there] for values in (probability, target))
    predicted, observed = (total / clients[there] for total in sums)
    return clients[there], predicted, observed
