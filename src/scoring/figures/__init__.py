"""Tables and plots for notebooks."""

from scoring.figures.bar import Bar
from scoring.figures.explanation import (
    beeswarm,
    checks_table,
    dependence,
    families_table,
    influence,
    influence_table,
    interaction,
    interactions,
    stability_table,
)
from scoring.figures.exploration import correlated, default_rates, information, not_known, readable, shifted
from scoring.figures.gallery import plots
from scoring.figures.preparation import blanked_table, notes_table, staged_table
from scoring.figures.probability import reliability, score_histogram
from scoring.figures.ranking import gains, gains_table, ranking
from scoring.figures.training import cost, folds_table, importance, learning_curve, metrics_table

__all__ = [
    "Bar",
    "beeswarm",
    "blanked_table",
    "checks_table",
    "correlated",
    "cost",
    "default_rates",
    "dependence",
    "families_table",
    "folds_table",
    "gains",
    "gains_table",
    "importance",
    "influence",
    "influence_table",
    "information",
    "interaction",
    "interactions",
    "learning_curve",
    "metrics_table",
    "not_known",
    "notes_table",
    "plots",
    "ranking",
    "readable",
    "reliability",
    "score_histogram",
    "shifted",
    "stability_table",
    "staged_table",
]
