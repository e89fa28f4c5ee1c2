"""Reliability: known risks give the known line, the parts of the Brier score add up."""

from __future__ import annotations

import math

import numpy as np
import pytest
from scipy.special import logit

from scoring.model import brier, calibration_error, calibration_line, reliability_curve
from tests.model.drawn import clients, distorted


@pytest.mark.parametrize(
    ("said", "slope", "intercept"),
    [
        # log-odds said: factor and shift of the true ones; true = slope * said + intercept
        ((1.0, 0.0), 1.0, 0.0),
        ((2.0, 0.0), 0.5, 0.0),
        ((0.5, 0.0), 2.0, 0.0),
        ((1.0, 0.7), 1.0, -0.7),
        ((2.0, -1.0), 0.5, 0.5),
    ],
)
def test_the_line_finds_what_was_done_to_the_risks(said: tuple[float, float], slope: float, intercept: float) -> None:
    target, risk = clients()
    line = calibration_line(target, distorted(risk, *said))
    assert abs(line.slope - slope) < 3 * line.slope_error < 0.2
    assert abs(line.intercept - intercept) < 3 * line.intercept_error < 0.3


def test_at_the_fit_the_residuals_have_neither_mean_nor_trend() -> None:
    target, risk = clients(500)
    line = calibration_line(target, risk)
    fitted = distorted(risk, line.slope, line.intercept)
    assert (target - fitted).sum() == pytest.approx(0, abs=1e-6)
    assert ((target - fitted) * logit(risk)).sum() == pytest.approx(0, abs=1e-5)


def test_the_errors_are_what_drawing_again_gives() -> None:
    lines = [calibration_line(*clients(2000, seed)) for seed in range(150)]
    for name in ("slope", "intercept"):
        drawn = np.std([getattr(line, name) for line in lines])
        assert np.mean([getattr(line, f"{name}_error") for line in lines]) == pytest.approx(drawn, rel=0.2)


@pytest.mark.parametrize(
    ("case", "target", "probability"),
    [
        ("all bad above all good", [0, 0, 1, 1], [0.1, 0.2, 0.3, 0.4]),
        ("all good above all bad", [1, 1, 0, 0], [0.1, 0.2, 0.3, 0.4]),
        ("they touch", [0, 0, 1, 1], [0.1, 0.3, 0.3, 0.4]),
        ("one probability for all", [0, 1, 0, 1], [0.3] * 4),
        ("nobody defaulted", [0, 0, 0], [0.1, 0.2, 0.3]),
        ("everybody defaulted", [1, 1, 1], [0.1, 0.2, 0.3]),
    ],
)
def test_no_line_where_none_is_the_most_likely(case: str, target: list[int], probability: list[float]) -> None:
    line = calibration_line(np.array(target), np.array(probability))
    assert all(map(math.isnan, (line.slope, line.slope_error, line.intercept, line.intercept_error)))


def test_certain_probabilities_have_a_line_too() -> None:
    line = calibration_line(np.array([0, 1, 0, 1]), np.array([0.0, 0.2, 0.4, 1.0]))
    assert math.isfinite(line.slope)


# Four clients in two bins: .1 and .3 of whom none defaulted, .5 and .9 of whom one did.
TARGET, PROBABILITY = np.array([0, 0, 0, 1]), np.array([0.1, 0.3, 0.5, 0.9])


def test_the_curve_by_hand() -> None:
    curve = reliability_curve(TARGET, PROBABILITY, 2)
    assert curve.clients.tolist() == [2, 2]
    assert curve.predicted.tolist() == pytest.approx([0.2, 0.7])
    assert curve.observed.tolist() == [0.0, 0.5]
    # Wilson, z = 1.96, z² = 3.8415: of 0 in 2 the upper end is z² / (2 + z²).
    assert curve.low.tolist() == pytest.approx([0.0, 0.09453], abs=1e-4)
    assert curve.high.tolist() == pytest.approx([3.8415 / 5.8415, 0.90547], abs=1e-4)


def test_the_error_by_hand() -> None:
    assert calibration_error(TARGET, PROBABILITY, 2) == pytest.approx((0.2 + 0.2) / 2)


def test_the_brier_score_by_hand() -> None:
    score = brier(TARGET, PROBABILITY, 2)
    assert score.score == pytest.approx((0.01 + 0.09 + 0.25 + 0.01) / 4)
    assert score.reliability == pytest.approx((0.04 + 0.04) / 2)
    assert score.uncertainty == pytest.approx(0.25 * 0.75)
    # Murphy's resolution (.0625) plus what is told apart inside the bins: less their variance (.01,
    # .04), plus twice the covariance of outcome and probability (0, .1), each over two bins.
    assert score.resolution == pytest.approx(0.0625 - (0.01 + 0.04) / 2 + 2 * (0.0 + 0.1) / 2)


@pytest.mark.parametrize("bins", [1, 5, 10, 1000])
def test_the_parts_of_the_brier_score_add_up(bins: int) -> None:
    target, risk = clients(1000)
    score = brier(target, risk, bins)
    assert score.score == pytest.approx(np.mean((risk - target) ** 2))
    assert score.reliability - score.resolution + score.uncertainty == pytest.approx(score.score)


@pytest.mark.parametrize(
    ("said", "reliable"), [((1.0, 0.0), True), ((2.0, 0.0), False), ((1.0, 0.7), False), ((0.5, 0.0), False)]
)
def test_only_true_risks_are_reliable(said: tuple[float, float], reliable: bool) -> None:
    target, risk = clients()
    probability = distorted(risk, *said)
    # By chance alone: sqrt(2 p (1 - p) bins / (pi n)).
    chance = math.sqrt(2 * risk.mean() * (1 - risk.mean()) * 10 / (math.pi * len(risk)))
    assert (calibration_error(target, probability) < 2 * chance) is reliable
    curve = reliability_curve(target, probability)
    assert bool(((curve.low < curve.predicted) & (curve.predicted < curve.high)).sum() >= 9) is reliable


def test_the_order_of_clients_is_nothing() -> None:
    target, risk = clients(500)
    rounded = risk.round(2)
    order = np.random.default_rng(1).permutation(500)
    assert calibration_error(target, rounded) == pytest.approx(calibration_error(target[order], rounded[order]))
    assert brier(target, rounded).reliability == pytest.approx(brier(target[order], rounded[order]).reliability)
