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
from scoring.model.calibration import Calibration
from scoring.model.calibration import choose as choose_calibration
from scoring.model.card import card
from scoring.model.card import html as card_html
from scoring.model.code import check_code, code_fingerprint
from scoring.model.evaluation import evaluate, readable
from scoring.model.folds import TRAITS, hold_out, persons, split
from scoring.model.matrix import UNKNOWN, categories, pool
from scoring.model.measures import Gains, auc, auc_error, average_precision, gains, gini, ks, log_loss
from scoring.model.odds import probability
from scoring.model.parameters import Parameters
from scoring.model.prediction import Scores, log_odds, scores
from scoring.model.prior import Prior, load_prior, save_prior
from scoring.model.reliability import (
    Brier,
    Line,
    ReliabilityCurve,
    brier,
    calibration_error,
    calibration_line,
    reliability_curve,
)
from scoring.model.sanity import CostCheck, check_cost, cost_interval, expected_cost
from scoring.model.threshold import CostCurve, client_costs, cost, cost_curve, refused
from scoring.model.training import Fold, Scored, Training, train

__all__ = [
    "DURATIONS",
    "MANIFEST",
    "OUTCOMES",
    "TRAITS",
    "UNKNOWN",
    "Brier",
    "Bundle",
    "Calibration",
    "CostCheck",
    "CostCurve",
    "Fold",
    "Gains",
    "Line",
    "Manifest",
    "Parameters",
    "Prior",
    "ReliabilityCurve",
    "Scored",
    "Scores",
    "Training",
    "auc",
    "auc_error",
    "average_precision",
    "brier",
    "calibration_error",
    "calibration_line",
    "card",
    "card_html",
    "categories",
    "check_code",
    "check_cost",
    "choose_calibration",
    "client_costs",
    "code_fingerprint",
    "cost",
    "cost_curve",
    "cost_interval",
    "evaluate",
    "expected_cost",
    "gains",
    "gini",
    "hold_out",
    "ks",
    "load",
    "load_prior",
    "log_loss",
    "log_odds",
    "outcomes",
    "persons",
    "pool",
    "probability",
    "read_manifest",
    "readable",
    "refused",
    "reliability_curve",
    "save",
    "save_prior",
    "scores",
    "scoring_files",
    "split",
    "train",
]
