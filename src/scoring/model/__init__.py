"""Probability of default and the threshold: training, bundle, scoring."""

from scoring.model.bundle import (
    DURATIONS,
    MANIFEST,
    OUTCOMES,
    Bundle,
    Manifest,
    load,
    outcomes,
    read_manifest,
    save,
    scoring_files,
)
from scoring.model.code import check_code, code_fingerprint
from scoring.model.folds import TRAITS, hold_out, persons, split
from scoring.model.matrix import UNKNOWN, categories, pool
from scoring.model.measures import auc, auc_error
from scoring.model.odds import probability
from scoring.model.parameters import Parameters
from scoring.model.prediction import Scores, log_odds, scores
from scoring.model.prior import Prior, load_prior, save_prior
from scoring.model.threshold import CostCurve, cost, cost_curve, refused
from scoring.model.training import Fold, Scored, Training, train

__all__ = [
    "DURATIONS",
    "MANIFEST",
    "OUTCOMES",
    "TRAITS",
    "UNKNOWN",
    "Bundle",
    "CostCurve",
    "Fold",
    "Manifest",
    "Parameters",
    "Prior",
    "Scored",
    "Scores",
    "Training",
    "auc",
    "auc_error",
    "categories",
    "check_code",
    "code_fingerprint",
    "cost",
    "cost_curve",
    "hold_out",
    "load",
    "load_prior",
    "log_odds",
    "outcomes",
    "persons",
    "pool",
    "probability",
    "read_manifest",
    "refused",
    "save",
    "save_prior",
    "scores",
    "scoring_files",
    "split",
    "train",
]
