"""What counts say, against figures worked out by hand and by others."""

from __future__ import annotations

from math import log

import numpy as np
import pytest
from scipy.stats import binomtest

from scoring.pipeline.exploration.evidence import by_chance, correlation, information_value, interval, stability
from scoring.pipeline.exploration.parts import Counts, Part


def parts(*counts: tuple[int, int, int]) -> list[Part]:
    return [Part(str(number), Counts(*one)) for number, one in enumerate(counts)]


@pytest.mark.parametrize(("defaulted", "labelled"), [(0, 30), (3, 30), (30, 30), (8, 100), (1, 1)])
def test_an_interval_is_wilsons(defaulted: int, labelled: int) -> None:
    theirs = binomtest(defaulted, labelled).proportion_ci(0.95, method="wilson")
    assert interval(defaulted, labelled) == pytest.approx((theirs.low, theirs.high), abs=1e-12)


def test_information_value_by_hand() -> None:
    # Half a client more of either kind in each part: repaid 1.5, 3.5 of 5; defaulted 2.5, 0.5 of 3.
    expected = (1.5 / 5 - 2.5 / 3) * log((1.5 / 5) / (2.5 / 3)) + (3.5 / 5 - 0.5 / 3) * log((3.5 / 5) / (0.5 / 3))
    assert information_value(parts((1, 2, 0), (3, 0, 0))) == pytest.approx(expected)


def test_parts_that_are_alike_say_nothing() -> None:
    assert information_value(parts((90, 10, 5), (90, 10, 5))) == pytest.approx(0)
    assert stability(parts((90, 10, 50), (90, 10, 50))) == pytest.approx(0)


@pytest.mark.parametrize("measure", [information_value, by_chance])
@pytest.mark.parametrize("counts", [[], [(5, 0, 1), (4, 0, 1)], [(0, 5, 1), (0, 4, 1)]])
def test_one_outcome_alone_says_nothing(measure: object, counts: list[tuple[int, int, int]]) -> None:
    assert callable(measure)
    assert measure(parts(*counts)) == 0


def test_without_unlabelled_clients_nothing_has_shifted() -> None:
    assert stability(parts((5, 5, 0), (5, 1, 0))) == 0


def test_stability_by_hand() -> None:
    labelled, unlabelled = (10.5 / 21, 10.5 / 21), (0.5 / 11, 10.5 / 11)
    expected = sum((p - q) * log(p / q) for p, q in zip(labelled, unlabelled, strict=True))
    assert stability(parts((5, 5, 0), (9, 1, 10))) == pytest.approx(expected)


def test_chance_is_what_features_without_relation_show() -> None:
    random = np.random.default_rng(1)
    found = []
    for _ in range(200):
        good, bad = random.multinomial(2000, [0.2] * 5), random.multinomial(300, [0.2] * 5)
        found.append(information_value(parts(*((int(g), int(b), 0) for g, b in zip(good, bad, strict=True)))))
    assert by_chance(parts(*[(400, 60, 0)] * 5)) == pytest.approx(np.mean(found), rel=0.15)


def test_correlation_is_that_of_all_values() -> None:
    values, target = np.array([1.0, 2.0, 4.0, 8.0, 3.0]), np.array([0, 0, 1, 1, 0])
    moments = [(int((target == y).sum()), values[target == y].mean(), values[target == y].var()) for y in (0, 1)]
    assert correlation(*moments) == pytest.approx(np.corrcoef(values, target)[0, 1])


@pytest.mark.parametrize(
    ("repaid", "defaulted"), [((0, 0.0, 0.0), (3, 1.0, 1.0)), ((3, 1.0, 0.0), (2, 1.0, 0.0)), ((0, 0, 0), (0, 0, 0))]
)
def test_there_is_no_correlation_with_one_outcome_or_one_value(
    repaid: tuple[int, float, float], defaulted: tuple[int, float, float]
) -> None:
    assert correlation(repaid, defaulted) is None
