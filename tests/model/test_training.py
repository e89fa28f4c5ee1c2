"""Training: the same seed gives the same model, out-of-fold means out of fold, too little is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.features import AUDIT_ONLY, FEATURE, FEATURES
from scoring.model import Parameters, Training, auc, split, train
from scoring.pipeline import Run

PARAMETERS = Parameters(
    seed=0,
    folds=3,
    cost_ratio=10.0,
    iterations=40,
    patience=40,
    learning_rate=0.2,
    depth=4,
    l2=1.0,
    rsm=1.0,
    defaults_per_feature=1,
    least_features=1,
    most_features=300,
    threads=2,
)
NOISE = [feature for feature in FEATURES if feature.unit == "money"][:12]
USED = (FEATURE["EXT_SOURCE_MEAN"], *NOISE, FEATURE["OCCUPATION_TYPE"])
CLIENTS = 240


def clients(signal: float) -> tuple[pa.Table, np.ndarray]:
    """Random features and outcomes; the first feature follows the outcome as strongly as `signal`.

    Each client has an occupation of their own, by which a model could know them again.
    """
    draw = np.random.default_rng(3)
    target = (draw.random(CLIENTS) < 0.3).astype(float)
    columns = {
        "EXT_SOURCE_MEAN": draw.normal(signal * target, 1.0),
        **{feature.name: draw.random(CLIENTS) for feature in NOISE},
        "OCCUPATION_TYPE": [f"occupation of client {client}" for client in range(CLIENTS)],
    }
    return pa.table(columns), target


def trained(parameters: Parameters = PARAMETERS, signal: float = 1.0) -> Training:
    table, target = clients(signal)
    fold = split(np.arange(CLIENTS), target, parameters.folds, parameters.seed)
    return train(table, target, fold, USED, parameters, progress=lambda text: None)


@pytest.fixture(scope="module")
def training() -> Training:
    return trained()


@pytest.mark.parametrize("threads", [1, 2, 3])
def test_the_same_seed_gives_the_same_bits_on_any_number_of_threads(training: Training, threads: int) -> None:
    again = trained(replace(PARAMETERS, threads=threads))
    assert again.probability.tobytes() == training.probability.tobytes()
    assert again.model == training.model
    assert again.curve.best == training.curve.best


def test_another_seed_gives_other_folds(training: Training) -> None:
    assert not np.array_equal(trained(replace(PARAMETERS, seed=1)).probability, training.probability)


def test_what_was_learnt_of_a_client_is_not_in_their_own_prediction() -> None:
    by_heart = replace(PARAMETERS, depth=8, l2=0.01, learning_rate=0.05)
    chance = trained(by_heart, signal=0.0)
    table, target = clients(0.0)
    of_everyone = chance.model.predict_proba(table.to_pandas()[[feature.name for feature in USED]])[:, 1]
    assert auc(target, of_everyone) > 0.8
    assert abs(auc(target, chance.probability) - 0.5) < 0.1


def test_what_is_there_is_found(training: Training) -> None:
    assert auc(training.target, training.probability) > 0.65


def test_every_client_is_held_out_once_and_every_model_is_as_long(training: Training) -> None:
    assert len(training.folds) == PARAMETERS.folds
    assert sum(fold.clients for fold in training.folds) == CLIENTS == len(training.probability)
    assert 0 < training.model.tree_count_ <= min(fold.trees for fold in training.folds)


def test_metrics_are_those_of_the_out_of_fold_predictions(training: Training) -> None:
    metrics = training.metrics()
    assert metrics["clients"] == CLIENTS
    assert metrics["default_rate"] == training.target.mean()
    assert metrics["auc"] == auc(training.target, training.probability)
    assert metrics["cost_per_applicant"] == training.curve.costs.min()
    assert metrics["refused_share"] == (training.probability >= training.curve.best).mean()


def test_a_model_uses_the_features_that_its_defaults_pay_for() -> None:
    few = trained(replace(PARAMETERS, least_features=3, most_features=3))
    assert len(few.dropped) == len(USED) - 3
    assert list(few.dropped) == sorted(set(few.dropped))
    used = np.flatnonzero(few.model.get_feature_importance())
    assert not set(used) & set(few.dropped)
    assert 0 in used  # the one that follows the outcome


def test_no_class_is_weighted() -> None:
    assert not [name for name in PARAMETERS.catboost() if "weight" in name]


def test_sex_is_no_feature_and_in_none(tiny_run: Run) -> None:
    assert AUDIT_ONLY == ("CODE_GENDER",)
    for feature in FEATURES:
        assert "CODE_GENDER" not in feature.name + feature.expression
    assert "CODE_GENDER" not in pq.read_table(tiny_run.features()).column_names
