"""The cost that an AUC lets expect: the published line, and an alarm when it is left."""

from __future__ import annotations

import math

import numpy as np
import pytest

from scoring.model import CostCheck, check_cost, cost, cost_curve, cost_interval, cost_warnings, evaluate, expected_cost
from tests.model.drawn import clients

RATE, RATIO = 0.0807, 10.0


@pytest.mark.parametrize(
    ("area", "published"),
    [(0.75, 0.5441), (0.77, 0.5167), (0.78, 0.5028), (0.79, 0.4886), (0.80, 0.4743), (0.805, 0.4670)],
)
def test_the_line_is_the_published_one(area: float, published: float) -> None:
    assert expected_cost(area, RATE, RATIO) == pytest.approx(published, rel=5e-4)


@pytest.mark.parametrize(
    ("case", "area", "rate", "ratio", "expected"),
    [
        ("no better than chance: grant all", 0.5, 0.08, 10.0, 0.8),
        ("no better than chance: refuse all", 0.4, 0.08, 20.0, 0.92),
        ("hardly better", 0.5001, 0.08, 10.0, 0.8),
        ("perfect", 1.0, 0.08, 10.0, 0.0),
        ("nobody defaults", 0.7, 0.0, 10.0, 0.0),
        ("everybody defaults", 0.7, 1.0, 10.0, 0.0),
    ],
)
def test_the_ends_of_the_line(case: str, area: float, rate: float, ratio: float, expected: float) -> None:
    assert expected_cost(area, rate, ratio) == pytest.approx(expected, abs=1e-6)


def binormal(count: int, seed: int = 0) -> tuple[np.ndarray, np.ndarray, float]:
    """Clients of a binormal model (AUC .76), their true probabilities, the threshold of theory."""
    draw = np.random.default_rng(seed)
    target = (draw.random(count) < RATE).astype(int)
    score = draw.normal(target * 1.0, 1.0)
    return target, 1 / (1 + np.exp(-(score - 0.5 + math.log(RATE / (1 - RATE))))), 1 / (1 + RATIO)


def test_a_good_threshold_raises_no_alarm() -> None:
    check = check_cost(*binormal(50_000), RATIO)
    assert check.observed == pytest.approx(check.expected, rel=0.02)
    assert not check.alarm


@pytest.mark.parametrize(
    ("planted", "threshold"), [("twice too high", 2 / 11), ("half too low", 0.5 / 11), ("typed", 0.5)]
)
def test_a_planted_wrong_threshold_raises_the_alarm(planted: str, threshold: float) -> None:
    target, probability, _ = binormal(50_000)
    assert check_cost(target, probability, threshold, RATIO).alarm


def test_planted_wrong_probabilities_raise_the_alarm() -> None:
    target, probability, threshold = binormal(50_000)
    assert check_cost(target, probability / 2, threshold, RATIO).alarm


def test_the_error_is_what_drawing_again_gives() -> None:
    checks = [check_cost(*binormal(2000, seed), RATIO) for seed in range(300)]
    costs = np.std([check.observed for check in checks])
    assert np.mean([check.error for check in checks]) == pytest.approx(costs, rel=0.1)


@pytest.mark.parametrize(
    ("case", "observed", "error", "alarm"),
    [
        ("on the line", 0.500, 0.001, False),
        ("off by less than 2 %", 0.509, 0.001, False),
        ("off by more, within two errors", 0.515, 0.010, False),
        ("off by more and by more than two errors", 0.515, 0.005, True),
        ("too cheap is a fault as well", 0.485, 0.005, True),
        ("no error is known", 0.6, math.nan, False),
    ],
)
def test_the_alarm(case: str, observed: float, error: float, alarm: bool) -> None:
    assert CostCheck(observed, 0.5, error).alarm is alarm


def test_with_one_outcome_only_nothing_is_expected() -> None:
    check = check_cost(np.zeros(3, dtype=int), np.array([0.1, 0.2, 0.3]), 0.25, RATIO)
    assert check.observed == pytest.approx(1 / 3)
    assert math.isnan(check.expected)
    assert not check.alarm


def test_the_interval_is_seeded_and_holds_the_cost() -> None:
    target, risk = clients(2000)
    threshold = cost_curve(target, risk, RATIO).best
    low, high = cost_interval(target, risk, threshold, RATIO, seed=3)
    assert (low, high) == cost_interval(target, risk, threshold, RATIO, seed=3)
    assert (low, high) != cost_interval(target, risk, threshold, RATIO, seed=4)
    assert low < cost(target, risk, threshold, RATIO) < high


def test_the_interval_is_what_drawing_clients_again_gives() -> None:
    target, risk = clients(1000)
    draw = np.random.default_rng(0)
    again = [
        cost(target[drawn], risk[drawn], 0.1, RATIO) for drawn in (draw.integers(0, 1000, 1000) for _ in range(2000))
    ]
    low, high = cost_interval(target, risk, 0.1, RATIO, seed=0)
    assert (low, high) == pytest.approx(tuple(np.quantile(again, [0.025, 0.975])), rel=0.03)


@pytest.mark.parametrize(
    ("threshold", "held", "said"),
    [
        (1 / 11, 1 / 11, []),
        (1 / 11, None, []),
        (0.5, None, ["warning: out of fold the cost is 0."]),
        (1 / 11, 0.5, ["warning: on the holdout the cost is 0."]),
        (0.5, 0.5, ["warning: out of fold the cost is 0.", "warning: on the holdout the cost is 0."]),
    ],
)
def test_costs_off_the_line_are_warned_of_where_they_are(threshold: float, held: float | None, said: list[str]) -> None:
    target, probability, _ = binormal(20_000)
    folds, holdout = (one and evaluate(target, probability, one, RATIO, seed=0) for one in (threshold, held))
    warnings = cost_warnings({**(folds or {}), "holdout": holdout})
    assert [warning[: len(begins)] for warning, begins in zip(warnings, said, strict=True)] == said
    assert all(warning.endswith("Threshold or probabilities are at fault.") for warning in warnings)


def test_without_measures_nothing_is_warned_of() -> None:
    assert cost_warnings({}) == cost_warnings({"cost_alarm": False, "holdout": None}) == ()


def test_where_no_cost_is_expected_it_is_no_share_of_it() -> None:
    metrics = {"cost_per_applicant": 0.1, "cost_expected": 0.0, "cost_error": 0.01, "cost_alarm": True}
    (warning,) = cost_warnings(metrics)
    assert "the cost is 0.1000 per applicant, not the 0.0000 that its AUC lets expect" in warning
