"""How well probabilities rank: known values, by hand, and a bootstrap."""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np
import pytest

from scoring.model import auc, auc_error, average_precision, gains, gini, ks, log_loss


@pytest.mark.parametrize(
    ("target", "probability", "area"),
    [
        ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], 0.75),
        ([0, 1], [0.2, 0.3], 1.0),
        ([1, 0], [0.2, 0.3], 0.0),
        ([1, 0, 1, 0], [0.3, 0.3, 0.3, 0.3], 0.5),
        ([1, 0, 0], [0.3, 0.3, 0.1], 0.75),
        ([0, 0], [0.2, 0.3], math.nan),
        ([1, 1], [0.2, 0.3], math.nan),
    ],
)
def test_auc(target: list[int], probability: list[float], area: float) -> None:
    assert auc(np.array(target), np.array(probability)) == pytest.approx(area, nan_ok=True)


@pytest.mark.parametrize(
    ("target", "probability", "error"),
    [
        # Of two defaults one ranks above half of the good clients, one above all; and the reverse:
        # both shares have variance 1/8, over two clients each.
        ([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8], math.sqrt(1 / 16 + 1 / 16)),
        ([0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4], 0.0),
        # A tie counts half: shares 3/4 and 1 among the defaults, 1 and 3/4 among the good.
        ([0, 0, 1, 1], [0.1, 0.3, 0.3, 0.8], math.sqrt(1 / 64 + 1 / 64)),
        ([0, 0, 1], [0.1, 0.2, 0.3], math.nan),
        ([0, 1, 1], [0.1, 0.2, 0.3], math.nan),
    ],
)
def test_auc_error(target: list[int], probability: list[float], error: float) -> None:
    assert auc_error(np.array(target), np.array(probability)) == pytest.approx(error, nan_ok=True)


def test_auc_error_is_what_drawing_clients_again_gives() -> None:
    draw = np.random.default_rng(0)
    target = np.repeat([1, 0], [60, 240])
    probability = draw.normal(target * 0.8, 1.0)
    again = []
    for _ in range(400):
        drawn = np.concatenate([draw.integers(0, 60, 60), draw.integers(60, 300, 240)])
        again.append(auc(target[drawn], probability[drawn]))
    assert auc_error(target, probability) == pytest.approx(np.std(again), rel=0.15)


# Of six clients, from the riskiest: a default, a good one, a default, three good ones.
TARGET, PROBABILITY = np.array([0, 0, 0, 1, 0, 1]), np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6])


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (auc, 7 / 8),
        (gini, 3 / 4),
        (ks, 3 / 4),  # refusing three finds both defaults and one good client of four
        (average_precision, (1 + 2 / 3) / 2),
        (log_loss, -(math.log(0.9 * 0.8 * 0.7 * 0.5) + math.log(0.4 * 0.6)) / 6),
    ],
)
def test_a_measure_by_hand(measure: Callable[[np.ndarray, np.ndarray], float], value: float) -> None:
    assert measure(TARGET, PROBABILITY) == pytest.approx(value)


@pytest.mark.parametrize("outcome", [0, 1])
@pytest.mark.parametrize("measure", [auc, gini, ks, average_precision])
def test_one_outcome_ranks_nothing(measure: Callable[[np.ndarray, np.ndarray], float], outcome: int) -> None:
    assert math.isnan(measure(np.full(3, outcome), np.array([0.1, 0.2, 0.3])))


def test_gains_by_hand() -> None:
    found = gains(TARGET, PROBABILITY, 3)
    assert found.clients.tolist() == [2, 2, 2]
    assert found.defaults.tolist() == [1, 1, 0]
    assert found.rate.tolist() == [0.5, 0.5, 0.0]
    assert found.reached.tolist() == pytest.approx([1 / 3, 2 / 3, 1])
    assert found.caught.tolist() == [0.5, 1.0, 1.0]
    assert found.lift.tolist() == pytest.approx([1.5, 1.5, 1.0])


def test_gains_keep_ties_together_and_count_everyone() -> None:
    found = gains(np.array([1, 0, 0, 0]), np.array([0.2, 0.2, 0.2, 0.1]), 4)
    assert found.clients.tolist() == [3, 1]
    assert found.defaults.tolist() == [1, 0]
