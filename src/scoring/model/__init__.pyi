"""Probability of default and the threshold: training, bundle, scoring."""

from .admissibility import with_policies
from .bundle import (
    DURATIONS,
    OUTCOMES,
    Bundle,
    load,
    outcomes,
    read_card,
    save,
    scoring_files,
)
from .calibration import Calibration, choose_calibration
from .card import card_html, model_card, with_section
from .challengers import CHALLENGERS, Challenger, out_of_fold
from .code import check_code, code_fingerprint
from .comparison import Difference, auc_difference, cost_difference, loss_difference
from .device import check_device
from .evaluation import evaluate, readable
from .folds import TRAITS, hold_out, persons, split
from .manifest import MANIFEST, Manifest, read_manifest
from .matrix import UNKNOWN, Rows, categories, listed, pool, values
from .measures import Gains, auc, auc_error, average_precision, gains, gini, ks, log_loss
from .odds import probability
from .parameters import Parameters
from .points import points_of
from .prediction import Scores, log_odds, scores
from .prior import Prior, load_prior, save_prior
from .reliability import (
    Brier,
    Line,
    ReliabilityCurve,
    brier,
    calibration_error,
    calibration_line,
    reliability_curve,
)
from .sanity import CostCheck, check_cost, cost_interval, cost_warnings, expected_cost
from .threshold import CostCurve, client_costs, cost, cost_curve, refused
from .training import Fold, Scored, Training, train

__all__ = [
    "CHALLENGERS",
    "DURATIONS",
    "MANIFEST",
    "OUTCOMES",
    "TRAITS",
    "UNKNOWN",
    "Brier",
    "Bundle",
    "Calibration",
    "Challenger",
    "CostCheck",
    "CostCurve",
    "Difference",
    "Fold",
    "Gains",
    "Line",
    "Manifest",
    "Parameters",
    "Prior",
    "ReliabilityCurve",
    "Rows",
    "Scored",
    "Scores",
    "Training",
    "auc",
    "auc_difference",
    "auc_error",
    "average_precision",
    "brier",
    "calibration_error",
    "calibration_line",
    "card_html",
    "categories",
    "check_code",
    "check_cost",
    "check_device",
    "choose_calibration",
    "client_costs",
    "code_fingerprint",
    "cost",
    "cost_curve",
    "cost_difference",
    "cost_interval",
    "cost_warnings",
    "evaluate",
    "expected_cost",
    "gains",
    "gini",
    "hold_out",
    "ks",
    "listed",
    "load",
    "load_prior",
    "log_loss",
    "log_odds",
    "loss_difference",
    "model_card",
    "out_of_fold",
    "outcomes",
    "persons",
    "points_of",
    "pool",
    "probability",
    "read_card",
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
    "values",
    "with_policies",
    "with_section",
]
