"""Tables and plots for notebooks."""

from scoring.figures.exploration import correlated, default_rates, information, not_known, readable, shifted
from scoring.figures.preparation import blanked_table, notes_table, staged_table
from scoring.figures.training import cost, folds_table, importance, metrics_table, plots, roc, score_histogram

__all__ = [
    "blanked_table",
    "correlated",
    "cost",
    "default_rates",
    "folds_table",
    "importance",
    "information",
    "metrics_table",
    "not_known",
    "notes_table",
    "plots",
    "readable",
    "roc",
    "score_histogram",
    "shifted",
    "staged_table",
]
