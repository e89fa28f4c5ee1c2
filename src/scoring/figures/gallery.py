"""Every plot of a training, for those who keep it."""

from __future__ import annotations

from matplotlib.figure import Figure

from scoring.figures.probability import reliability, score_histogram
from scoring.figures.ranking import gains, ranking
from scoring.figures.training import cost, importance, learning_curve
from scoring.model import Training


def plots(training: Training) -> dict[str, Figure]:
    """Draw every plot of a training, by name; those of the holdout where there is one."""
    threshold = training.curve.best
    drawn = {
        "learning_curve": learning_curve(training.losses, training.trees),
        "ranking": ranking(training.target, training.probability, threshold),
        "gains": gains(training.target, training.probability),
        "scores": score_histogram(training.target, training.probability, threshold),
        "reliability": reliability(training.target, training.probability),
        "cost": cost(training, training.parameters.cost_ratio),
        "importance": importance(training),
    }
    if (held := training.holdout) is not None:
        drawn["holdout_ranking"] = ranking(held.target, held.probability, threshold)
        drawn["holdout_reliability"] = reliability(held.target, held.probability)
    return drawn
