"""The one scoring path: feature rows in, probabilities of default and decisions out."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.model.bundle import Bundle
from scoring.model.matrix import Rows, pool
from scoring.model.odds import probability, raw_log_odds
from scoring.model.threshold import refused
from scoring.model.uncertainty import around


@dataclass(frozen=True)
class Scores:
    """What is answered of n clients, each of shape (n,).

    `raw` are log-odds, which contributions add up to; `probability` is calibrated, and lies between
    `low` and `high` with the bundle's confidence. `review` marks those refused or granted so near
    the threshold that it lies between these two: a human should look.
    """

    raw: np.ndarray
    probability: np.ndarray
    low: np.ndarray
    high: np.ndarray
    refused: np.ndarray
    review: np.ndarray


def log_odds(bundle: Bundle, rows: Rows) -> np.ndarray:
    """Score n feature rows (columns by name): the model's raw log-odds of default, shape (n,)."""
    return raw_log_odds(bundle.model, pool(rows, bundle.features))


def scores(bundle: Bundle, rows: Rows) -> Scores:
    """Score n feature rows (columns by name), with what follows from it."""
    data, manifest = pool(rows, bundle.features), bundle.manifest
    raw = raw_log_odds(bundle.model, data)
    ends = around(data, raw, bundle.members, manifest.parameters["confidence"])
    found, low, high = (bundle.calibration.apply(probability(odds)) for odds in (raw, *ends))
    refusal = refused(found, manifest.threshold)
    review = refused(low, manifest.threshold) != refused(high, manifest.threshold)
    return Scores(raw, found, low, high, refusal, review)
