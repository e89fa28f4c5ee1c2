"""Every measure of scored clients, and how it is said."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest

from scoring import model
from scoring.model import evaluate, readable
from scoring.model.evaluation import MEASURES, Measure, said
from tests.model.drawn import clients

RATIO = 10.0


def test_the_numbers_are_those_of_the_measures() -> None:
    target, risk = clients(2000)
    found = evaluate(target, risk, 0.1, RATIO, seed=3)
    line, score = model.calibration_line(target, risk), model.brier(target, risk)
    expected = {
        "clients": 2000,
        "default_rate": target.mean(),
        "auc": model.auc(target, risk),
        "auc_error": model.auc_error(target, risk),
        "ks": model.ks(target, risk),
        "log_loss": model.log_loss(target, risk),
        "brier": score.score,
        "brier_resolution": score.resolution,
        "slope": line.slope,
        "intercept_error": line.intercept_error,
        "calibration_error": model.calibration_error(target, risk),
        "threshold": 0.1,
        "refused_share": (risk >= 0.1).mean(),
        "cost_per_applicant": model.cost(target, risk, 0.1, RATIO),
        "cost_low": model.cost_interval(target, risk, 0.1, RATIO, 3)[0],
        "cost_expected": model.expected_cost(model.auc(target, risk), target.mean(), RATIO),
        "cost_alarm": False,
    }
    assert {name: found[name] for name in expected} == pytest.approx(expected)


def test_they_go_through_json_bit_for_bit() -> None:
    found = evaluate(*clients(300), 0.1, RATIO, seed=3)
    assert json.loads(json.dumps(found)) == found


def test_one_outcome_only_is_measured_as_far_as_it_goes() -> None:
    found = evaluate(np.zeros(4, dtype=int), np.array([0.1, 0.2, 0.3, 0.4]), 0.25, RATIO, seed=3)
    assert found["cost_per_applicant"] == 0.5
    assert math.isnan(found["auc"])  # type: ignore[arg-type]
    assert ("AUC",) not in [line[:1] for line in readable(found)]


@pytest.mark.parametrize(
    ("measure", "facts", "text"),
    [
        (Measure("n", "clients", ",d"), {"n": 23005}, "23,005"),
        (Measure("rate", "rate", ".2%"), {"rate": 0.0807}, "8.07%"),
        (Measure("auc", "AUC", ".3f", error="e"), {"auc": 0.77, "e": 0.01}, "0.770 (0.750 to 0.790)"),
        (Measure("auc", "AUC", ".3f", error="e"), {"auc": 0.77, "e": math.nan}, "0.770"),
        (Measure("auc", "AUC", ".3f", error="e"), {"auc": 0.77}, "0.770"),
        (Measure("auc", "AUC", ".3f", error="e"), {"auc": math.nan, "e": 0.01}, "–"),
        (Measure("c", "cost", ".2f", bounds=("lo", "hi")), {"c": 0.5, "lo": 0.4, "hi": 0.6}, "0.50 (0.40 to 0.60)"),
        (Measure("alarm", "alarm", ""), {"alarm": True}, "yes"),
        (Measure("alarm", "alarm", ""), {"alarm": False}, "no"),
        (Measure("n", "clients"), {}, "–"),
        (Measure("n", "clients"), {"n": None}, "–"),
    ],
)
def test_how_a_measure_is_said(measure: Measure, facts: dict[str, float], text: str) -> None:
    assert said(measure, facts) == text


def test_two_sets_of_clients_stand_side_by_side_and_what_neither_knows_is_left_out() -> None:
    lines = readable({"clients": 10, "auc": 0.75}, {"clients": 5, "ks": 0.4})
    assert lines == [
        ("clients", "10", "5"),
        ("AUC", "0.7500", "–"),
        ("Kolmogorov-Smirnov", "–", "0.400"),
    ]


def test_every_measure_has_its_line() -> None:
    trained = {"trees": 5, "selection_agreement": 0.7, "seconds": 1.0}
    known = evaluate(*clients(300), 0.1, RATIO, seed=3) | trained
    assert [line[0] for line in readable(known)] == [measure.label for measure in MEASURES]
