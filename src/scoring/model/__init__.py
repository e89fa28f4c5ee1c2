"""Probability of default and the threshold: training, bundle, scoring."""

from scoring.model.bundle import DURATIONS, MANIFEST, Bundle, Manifest, load, read_manifest, save
from scoring.model.challengers import CHALLENGERS, Challenger, out_of_fold
from scoring.model.code import check_code, code_fingerprint
from scoring.model.comparison import Difference, auc_difference, cost_difference
from scoring.model.folds import TRAITS, persons, split
from scoring.model.matrix import UNKNOWN, categories, pool
from scoring.model.measures import auc, auc_error
from scoring.model.parameters import Parameters
from scoring.model.prediction import log_odds, probability
from scoring.model.threshold import CostCurve, cost, cost_curve, refused
from scoring.model.training import Fold, Training, train

__all__ = [
    "CHALLENGERS",
    "DURATIONS",
    "MANIFEST",
    "TRAITS",
    "UNKNOWN",
    "Bundle",
    "Challenger",
    "CostCurve",
    "Difference",
    "Fold",
    "Manifest",
    "Parameters",
    "Training",
    "auc",
    "auc_difference",
    "auc_error",
    "categories",
    "check_code",
    "code_fingerprint",
    "cost",
    "cost_curve",
    "cost_difference",
    "load",
    "log_odds",
    "out_of_fold",
    "persons",
    "pool",
    "probability",
    "read_manifest",
    "refused",
    "save",
    "split",
    "train",
]
