"""Ticks stand at round numbers of the unit that is read."""

from __future__ import annotations

import pytest

from advisor.charts.ticks import round_step, ticks
from scoring.serving.questions import Band, Variable
from scoring.words.formats import formats

INCOME = Variable("AMT_INCOME_TOTAL", "number", "money")
SHARE = Variable("POS_LATE_SHARE", "number", "share")
AGE = Variable("DAYS_BIRTH", "number", "days")
EMPLOYED = Variable("DAYS_EMPLOYED", "number", "days")
CHILDREN = Variable("CNT_CHILDREN", "number", "count")
KIND = Variable("NAME_INCOME_TYPE", "category", "category")
YEAR = 365.25


def equal(low: float, width: float, number: int) -> tuple[Band, ...]:
    return tuple(Band(low + i * width, low + (i + 1) * width, None, 1, None) for i in range(number))


@pytest.mark.parametrize(
    ("variable", "bands", "expected"),
    [
        (INCOME, equal(45.0, 10.0, 10), {1.0: "60", 3.0: "80", 5.0: "100", 7.0: "120", 9.0: "140"}),
        (SHARE, equal(0.0, 0.05, 4), {-0.5: "0 %", 0.5: "5 %", 1.5: "10 %", 2.5: "15 %", 3.5: "20 %"}),
        (AGE, equal(-60 * YEAR, 10 * YEAR, 4)[::-1], {-0.5: "20", 0.5: "30", 1.5: "40", 2.5: "50", 3.5: "60"}),
        (EMPLOYED, equal(-4 * YEAR, YEAR, 4), {-0.5: "-4", 0.5: "-3", 1.5: "-2", 2.5: "-1", 3.5: "0"}),
        (INCOME, (Band(None, 10.0, None, 1, None), Band(10.0, 90.0, None, 1, None)), {0.5: "10"}),
        (INCOME, (Band(0.0, 10.0, None, 1, None), Band(10.0, 90.0, None, 1, None)), {-0.5: "0", 0.5: "10"}),
        (INCOME, equal(1.4e6, 2e4, 8), {-0.5: "1,4 M", 2.0: "1,45 M", 4.5: "1,5 M", 7.0: "1,55 M"}),
        (CHILDREN, tuple(Band(float(i), float(i), None, 1, None) for i in range(3)), {0.0: "0", 1.0: "1", 2.0: "2"}),
        (KIND, (Band(None, None, "Working", 1, None),), {}),
        (INCOME, (), {}),
    ],
)
def test_ticks(variable: Variable, bands: tuple[Band, ...], expected: dict[float, str]) -> None:
    found = {
        round(place, 6): text.replace("\xa0", " ") for place, text in ticks(bands, variable, formats("fr")).items()
    }
    assert found == expected


@pytest.mark.parametrize(("least", "step"), [(0.03, 0.05), (0.1, 0.1), (1, 1), (1.2, 2), (3, 5), (7, 10), (4200, 5000)])
def test_steps_are_round(least: float, step: float) -> None:
    assert round_step(least) == step
