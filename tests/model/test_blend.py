"""Weights of two models: found on outcomes, never negative, each fold's by the other folds."""

from __future__ import annotations

import gc

import numpy as np
import pytest
from catboost import CatBoostClassifier, Pool
from scipy.special import expit

from scoring.model.blend import Blend, fit_blend, fit_fold_blends, out_of_fold
from scoring.model.odds import raw_log_odds

CLIENTS = 20_000


def drawn(own: float, prior: float, bias: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes that follow two scores with the given weights."""
    draw = np.random.default_rng(2)
    scores = draw.normal(size=(2, CLIENTS))
    raw = own * scores[0] + prior * scores[1] + bias
    return (draw.random(CLIENTS) < expit(raw)).astype(float), scores[0], scores[1]


@pytest.mark.parametrize(
    ("own", "prior", "bias"), [(1.0, 0.0, 0.0), (0.6, 0.45, 0.15), (0.0, 1.0, -2.0), (0.0, 0.0, 0.5)]
)
def test_the_weights_that_made_the_outcomes_are_found(own: float, prior: float, bias: float) -> None:
    found = fit_blend(*drawn(own, prior, bias))
    assert (found.own, found.prior, found.bias) == pytest.approx((own, prior, bias), abs=0.06)


def test_a_score_that_misleads_weighs_nothing() -> None:
    found = fit_blend(*drawn(1.0, -0.5, 0.0))
    assert found.prior == 0.0
    assert found.own > 0.5


def test_a_client_takes_no_part_in_the_weights_of_their_own_score() -> None:
    target, own, prior = drawn(1.0, 0.5, 0.0)
    fold = np.arange(CLIENTS) % 4
    turned = np.where(fold == 2, 1 - target, target)
    blends = [fit_fold_blends(outcomes, own, prior, fold) for outcomes in (target, turned)]
    before, after = (out_of_fold(each, own, prior, fold) for each in blends)
    assert before[fold == 2].tobytes() == after[fold == 2].tobytes()
    assert (before[fold != 2] != after[fold != 2]).all()


def test_alone_a_model_is_left_as_it_is() -> None:
    assert Blend().log_odds(np.array([0.1 + 0.2]), np.array([5.0])).tolist() == [0.1 + 0.2]


def test_a_blend_outlives_the_models_that_it_was_made_of() -> None:
    """One model counts categories, the other does not; without a copy the sum reads what is no more."""
    draw = np.random.default_rng(0)
    cells = np.empty((4_000, 2), dtype=object)
    cells[:, 0] = [f"kind {kind}" for kind in draw.integers(0, 60, len(cells))]
    cells[:, 1] = draw.random(len(cells))
    target = (draw.random(len(cells)) < 0.2).astype(float)
    data = Pool(cells, target, cat_features=[0])

    def grown(**options: int) -> CatBoostClassifier:
        return CatBoostClassifier(iterations=40, depth=4, verbose=False, allow_writing_files=False, **options).fit(data)

    known, own = grown(one_hot_max_size=100), grown(one_hot_max_size=2, max_ctr_complexity=1).copy()
    blend = Blend(0.5, 0.25, 0.1)
    expected = blend.log_odds(raw_log_odds(own, data), raw_log_odds(known, data))
    blended = blend.model(own, known)
    del own
    gc.collect()
    filled = [draw.random(size) for size in range(1, 3_000)]  # takes the memory that is free again
    assert raw_log_odds(blended, data) == pytest.approx(expected, abs=1e-12)
    assert filled
