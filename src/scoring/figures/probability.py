"""What probabilities mean: of n outcomes (1: default) and probabilities that they had no part in, shape (n,)."""

from __future__ import annotations

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from scoring import model
from scoring.figures.style import GREY, INK, RISK_DOWN, RISK_UP, axes, dressed, panels

CURVE, HISTOGRAM = 4.2, 1.6
SHOWN = 0.995
"""Clients whose probabilities a plot shows: the few above would squeeze all others."""


def reliability(target: np.ndarray, probability: np.ndarray) -> Figure:
    """Default rate against probability in tenths of the clients (95 per cent intervals), over all probabilities."""
    line, curve = model.calibration_line(target, probability), model.reliability_curve(target, probability)
    end = 1.1 * float(max(curve.predicted.max(), curve.high.max()))
    figure, (above, below) = panels([CURVE, HISTOGRAM], 1, width=6.4)
    title = f"{_meant(curve)}\nslope {line.slope:.2f} ± {line.slope_error:.2f} (1: probabilities are right)"
    dressed(above, title, "", "default rate, 95 % interval")
    above.plot([0, end], [0, end], color=GREY, linewidth=0.8, linestyle="--")
    margins = [curve.observed - curve.low, curve.high - curve.observed]
    above.errorbar(curve.predicted, curve.observed, margins, fmt="o", color=RISK_UP, ecolor=GREY, markersize=4)
    above.set_ylim(0, end)
    dressed(below, "", "probability of default", "clients")
    below.hist(probability, bins=np.linspace(0, end, 51).tolist(), color=GREY)
    for panel in (above, below):
        panel.set_xlim(0, end)
        panel.xaxis.set_major_formatter("{x:.0%}")
    above.yaxis.set_major_formatter("{x:.0%}")
    return figure


def _meant(curve: model.ReliabilityCurve) -> str:
    inside = int(((curve.low <= curve.predicted) & (curve.predicted <= curve.high)).sum())
    return f"In {inside} of {len(curve.predicted)} groups the default rate agrees with the probability;"


def score_histogram(target: np.ndarray, probability: np.ndarray, threshold: float) -> Figure:
    """Probabilities of clients who repaid and who defaulted."""
    repaid, defaulted = (np.median(probability[target == outcome]) for outcome in (0, 1))
    title = f"Who defaulted was scored {defaulted:.1%} at the median, who repaid {repaid:.1%}"
    figure, drawn = axes(title, "probability of default (last bin: all above)", "share of the outcome's clients")
    end = max(float(np.quantile(probability, SHOWN)), 1.1 * threshold)
    for outcome, colour, label in ((0, RISK_DOWN, "repaid"), (1, RISK_UP, "defaulted")):
        _shares(drawn, probability[target == outcome], end, colour, label)
    drawn.axvline(threshold, color=INK, linewidth=0.8, label=f"threshold {threshold:.3f}")
    drawn.xaxis.set_major_formatter("{x:.0%}")
    drawn.yaxis.set_major_formatter("{x:.0%}")
    drawn.legend(frameon=False)
    return figure


def _shares(drawn: Axes, chosen: np.ndarray, end: float, colour: str, label: str) -> None:
    """Draw shares of these clients; those above the end stand in the last bin."""
    weights = np.full(len(chosen), 1 / len(chosen))
    bins = np.linspace(0, end, 41).tolist()
    drawn.hist(np.minimum(chosen, end), bins=bins, weights=weights, histtype="step", color=colour, label=label)
