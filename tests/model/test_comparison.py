"""Paired differences: none between equals, a planted one found, the interval what drawing clients again gives."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.model import Difference, auc, auc_difference, auc_error, cost, cost_difference, log_loss, loss_difference

RATIO = 10.0
THRESHOLDS = (0.5, 0.5)


def scores(clients: int = 600, seed: int = 0) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Outcomes (a fifth of them defaults), a score of them, and the same score with noise planted on it."""
    draw = np.random.default_rng(seed)
    target = (np.arange(clients) % 5 == 0).astype(float)
    good = 1 / (1 + np.exp(-draw.normal(1.5 * target - 1, 1.0)))
    return target, good, np.clip(good + draw.normal(0, 0.2, clients), 0, 1)


def test_equal_scores_are_not_apart() -> None:
    target, good, _ = scores()
    nothing = Difference(0.0, 0.0, 0.0, 0.0)
    assert auc_difference(target, good, good) == nothing
    assert auc_difference(target, good, np.log(good)) == nothing
    assert cost_difference(target, good, good, THRESHOLDS, RATIO, seed=0) == nothing
    assert loss_difference(target, good, good) == nothing


def test_a_planted_difference_is_found() -> None:
    target, good, worse = scores()
    areas = auc_difference(target, good, worse)
    assert areas.value == pytest.approx(auc(target, good) - auc(target, worse))
    assert areas.low > 0
    costs = cost_difference(target, good, worse, (0.2, 0.6), RATIO, seed=0)
    assert costs.value == pytest.approx(cost(target, good, 0.2, RATIO) - cost(target, worse, 0.6, RATIO))
    assert costs.high < 0
    said = np.clip(worse, 0.01, 0.99)  # a probability of 0 or 1 that is wrong has no finite loss
    losses = loss_difference(target, good, said)
    assert losses.value == pytest.approx(log_loss(target, good) - log_loss(target, said))
    assert losses.high < 0


def test_turned_around_the_sign_turns() -> None:
    target, good, worse = scores()
    there, back = auc_difference(target, good, worse), auc_difference(target, worse, good)
    assert (back.value, back.error, back.low) == pytest.approx((-there.value, there.error, -there.high))


def test_against_chance_the_error_is_the_area_s_own() -> None:
    target, good, _ = scores()
    found = auc_difference(target, good, np.zeros(len(target)))
    assert found.value == pytest.approx(auc(target, good) - 0.5)
    assert found.error == pytest.approx(auc_error(target, good))


def test_both_errors_are_what_drawing_clients_again_gives() -> None:
    target, good, worse = scores()
    draw = np.random.default_rng(1)
    areas, costs = [], []
    for _ in range(400):
        drawn = draw.integers(0, len(target), len(target))
        areas.append(auc(target[drawn], good[drawn]) - auc(target[drawn], worse[drawn]))
        costs.append(cost(target[drawn], good[drawn], 0.5, RATIO) - cost(target[drawn], worse[drawn], 0.5, RATIO))
    assert auc_difference(target, good, worse).error == pytest.approx(np.std(areas), rel=0.15)
    found = cost_difference(target, good, worse, THRESHOLDS, RATIO, seed=0)
    assert found.error == pytest.approx(np.std(costs), rel=0.15)
    assert (found.low, found.high) == pytest.approx(np.quantile(costs, [0.025, 0.975]), abs=0.5 * found.error)


def test_paired_it_is_known_better_than_either() -> None:
    target, good, worse = scores()
    apart = math.hypot(auc_error(target, good), auc_error(target, worse))
    assert auc_difference(target, good, worse).error < apart


def test_a_seed_gives_the_same_interval() -> None:
    target, good, worse = scores()
    first, again, other = (cost_difference(target, good, worse, THRESHOLDS, RATIO, seed) for seed in (3, 3, 4))
    assert first == again
    assert first.value == other.value
    assert first.low != other.low or first.error != other.error


@pytest.mark.parametrize("target", [[0, 0, 0], [1, 1, 1], [1, 0, 0]])
def test_of_too_few_no_error_is_told(target: list[int]) -> None:
    found = auc_difference(np.array(target), np.array([0.1, 0.2, 0.3]), np.array([0.3, 0.2, 0.1]))
    assert math.isnan(found.error)
    assert math.isnan(found.low)
    assert math.isnan(found.high)
