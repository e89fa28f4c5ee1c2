"""Tables and plots for notebooks."""

from scoring.figures.preparation import blanked_table, default_rate, not_known, staged_table
from scoring.figures.training import cost, folds_table, importance, metrics_table, roc, score_histogram

__all__ = [
    "blanked_table",
    "cost",
    "default_rate",
    "folds_table",
    "importance",
    "metrics_table",
    "not_known",
    "roc",
    "score_histogram",
    "staged_table",
]
