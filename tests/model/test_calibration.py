"""Calibration: chosen by the rule, the formula is betacal's, the order of clients is kept."""

from __future__ import annotations

import json
import warnings
from typing import Any

import numpy as np
import pytest
from betacal import BetaCalibration

from scoring.faults import Damaged, Refused
from scoring.model import Calibration, calibration_error, choose_calibration
from scoring.model.calibration import fit_beta
from tests.model.drawn import clients, distorted

BENT = Calibration("beta", (0.7, 1.3, -0.2))
EDGES = np.array([0.0, 5e-324, 1e-9, 0.08, 1 / 11, 0.5, 1 - 1e-9, 1.0])


@pytest.mark.parametrize(
    ("case", "said", "kind"),
    [
        ("true risks", (1.0, 0.0), "none"),
        ("shifted only: the slope is right", (1.0, 0.5), "none"),
        ("too extreme", (1.3, 0.0), "beta"),
        ("too timid", (0.8, 0.0), "beta"),
        ("turned round", (-1.0, 0.0), "none"),
    ],
)
def test_the_rule(case: str, said: tuple[float, float], kind: str) -> None:
    target, risk = clients()
    assert choose_calibration(target, distorted(risk, *said)).kind == kind


@pytest.mark.parametrize(("target", "probability"), [([0, 0], [0.1, 0.2]), ([0, 1], [0.1, 0.2]), ([0, 1], [0.1, 0.1])])
def test_without_a_slope_nothing_is_bent(target: list[int], probability: list[float]) -> None:
    assert choose_calibration(np.array(target), np.array(probability)) == Calibration()


def test_a_planted_distortion_is_found_and_undone() -> None:
    target, risk = clients(200_000)
    said = distorted(risk, 2.0, 1.0)  # so that true log-odds = .5 said - .5: a = b = .5, c = -.5
    found = choose_calibration(target, said)
    assert found.coefficients == pytest.approx((0.5, 0.5, -0.5), abs=0.08)
    assert np.abs(found.apply(said) - risk).mean() < 0.002
    assert calibration_error(target, found.apply(said)) < 0.003 < 0.02 < calibration_error(target, said)


@pytest.mark.parametrize("said", [(1.3, 0.0), (0.8, 0.4), (2.0, -1.0)])
def test_the_formula_is_that_of_the_library(said: tuple[float, float]) -> None:
    target, risk = clients(3000)
    probability = distorted(risk, *said)
    with warnings.catch_warnings():
        library = BetaCalibration("abm").fit(probability, target)
    ours = Calibration("beta", fit_beta(target, probability))
    for asked in (probability, EDGES):
        assert ours.apply(asked) == pytest.approx(library.predict(asked), rel=1e-12)


def test_fitting_leaves_warnings_as_they_were() -> None:
    before = list(warnings.filters)
    fit_beta(*clients(300))
    assert list(warnings.filters) == before


def test_none_leaves_every_bit() -> None:
    assert Calibration().apply(EDGES).tobytes() == EDGES.tobytes()


@pytest.mark.parametrize("bent", [BENT, Calibration("beta", (0.0, 2.0, 1.0)), Calibration("beta", (2.0, 0.0, 0.0))])
def test_the_order_is_kept_and_a_probability_stays_one(bent: Calibration) -> None:
    calibrated = bent.apply(EDGES)
    assert (np.diff(calibrated) >= 0).all()
    assert ((calibrated >= 0) & (calibrated <= 1)).all()


@pytest.mark.parametrize("calibration", [Calibration(), BENT, Calibration("beta", (0.1 + 0.2, 1 / 3, -1e-17))])
def test_a_record_goes_through_json_and_back(calibration: Calibration) -> None:
    assert Calibration.of(json.loads(json.dumps(calibration.record()))) == calibration


BROKEN: dict[str, Any] = {
    "an unknown kind": {"kind": "platt", "coefficients": [1.0, 0.0]},
    "no kind": {"coefficients": []},
    "no coefficients": {"kind": "none"},
    "too few": {"kind": "beta", "coefficients": [1.0, 1.0]},
    "too many": {"kind": "none", "coefficients": [1.0]},
    "not finite": {"kind": "beta", "coefficients": [1.0, 1.0, float("nan")]},
    "turns the order": {"kind": "beta", "coefficients": [-1.0, 1.0, 0.0]},
    "a word for a number": {"kind": "beta", "coefficients": ["a", "b", "m"]},
    "a list for a kind": {"kind": ["beta"], "coefficients": [1.0, 1.0, 0.0]},
    "nothing": None,
}


@pytest.mark.parametrize("case", BROKEN)
def test_what_is_no_calibration_is_damaged(case: str) -> None:
    with pytest.raises(Damaged, match="run: scoring build"):
        Calibration.of(BROKEN[case])


def test_an_unknown_kind_says_which_are_known() -> None:
    with pytest.raises(Refused, match=r"'isotonic' of 0 numbers; known: none of 0 numbers, beta of 3 numbers"):
        Calibration("isotonic")
