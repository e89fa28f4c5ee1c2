"""Every measure of one set of scored clients, as the manifest, the notebook and the model card tell it."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from scoring.model import measures
from scoring.model.intervals import around
from scoring.model.reliability import brier, calibration_error, calibration_line
from scoring.model.sanity import check_cost, cost_interval
from scoring.model.threshold import refused

ABSENT = "–"


@dataclass(frozen=True)
class Measure:
    """One number as a person reads it; its 95 per cent interval comes from an error or from two bounds."""

    name: str
    label: str
    form: str = ".3f"
    error: str = ""
    bounds: tuple[str, str] | None = None


MEASURES = (
    Measure("clients", "clients", ",d"),
    Measure("default_rate", "default rate", ".2%"),
    Measure("auc", "AUC", ".4f", error="auc_error"),
    Measure("gini", "Gini"),
    Measure("ks", "Kolmogorov-Smirnov"),
    Measure("average_precision", "average precision"),
    Measure("log_loss", "log-loss", ".4f"),
    Measure("brier", "Brier score", ".4f"),
    Measure("brier_reliability", "– lost by wrong probabilities (reliability)", ".5f"),
    Measure("brier_resolution", "– gained by telling clients apart (resolution)", ".5f"),
    Measure("brier_uncertainty", "– of the default rate alone (uncertainty)", ".5f"),
    Measure("slope", "calibration slope (1: probabilities are right)", error="slope_error"),
    Measure("intercept", "calibration intercept (0: right)", error="intercept_error"),
    Measure("calibration_error", "expected calibration error", ".4f"),
    Measure("threshold", "threshold", ".4f"),
    Measure("refused_share", "refused", ".1%"),
    Measure("cost_per_applicant", "cost per applicant", ".4f", bounds=("cost_low", "cost_high")),
    Measure("cost_expected", "cost that the AUC lets expect", ".4f"),
    Measure("cost_alarm", "cost is off what its AUC lets expect", ""),
    Measure("trees", "trees", ",d"),
    Measure("selection_agreement", "features that two folds' models share, of those that either uses", ".0%"),
    Measure("seconds", "seconds to train", ",.0f"),
)
"""The order in which they are read."""


def evaluate(
    target: np.ndarray, probability: np.ndarray, threshold: float, ratio: float, seed: int
) -> dict[str, object]:
    """Measure n clients scored without their outcomes, at a frozen threshold; all plain JSON values.

    `ratio` is what a missed default costs in refused good clients, `seed` that of the bootstrap.
    """
    line, score = calibration_line(target, probability), brier(target, probability)
    check = check_cost(target, probability, threshold, ratio)
    low, high = cost_interval(target, probability, threshold, ratio, seed)
    return {
        "clients": len(target),
        "default_rate": float(target.mean()),
        "auc": measures.auc(target, probability),
        "auc_error": measures.auc_error(target, probability),
        "gini": measures.gini(target, probability),
        "ks": measures.ks(target, probability),
        "average_precision": measures.average_precision(target, probability),
        "log_loss": measures.log_loss(target, probability),
        "brier": score.score,
        "brier_reliability": score.reliability,
        "brier_resolution": score.resolution,
        "brier_uncertainty": score.uncertainty,
        "slope": line.slope,
        "slope_error": line.slope_error,
        "intercept": line.intercept,
        "intercept_error": line.intercept_error,
        "calibration_error": calibration_error(target, probability),
        "threshold": threshold,
        "refused_share": float(refused(probability, threshold).mean()),
        "cost_per_applicant": check.observed,
        "cost_low": low,
        "cost_high": high,
        "cost_expected": check.expected,
        "cost_error": check.error,
        "cost_alarm": check.alarm,
    }


def readable(*columns: Mapping[str, Any]) -> list[tuple[str, ...]]:
    """Give a line per measure that some column knows: its label, then its text in each column."""
    lines = [(measure.label, *(said(measure, facts) for facts in columns)) for measure in MEASURES]
    return [line for line in lines if any(text != ABSENT for text in line[1:])]


def said(measure: Measure, facts: Mapping[str, Any]) -> str:
    """Say one measure with its interval where that is known; ABSENT where the measure is not."""
    value = facts.get(measure.name)
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None or not math.isfinite(value):
        return ABSENT
    ends = [format(end, measure.form) for end in _interval(measure, facts) if math.isfinite(end)]
    return format(value, measure.form) + (f" ({' to '.join(ends)})" if ends else "")


def _interval(measure: Measure, facts: Mapping[str, Any]) -> Sequence[float]:
    if measure.bounds and all(name in facts for name in measure.bounds):
        return [facts[name] for name in measure.bounds]
    if measure.error in facts:
        return around(facts[measure.name], facts[measure.error])
    return []
