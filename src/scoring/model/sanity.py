"""What a cost should be: of a good ranking with a good threshold, and how far chance moves it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.stats import norm

from scoring.model.intervals import middle, redrawn_means
from scoring.model.measures import auc
from scoring.model.threshold import client_costs

OFF = 0.02
"""A cost further than this share from the line has a fault in threshold or probabilities."""
ERRORS = 2.0
"""... unless it is within so many standard errors of it."""


@dataclass(frozen=True)
class CostCheck:
    """A cost per applicant, its standard error, and the cost that its AUC lets expect.

    The line is a yardstick, not a law: real curves lie about a hundredth below it. So the error is
    that of the cost, wider than that of the difference, which would tell that hundredth from chance.
    """

    observed: float
    expected: float
    error: float

    @property
    def alarm(self) -> bool:
        """Whether threshold or probabilities must be at fault: off by more than OFF and by more than chance."""
        gap = abs(self.observed - self.expected)
        return gap > OFF * self.expected and gap > ERRORS * self.error


def cost_line(where: str, metrics: Mapping[str, Any]) -> str:
    """Say how a cost stands to the one that its AUC lets expect, from what `evaluate` measured; "" where nothing does.

    `where` begins the sentence: out of fold, or on the holdout.
    """
    observed, expected, error = (metrics.get(f"cost_{name}") for name in ("per_applicant", "expected", "error"))
    if observed is None or expected is None or error is None or not math.isfinite(error):
        return ""
    apart = f"{observed / expected - 1:+.1%} from" if expected else "not"
    off = (
        f"{where} the cost is {observed:.4f} per applicant, {apart} the {expected:.4f} "
        f"that its AUC lets expect (standard error {error:.4f})"
    )
    if metrics.get("cost_alarm"):
        return f"{off}: more than {OFF:.0%} and {ERRORS:g} standard errors. Threshold or probabilities are at fault."
    return f"{off}: no alarm, which takes more than {OFF:.0%} and {ERRORS:g} standard errors."


def measured(metrics: Mapping[str, Any]) -> tuple[tuple[str, Mapping[str, Any]], ...]:
    """Give a bundle's measures by where they come from, as a sentence begins; those of the holdout may be empty."""
    return ("Out of fold", metrics), ("On the holdout", metrics.get("holdout") or {})


def cost_warnings(metrics: Mapping[str, Any]) -> tuple[str, ...]:
    """Warn, in a sentence each, of the costs of a bundle's measures that are off what their AUC lets expect."""
    off = [(where.lower(), found) for where, found in measured(metrics) if found.get("cost_alarm")]
    return tuple(f"warning: {cost_line(where, found)}" for where, found in off)


def expected_cost(area: float, rate: float, ratio: float) -> float:
    """Cost per applicant at the best threshold where the ROC curve is binormal (unit variances) with this AUC.

    `rate` is the default rate, `ratio` what a missed default costs in refused good clients. At an
    AUC of a half or less the cheaper of granting everyone and refusing everyone.
    """
    if area <= 0.5 or not 0 < rate < 1:
        return min(ratio * rate, 1 - rate)
    if area >= 1:
        return 0.0
    apart = math.sqrt(2) * norm.ppf(area)
    threshold = apart / 2 + math.log((1 - rate) / (ratio * rate)) / apart
    return float(ratio * rate * norm.cdf(threshold - apart) + (1 - rate) * norm.sf(threshold))


def check_cost(target: np.ndarray, probability: np.ndarray, threshold: float, ratio: float) -> CostCheck:
    """Compare the cost of a threshold with what the AUC of the same n clients lets expect.

    With one outcome only nothing is expected: NaN, and no alarm.
    """
    costs = client_costs(target, probability, threshold, ratio)
    area = auc(target, probability)
    expected = area if math.isnan(area) else expected_cost(area, float(target.mean()), ratio)
    return CostCheck(float(costs.mean()), expected, float(costs.std() / math.sqrt(len(costs))))


def cost_interval(
    target: np.ndarray, probability: np.ndarray, threshold: float, ratio: float, seed: int
) -> tuple[float, float]:
    """Give the 95 per cent bootstrap interval of the cost per applicant at a frozen threshold."""
    return middle(redrawn_means(client_costs(target, probability, threshold, ratio), seed))
