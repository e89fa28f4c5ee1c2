"""Training: the same seed gives the same model, out-of-fold means out of fold, too little is refused."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.features import AUDIT_ONLY, FEATURE, FEATURES
from scoring.model import Parameters, Prior, Training, auc, probability, split, train
from scoring.model.growing import Grower
from scoring.model.matrix import pool
from scoring.model.uncertainty import spread
from scoring.pipeline import Run

PARAMETERS = Parameters(
    seed=0,
    folds=3,
    holdout=0.0,
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
    shifting=1,
    confidence=0.8,
    monotone=0,
    threads=2,
)
NOISE = [feature for feature in FEATURES if feature.unit == "money"][:12]
USED = (FEATURE["EXT_SOURCE_MEAN"], *NOISE, FEATURE["OCCUPATION_TYPE"])
CLIENTS = 240


def clients(signal: float, seed: int = 3) -> tuple[pa.Table, np.ndarray]:
    """Random features and outcomes; the first feature follows the outcome as strongly as `signal`.

    Each client has an occupation of their own, by which a model could know them again.
    """
    draw = np.random.default_rng(seed)
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
    assert metrics["selection_agreement"] == training.agreement
    assert metrics["refused_share"] == (training.probability >= training.curve.best).mean()


def test_a_model_uses_the_features_that_its_defaults_pay_for() -> None:
    few = trained(replace(PARAMETERS, least_features=3, most_features=3))
    assert len(few.dropped) == len(USED) - 3
    assert 0 < few.agreement < 1  # chance decides on all but the one that follows the outcome
    used = {USED[position].name for position in np.flatnonzero(few.model.get_feature_importance())}
    assert not used & set(few.dropped)
    assert USED[0].name in used  # the one that follows the outcome


def test_nothing_is_chosen_by_the_holdout_but_the_final_model_learns_from_it(training: Training) -> None:
    table, target = clients(1.0)
    held = np.arange(CLIENTS) % 5 == 0
    fold = np.where(held, 0, split(np.arange(CLIENTS), target, 3, 0))
    kept = train(table, target, fold, USED, PARAMETERS, lambda text: None, held)
    turned = train(table, np.where(held, 1 - target, target), fold, USED, PARAMETERS, lambda text: None, held)
    assert kept.holdout is not None and turned.holdout is not None
    assert kept.rows.tolist() == np.flatnonzero(~held).tolist()
    assert kept.probability.tobytes() == turned.probability.tobytes()
    assert kept.curve.best == turned.curve.best
    assert kept.holdout.probability.tobytes() == turned.holdout.probability.tobytes()
    assert auc(kept.holdout.target, kept.holdout.probability) > 0.6
    assert kept.model != turned.model
    assert training.holdout is None


def known(signal: float) -> Prior:
    """What other clients told, by some of the features."""
    table, target = clients(signal, seed=8)
    features = USED[:5]
    model, _ = Grower.of(table, target, features, PARAMETERS).to(30, np.arange(CLIENTS))
    return Prior(model, features, {"dropped": {}})


def test_a_prior_weighs_by_what_it_tells_and_is_summed_into_the_one_model() -> None:
    table, target = clients(1.0)
    fold = split(np.arange(CLIENTS), target, 3, 0)
    wise, idle = (
        train(table, target, fold, USED, PARAMETERS, lambda text: None, prior=known(signal)) for signal in (3.0, 0.0)
    )
    moved = [part.blend.prior * np.ptp(known(told).log_odds(table)) for part, told in ((wise, 3.0), (idle, 0.0))]
    assert moved[0] > 3 * moved[1]
    data = pool(table, USED)
    own, _ = Grower.of(table, target, USED, PARAMETERS).to(wise.trees, np.arange(CLIENTS))
    apart = wise.blend.log_odds(own.predict(data, prediction_type="RawFormulaVal"), known(3.0).log_odds(table))
    together = wise.model.predict(data, prediction_type="RawFormulaVal")
    assert np.abs(together - apart).max() < 1e-12
    shap = wise.model.get_feature_importance(data, type="ShapValues")
    assert np.abs(shap.sum(axis=1) - together).max() < 1e-9
    assert probability(together).max() < 1


def test_where_the_prior_alone_weighs_how_much_it_weighs_is_uncertain() -> None:
    table, target = clients(3.0)
    fold = split(np.arange(CLIENTS), target, 3, 0)
    learns_nothing = replace(PARAMETERS, iterations=1, learning_rate=1e-6)
    found = train(table, target, fold, USED, learns_nothing, lambda text: None, prior=known(3.0))
    members = [member.predict(pool(table, USED), prediction_type="RawFormulaVal") for member in found.members]
    error = spread(np.stack(members))
    assert error.min() > 0
    assert np.ptp(error) > 0.1  # the further from the middle, the more the weight matters


def test_no_class_is_weighted() -> None:
    assert not [name for name in PARAMETERS.catboost() if "weight" in name]


def test_sex_is_no_feature_and_in_none(tiny_run: Run) -> None:
    assert AUDIT_ONLY == ("CODE_GENDER",)
    for feature in FEATURES:
        assert "CODE_GENDER" not in feature.name + feature.expression
    assert "CODE_GENDER" not in pq.read_table(tiny_run.features()).column_names
