"""How well probabilities rank: of n outcomes (1: default) and probabilities that they had no part in, shape (n,)."""

from __future__ import annotations

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from sklearn import metrics

from scoring import model
from scoring.figures.style import GREY, INK, LINE, RISK_DOWN, RISK_UP, Table, dressed, panels

HEIGHT, WIDTH = 4.4, 10.0
STEADY = 0.01
"""Share of the defaults found from which on precision is drawn: among the first few clients it jumps about."""


def ranking(target: np.ndarray, probability: np.ndarray, threshold: float) -> Figure:
    """ROC curve and precision-recall curve, with the threshold on both."""
    figure, (left, right) = panels([HEIGHT], 2, WIDTH)
    _roc(left, target, probability, threshold)
    _precision_recall(right, target, probability, threshold)
    return figure


def _roc(drawn: Axes, target: np.ndarray, probability: np.ndarray, threshold: float) -> None:
    area, error = model.auc(target, probability), model.auc_error(target, probability)
    title = f"AUC {area:.3f} ± {error:.3f}: so often a default\nis scored above a good client"
    dressed(drawn, title, "good clients refused", "defaults refused")
    false_alarms, found, _ = metrics.roc_curve(target, probability)
    drawn.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle="--")
    drawn.plot(false_alarms, found, color=RISK_DOWN)
    refusal = model.refused(probability, threshold)
    _mark(drawn, (refusal[target == 0].mean(), refusal[target == 1].mean()), threshold)


def _precision_recall(drawn: Axes, target: np.ndarray, probability: np.ndarray, threshold: float) -> None:
    refusal, rate = model.refused(probability, threshold), float(target.mean())
    caught, right = refusal[target == 1].mean(), target[refusal].mean() if refusal.any() else np.nan
    title = f"Refusing at {threshold:.1%} finds {caught:.0%} of the defaults;\nof those refused {right:.0%} default"
    title = title if refusal.any() else f"At {threshold:.1%} nobody is refused"
    dressed(drawn, title, "defaults refused (recall)", "defaults among the refused (precision)")
    precision, recall, _ = metrics.precision_recall_curve(target, probability)
    shown = recall >= STEADY
    average = model.average_precision(target, probability)
    drawn.axhline(rate, color=GREY, linewidth=0.8, linestyle="--", label=f"chance: {rate:.1%}")
    drawn.plot(recall[shown], precision[shown], color=RISK_DOWN, label=f"average precision {average:.3f}")
    drawn.set_ylim(bottom=0)
    _mark(drawn, (caught, right), threshold, above=True)
    drawn.legend(frameon=False)


def _mark(drawn: Axes, at: tuple[float, float], threshold: float, above: bool = False) -> None:
    drawn.plot(*at, "o", color=RISK_UP)
    place = (8, 6 if above else -12)
    drawn.annotate(f"threshold {threshold:.3f}", at, xytext=place, textcoords="offset points", color=INK)


def gains(target: np.ndarray, probability: np.ndarray) -> Figure:
    """Gains and lift by tenth of the clients, the riskiest first."""
    found = model.gains(target, probability)
    figure, (left, right) = panels([HEIGHT], 2, WIDTH)
    title = f"The riskiest {found.reached[0]:.0%} of the clients\nhold {found.caught[0]:.0%} of the defaults"
    dressed(left, title, "share of clients, the riskiest first", "share of all defaults (gains)")
    left.plot([0, 1], [0, 1], color=GREY, linewidth=0.8, linestyle="--", label="chance")
    left.plot([0, *found.reached], [0, *found.caught], "o-", color=RISK_DOWN, markersize=4, label="model")
    left.xaxis.set_major_formatter("{x:.0%}")
    left.yaxis.set_major_formatter("{x:.0%}")
    left.legend(frameon=False)
    lifts = found.rate / target.mean()
    title = f"The riskiest tenth defaults {lifts[0]:.1f} times as often as all,\nthe safest {lifts[-1]:.2f} times"
    dressed(right, title, "tenth of the clients, the riskiest first", "default rate over that of all (lift)")
    places = range(1, len(lifts) + 1)
    right.bar(places, lifts, color=[RISK_UP if lift > 1 else GREY for lift in lifts])
    right.axhline(1, color=INK, linewidth=0.8, linestyle="--")
    right.set_xticks(places)
    right.grid(color=LINE, axis="y")
    return figure


def gains_table(target: np.ndarray, probability: np.ndarray) -> pd.DataFrame:
    """Gains and lift, a line per tenth of the clients, the riskiest first."""
    found = model.gains(target, probability)
    columns = {
        "clients": [f"{count:,}" for count in found.clients],
        "defaults": [f"{count:,}" for count in found.defaults],
        "default rate": [f"{rate:.1%}" for rate in found.rate],
        "defaults up to here": [f"{share:.1%}" for share in found.caught],
        "lift up to here": [f"{lift:.2f}" for lift in found.lift],
    }
    return Table(columns, index=pd.RangeIndex(1, len(found.clients) + 1, name="tenth"))
