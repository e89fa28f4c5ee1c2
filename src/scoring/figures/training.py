"""What training gave: folds, ranking, cost against the threshold, what the model looks at."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from matplotlib.figure import Figure
from sklearn.metrics import roc_curve

from scoring.features import FEATURES
from scoring.figures.style import GREY, INK, RISK_DOWN, RISK_UP, axes
from scoring.model import Training, auc, auc_error


def folds_table(training: Training) -> pd.DataFrame:
    """One line per fold: clients, trees grown, AUC, seconds."""
    rows = [(number, f.clients, f.trees, f.auc, f.seconds) for number, f in enumerate(training.folds, start=1)]
    table = pd.DataFrame(rows, columns=["fold", "clients", "trees", "AUC", "seconds"]).set_index("fold")
    return table.round({"AUC": 4, "seconds": 1})


def metrics_table(training: Training) -> pd.DataFrame:
    """The out-of-fold numbers that go with the bundle, a line each."""
    metrics = {name: value for name, value in training.metrics().items() if name != "folds"}
    metrics["threshold"] = training.curve.best
    return pd.DataFrame({"measure": list(metrics), "out of fold": _column(metrics.values())}).set_index("measure")


def _column(values: Iterable[object]) -> pd.Series:
    """Keep whole numbers whole beside others."""
    return pd.Series(list(values), dtype=object)


def plots(training: Training, ratio: float) -> dict[str, Figure]:
    """Every plot of a training, by name; `ratio` is what a missed default costs."""
    return {
        "roc": roc(training),
        "scores": score_histogram(training),
        "cost": cost(training, ratio),
        "importance": importance(training),
    }


def roc(training: Training) -> Figure:
    """ROC curve of the pooled out-of-fold predictions, with the chosen threshold on it."""
    false_alarms, found, _ = roc_curve(training.target, training.probability)
    area, error = auc(training.target, training.probability), auc_error(training.target, training.probability)
    title = f"Out of fold, the model ranks with AUC {area:.3f} ± {error:.3f}"
    figure, drawn = axes(title, "good clients refused", "defaults refused", width=5, height=5)
    drawn.plot([0, 1], [0, 1], color=GREY, linewidth=0.8)
    drawn.plot(false_alarms, found, color=RISK_DOWN)
    refusal = training.probability >= training.curve.best
    at = (refusal[training.target == 0].mean(), refusal[training.target == 1].mean())
    drawn.plot(*at, "o", color=RISK_UP)
    drawn.annotate(f"threshold {training.curve.best:.3f}", at, xytext=(8, -12), textcoords="offset points", color=INK)
    return figure


def cost(training: Training, ratio: float) -> Figure:
    """Cost per applicant against the threshold; the theoretical threshold is 1 / (1 + ratio)."""
    curve, theory = training.curve, 1 / (1 + ratio)
    title = f"Refusing at {curve.best:.1%} or more costs least: {curve.least:.3f} per applicant"
    figure, drawn = axes(title, "threshold on the probability of default", "cost per applicant")
    shown = curve.thresholds <= 0.5
    drawn.plot(curve.thresholds[shown], curve.costs[shown], color=RISK_DOWN)
    drawn.axvline(curve.best, color=RISK_UP, label=f"chosen {curve.best:.3f}")
    drawn.axvline(theory, color=GREY, linestyle="--", label=f"theory 1 / (1 + {ratio:g}) = {theory:.3f}")
    drawn.legend(frameon=False)
    return figure


def score_histogram(training: Training) -> Figure:
    """Out-of-fold probabilities of clients who repaid and who defaulted."""
    repaid, defaulted = (np.median(training.probability[training.target == outcome]) for outcome in (0, 1))
    title = f"Who defaulted was scored {defaulted:.1%} at the median, who repaid {repaid:.1%}"
    figure, drawn = axes(title, "probability of default", "share of the outcome's clients")
    bins = np.linspace(0, min(1.0, float(training.probability.max()) * 1.02), 41).tolist()
    for outcome, colour, label in ((0, RISK_DOWN, "repaid"), (1, RISK_UP, "defaulted")):
        chosen = training.probability[training.target == outcome]
        drawn.hist(
            chosen, bins=bins, weights=np.full(len(chosen), 1 / len(chosen)), histtype="step", color=colour, label=label
        )
    drawn.axvline(training.curve.best, color=INK, linewidth=0.8, label="threshold")
    drawn.legend(frameon=False)
    return figure


def importance(training: Training, shown: int = 20) -> Figure:
    """The features that move the model most (CatBoost's prediction values change, per cent)."""
    values = training.model.get_feature_importance()
    largest = np.argsort(values)[-shown:]
    title = f"{sum(values > 0)} of {len(values)} features are used; the first {len(largest)}:"
    figure, drawn = axes(title, "importance (per cent)", "", height=0.26 * len(largest) + 1)
    drawn.barh([FEATURES[i].name for i in largest], values[largest], color=GREY)
    drawn.grid(visible=False)
    return figure
