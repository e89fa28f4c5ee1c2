"""The threshold that costs least: small tables computed by hand, then brute force."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.model import client_costs, cost, cost_curve, refused

BY_HAND: list[tuple[str, list[int], list[float], float, list[float], list[float], float]] = [
    # case, outcomes (1: default), probabilities, ratio, thresholds, costs per applicant, the best
    ("one client in order", [0, 0, 1], [0.1, 0.2, 0.8], 10, [0, 0.15, 0.5, 1], [2 / 3, 1 / 3, 0, 10 / 3], 0.5),
    ("a default that ranks low", [1, 0], [0.2, 0.6], 10, [0, 0.4, 1], [0.5, 5.5, 5], 0),
    ("a default that ranks low, cheap", [1, 0], [0.2, 0.6], 0.5, [0, 0.4, 1], [0.5, 0.75, 0.25], 1),
    ("ties stay together", [0, 1, 0, 1], [0.3, 0.3, 0.3, 0.5], 10, [0, 0.4, 1], [0.5, 2.5, 5], 0),
    ("ties, a cheap default", [0, 1, 0, 1], [0.3, 0.3, 0.3, 0.5], 1, [0, 0.4, 1], [0.5, 0.25, 0.5], 0.4),
    ("equal costs: the lowest", [1, 0], [0.2, 0.6], 1, [0, 0.4, 1], [0.5, 1, 0.5], 0),
    ("order of clients is nothing", [1, 0, 0], [0.8, 0.2, 0.1], 10, [0, 0.15, 0.5, 1], [2 / 3, 1 / 3, 0, 10 / 3], 0.5),
    ("all good", [0, 0], [0.2, 0.6], 10, [0, 0.4, 1], [1, 0.5, 0], 1),
    ("all bad", [1, 1], [0.2, 0.6], 10, [0, 0.4, 1], [0, 5, 10], 0),
    ("one client", [1], [0.5], 10, [0, 1], [0, 10], 0),
]


@pytest.mark.parametrize(
    ("target", "probability", "ratio", "thresholds", "costs", "best"),
    [case[1:] for case in BY_HAND],
    ids=[case[0] for case in BY_HAND],
)
def test_the_curve_is_the_one_computed_by_hand(
    target: list[int], probability: list[float], ratio: float, thresholds: list[float], costs: list[float], best: float
) -> None:
    curve = cost_curve(np.array(target), np.array(probability), ratio)
    assert curve.thresholds.tolist() == pytest.approx(thresholds)
    assert curve.costs.tolist() == pytest.approx(costs)
    assert curve.best == pytest.approx(best)
    assert curve.least == min(curve.costs)


@pytest.mark.parametrize("ratio", [0.3, 1.0, 10.0])
@pytest.mark.parametrize("seed", range(5))
def test_no_threshold_is_cheaper_and_none_sits_on_a_client(seed: int, ratio: float) -> None:
    draw = np.random.default_rng(seed)
    probability = draw.random(60).round(2)
    target = (draw.random(60) < probability).astype(int)
    curve = cost_curve(target, probability, ratio)
    everywhere = [cost(target, probability, threshold, ratio) for threshold in np.linspace(0, 1.001, 2003)]
    assert curve.least == pytest.approx(min(everywhere))
    assert curve.costs.tolist() == pytest.approx([cost(target, probability, t, ratio) for t in curve.thresholds])
    assert not set(curve.thresholds[1:].tolist()) & set(probability.tolist())
    assert (np.diff(curve.thresholds) > 0).all()


@pytest.mark.parametrize(
    ("probability", "kept_apart"),
    [
        ([0.0, 1.0], "certain: the last threshold still grants everyone"),
        ([0.5, np.nextafter(0.5, 1)], "neighbouring numbers: none lies between"),
        ([np.nextafter(1.0, 0), 1.0], "neighbours at the upper end"),
        ([0.0, 5e-324], "neighbours at the lower end"),
    ],
)
def test_the_costs_are_those_of_the_decisions_at_the_edges(probability: list[float], kept_apart: str) -> None:
    target, scored = np.array([0, 1]), np.array(probability)
    curve = cost_curve(target, scored, 10.0)
    assert curve.costs.tolist() == [cost(target, scored, t, 10.0) for t in curve.thresholds] == [0.5, 0.0, 5.0]


def test_who_is_at_the_threshold_is_refused() -> None:
    assert refused(np.array([0.0, 0.29, 0.3, 1.0]), 0.3).tolist() == [False, False, True, True]


def test_what_each_client_costs() -> None:
    target, probability = np.array([0, 0, 1, 1]), np.array([0.1, 0.3, 0.1, 0.3])
    assert client_costs(target, probability, 0.2, 10.0).tolist() == [0.0, 1.0, 10.0, 0.0]
