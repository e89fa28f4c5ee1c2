"""Calibration: probabilities are bent only where they are found not to mean what they say.

Kept apart from the model's file: a few numbers that stand in the manifest.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from scipy.special import expit

from scoring.faults import Damaged, Refused
from scoring.model.odds import CLOSEST

NONE, BETA = "none", "beta"
COEFFICIENTS = {NONE: 0, BETA: 3}
"""How many numbers each kind has."""
GOOD_SLOPE = (0.95, 1.05)
"""Slopes of the calibration line at which probabilities are left as they are."""


@dataclass(frozen=True)
class Calibration:
    """A map from probability to probability that keeps the order of clients.

    `none` leaves probabilities as they are, bit for bit; `beta` has the coefficients (a, b, c):
    log-odds = a ln(p) - b ln(1 - p) + c, with a, b >= 0.

    Source: Kull, Silva Filho and Flach, Beta calibration (2017), equation 3.
    """

    kind: str = NONE
    coefficients: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        """Refuse kinds that are not known and coefficients that would turn the order of clients."""
        if len(self.coefficients) != COEFFICIENTS.get(self.kind):
            kinds = ", ".join(f"{kind} of {count} numbers" for kind, count in COEFFICIENTS.items())
            raise Refused(f"no calibration {self.kind!r} of {len(self.coefficients)} numbers; known: {kinds}")
        if not all(map(math.isfinite, self.coefficients)) or min(self.coefficients[:2], default=0) < 0:
            raise Refused("a calibration's numbers are finite, and a, b at least 0: the order of clients is kept")

    def apply(self, probability: np.ndarray) -> np.ndarray:
        """Calibrate probabilities, shape (n,)."""
        if self.kind == NONE:
            return probability
        a, b, c = self.coefficients
        inside = np.clip(probability, CLOSEST, 1 - CLOSEST)
        return np.asarray(expit(a * np.log(inside) - b * np.log(1 - inside) + c))

    def record(self) -> dict[str, object]:
        """Give the calibration as a manifest keeps it."""
        return {"kind": self.kind, "coefficients": list(self.coefficients)}

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """Read what `record` gave; raises Damaged when it is none."""
        try:
            return cls(record["kind"], tuple(float(number) for number in record["coefficients"]))
        except (KeyError, TypeError, ValueError) as error:
            raise Damaged(f"no calibration that this version knows ({error}); run: scoring build") from error


def choose_calibration(target: np.ndarray, probability: np.ndarray) -> Calibration:
    """Choose by the declared rule, from n outcomes and out-of-fold probabilities.

    None while the slope of the calibration line lies in GOOD_SLOPE, or cannot be told; beta
    calibration else. None too where beta would need to turn the order of clients: probabilities
    that rank no better than chance are not mended by bending them.
    """
    from scoring.model.reliability import calibration_line  # seconds that scoring need not wait for

    slope = calibration_line(target, probability).slope
    if math.isnan(slope) or GOOD_SLOPE[0] <= slope <= GOOD_SLOPE[1]:
        return Calibration()
    a, b, c = fit_beta(target, probability)
    return Calibration(BETA, (a, b, c)) if min(a, b) >= 0 else Calibration()


def fit_beta(target: np.ndarray, probability: np.ndarray) -> tuple[float, float, float]:
    """Fit beta calibration; give a, b and c (betacal's own m is c solved for with five digits)."""
    from betacal import BetaCalibration  # likewise

    with warnings.catch_warnings():  # betacal silences all warnings, for good
        fitted = BetaCalibration("abm").fit(np.asarray(probability, dtype=float), target).calibrator_
    a, b, _ = map(float, fitted.map_)
    return a, b, float(fitted.lr_.intercept_[0])
