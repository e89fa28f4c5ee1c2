"""The space of parameters, and the log-loss of clients held out, with snapshots and without."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from catboost import CatBoostClassifier
from sklearn.metrics import log_loss

from scoring.model import Parameters, split
from scoring.model.growing import Grower
from scoring.model.tuning import SPACE, changes, forget, held_out_losses, pooled, snapshot_folder, space
from scoring.settings import Settings
from tests.model.test_training import CLIENTS, PARAMETERS, USED, clients

SHORT = replace(PARAMETERS, iterations=12, patience=12)


@pytest.fixture(scope="module")
def grower() -> Grower:
    table, target = clients(1.0)
    return Grower.of(table, target, USED, SHORT)


@pytest.fixture(scope="module")
def fold() -> np.ndarray:
    return split(np.arange(CLIENTS), clients(1.0)[1], 3, 0)


def test_every_point_of_the_space_is_a_setting() -> None:
    for ends in ("low", "high"):
        found = changes({dimension.name: getattr(dimension, ends) for dimension in SPACE})
        settings = replace(Settings(), **found)  # type: ignore[arg-type]
        assert all(name in Parameters.__dataclass_fields__ for name in found)
        assert {name: getattr(settings, name) for name in found} == found


def test_a_graphics_card_has_no_rsm() -> None:
    assert "rsm" in {dimension.name for dimension in space("cpu")}
    assert "rsm" not in {dimension.name for dimension in space("gpu")}
    assert len(space("gpu")) == len(space("cpu")) - 1


def test_values_are_those_that_are_told() -> None:
    found = changes({"learning_rate": 0.0123456, "l2": 123.456, "depth": 6, "features": 131})
    assert found == {"depth": 6, "learning_rate": 0.0123, "l2": 123.0, "least_features": 131, "most_features": 131}
    assert isinstance(found["depth"], int)


def test_the_loss_is_that_of_all_clients_held_out(grower: Grower, fold: np.ndarray, tmp_path: Path) -> None:
    target = np.array(grower.data.get_label(), dtype=float)
    losses = list(held_out_losses(grower, fold, tmp_path))
    best = []
    models = [
        CatBoostClassifier(**SHORT.catboost(), iterations=12).fit(grower.data.slice(np.flatnonzero(fold != number)))
        for number in range(3)
    ]
    for trees in range(1, 13):
        probability = np.empty(CLIENTS)
        for number, model in enumerate(models):
            held_out = np.flatnonzero(fold == number)
            probability[held_out] = model.predict_proba(grower.data.slice(held_out), ntree_end=trees)[:, 1]
        best.append(log_loss(target, probability))
    assert pooled(losses, np.bincount(fold).tolist()) == pytest.approx(min(best), abs=1e-9)


def test_models_of_unlike_length_are_cut_to_one() -> None:
    losses = [[0.9, 0.5, 0.7], [0.9, 0.8, 0.1, 0.0]]
    assert pooled(losses, [1, 1]) == pytest.approx(0.4)  # (.7 + .1) / 2 with three trees
    assert pooled(losses, [9, 1]) == pytest.approx(0.53)  # (9 * .5 + .8) / 10 with two
    assert pooled(losses[:1], [9, 1]) == 0.5


def test_a_stopped_training_is_gone_on_with_to_the_same_end(grower: Grower, fold: np.ndarray, tmp_path: Path) -> None:
    whole = list(held_out_losses(grower, fold, tmp_path / "whole"))
    stopped = held_out_losses(replace(grower, parameters=replace(SHORT, iterations=5)), fold, tmp_path / "stopped")
    assert len(next(stopped)) == 5  # a snapshot after five trees of twelve, in the first fold alone
    stopped.close()
    assert list(held_out_losses(grower, fold, tmp_path / "stopped")) == whole


def test_other_parameters_or_data_never_meet_an_old_snapshot(grower: Grower, fold: np.ndarray, tmp_path: Path) -> None:
    slower = replace(SHORT, learning_rate=0.05)
    places = {
        snapshot_folder(tmp_path, parameters, key)
        for parameters in (SHORT, slower, replace(SHORT, depth=3), replace(SHORT, iterations=13))
        for key in ("these", "others")
    }
    assert len(places) == 8
    assert snapshot_folder(tmp_path, replace(SHORT, threads=1), "these") in places
    alone = list(held_out_losses(replace(grower, parameters=slower), fold, tmp_path / "alone"))
    list(held_out_losses(grower, fold, snapshot_folder(tmp_path, SHORT, "these")))
    place = snapshot_folder(tmp_path, slower, "these")
    assert list(held_out_losses(replace(grower, parameters=slower), fold, place)) == alone
    forget(place)
    assert not place.exists()
