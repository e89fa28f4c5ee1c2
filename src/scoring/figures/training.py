"""What training gave: folds, measures, cost against the threshold, length, what the model looks at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from matplotlib.figure import Figure

from scoring.figures.style import GREY, LINE, RISK_DOWN, RISK_UP, Table, axes
from scoring.model import Training, readable

NEARLY = 0.01
"""Costs that exceed the least by no more than this share are as good as the least."""
START = 10
"""The share of trees, one in so many, whose fall is not drawn."""


def folds_table(training: Training) -> pd.DataFrame:
    """One line per fold: clients, trees grown, AUC, seconds."""
    rows = [(number, f.clients, f.trees, f.auc, f.seconds) for number, f in enumerate(training.folds, start=1)]
    table = pd.DataFrame(rows, columns=["fold", "clients", "trees", "AUC", "seconds"]).set_index("fold")
    return table.round({"AUC": 4, "seconds": 1})


def metrics_table(training: Training) -> pd.DataFrame:
    """The numbers that go with the bundle, with 95 per cent intervals: out of fold and, where there is one, holdout."""
    metrics: Mapping[str, Any] = training.metrics()
    columns = {"out of fold": {"threshold": training.curve.best} | dict(metrics)}
    if metrics.get("holdout"):
        columns["holdout"] = metrics["holdout"]
    rows = [dict(zip(("measure", *columns), row, strict=True)) for row in readable(*columns.values())]
    return Table(rows).set_index("measure")


def cost(training: Training, ratio: float) -> Figure:
    """Cost per applicant against the threshold; the theoretical threshold is 1 / (1 + ratio)."""
    curve, theory = training.curve, 1 / (1 + ratio)
    near = curve.thresholds[curve.costs <= (1 + NEARLY) * curve.least]
    title = (
        f"Refusing at {curve.best:.1%} or more costs least: {curve.least:.3f} per applicant;\n"
        f"from {near.min():.1%} to {near.max():.1%} it is at most {NEARLY:.0%} more"
    )
    figure, drawn = axes(title, "threshold on the probability of default", "cost per applicant")
    shown = curve.thresholds <= max(0.5, 1.2 * curve.best)
    drawn.axvspan(near.min(), near.max(), color=LINE, alpha=0.6, linewidth=0)
    drawn.plot(curve.thresholds[shown], curve.costs[shown], color=RISK_DOWN)
    drawn.axvline(curve.best, color=RISK_UP, label=f"chosen {curve.best:.3f}")
    drawn.axvline(theory, color=GREY, linestyle="--", label=f"theory 1 / (1 + {ratio:g}) = {theory:.3f}")
    drawn.xaxis.set_major_formatter("{x:.0%}")
    drawn.legend(frameon=False)
    return figure


def learning_curve(losses: Sequence[Sequence[float]], trees: int) -> Figure:
    """Log-loss of the held-out clients after each tree: a line per fold, their mean, the length chosen."""
    mean = np.mean([fold[: min(map(len, losses))] for fold in losses], axis=0)
    title = f"Log-loss of clients held out is least after {mean.argmin() + 1:,} trees: {mean.min():.4f} over the folds"
    figure, drawn = axes(title, "trees", "log-loss of the clients held out")
    for fold in losses:
        drawn.plot(np.arange(1, len(fold) + 1), fold, color=GREY, linewidth=0.6)
    drawn.plot(np.arange(1, len(mean) + 1), mean, color=RISK_DOWN, label="mean of the folds")
    drawn.axvline(trees, color=RISK_UP, label=f"chosen: {trees:,} trees")
    drawn.set_ylim(*_past_the_start(losses))
    drawn.legend(frameon=False, loc="upper right")
    return figure


def _past_the_start(losses: Sequence[Sequence[float]]) -> tuple[float, float]:
    """Bound what is drawn: the first trees fall so far that nothing else would be seen."""
    least = min(map(min, losses))
    most = max(max(fold[len(fold) // START :]) for fold in losses)
    margin = 0.1 * (most - least) or 0.01
    return least - margin, most + margin


def importance(training: Training, shown: int = 20) -> Figure:
    """The features that move the model most (CatBoost's prediction values change, per cent)."""
    values, names = training.model.get_feature_importance(), training.model.feature_names_
    largest = np.argsort(values)[-shown:]
    moving = f"{sum(values > 0)} of {len(values)} features move them at all"
    title = f"{names[largest[-1]]} moves predictions most;\n{moving}"
    figure, drawn = axes(title, "importance (per cent)", "", height=0.26 * len(largest) + 1)
    drawn.barh([names[i] for i in largest], values[largest], color=GREY)
    drawn.grid(visible=False)
    return figure
