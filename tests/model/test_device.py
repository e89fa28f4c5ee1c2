"""What trains: a GPU is refused where there is none, and where there is one gives a model that serves as any other."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from catboost import CatBoost
from catboost.utils import get_gpu_device_count

from scoring.faults import Refused
from scoring.model import auc
from scoring.model.device import check_device
from scoring.model.growing import Grower
from tests.model.test_training import CLIENTS, PARAMETERS, USED, clients, trained

GPU = replace(PARAMETERS, device="gpu")
HERE = get_gpu_device_count() > 0
with_gpu = pytest.mark.skipif(not HERE, reason="NOT TESTED: no GPU here")


def test_a_processor_is_always_there() -> None:
    check_device(PARAMETERS)
    check_device(replace(PARAMETERS, monotone=1))


@pytest.mark.skipif(HERE, reason="a GPU is here")
def test_a_gpu_is_refused_where_there_is_none() -> None:
    table, target = clients(1.0)
    with pytest.raises(Refused, match=r"SCORING_DEVICE=gpu: .* no NVIDIA GPU .*; set SCORING_DEVICE=cpu"):
        Grower.of(table, target, USED, GPU)


def test_monotone_features_are_refused_on_a_gpu() -> None:
    with pytest.raises(Refused, match=r"SCORING_MONOTONE=1: .* on a GPU; set SCORING_DEVICE=cpu"):
        check_device(replace(GPU, monotone=1))


@with_gpu
def test_a_gpu_finds_what_is_there_and_nothing_else() -> None:
    found, chance = trained(GPU), trained(GPU, signal=0.0)
    assert auc(found.target, found.probability) > 0.65
    assert auc(chance.target, chance.probability) == pytest.approx(0.5, abs=0.12)


@with_gpu
def test_what_a_gpu_has_trained_scores_the_same_from_its_file(tmp_path: Path) -> None:
    rows = clients(1.0)[0].to_pandas()[[feature.name for feature in USED]]
    model = trained(GPU).model
    model.save_model(str(tmp_path / "model.cbm"))
    loaded, raw = CatBoost().load_model(str(tmp_path / "model.cbm")), "RawFormulaVal"
    np.testing.assert_array_equal(loaded.predict(rows, raw), model.predict(rows, raw))


@with_gpu
def test_a_training_on_a_gpu_is_gone_on_with_from_its_snapshot(tmp_path: Path) -> None:
    table, target = clients(1.0)
    learn, score = np.arange(0, CLIENTS, 2), np.arange(1, CLIENTS, 2)
    grower = Grower.of(table, target, USED, GPU)
    first = grower.against(learn, score, tmp_path)
    again = grower.against(learn, score, tmp_path)
    assert first.losses == again.losses
