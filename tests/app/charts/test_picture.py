"""What the comparison chart shows."""

from __future__ import annotations

import pytest

from advisor.charts.picture import picture
from scoring.serving.questions import Band, Comparison, Value, Variable
from scoring.words.formats import formats

INCOME = Variable("AMT_INCOME_TOTAL", "number", "money")
AGE = Variable("DAYS_BIRTH", "number", "days")
CHILDREN = Variable("CNT_CHILDREN", "number", "count")
KIND = Variable("NAME_INCOME_TYPE", "category", "category")

EQUAL = (Band(0.0, 100.0, None, 5, None), Band(100.0, 200.0, None, 3, None), Band(200.0, 300.0, None, 2, None))
OPEN = (Band(None, 100.0, None, 5, None), Band(100.0, None, None, 3, None))
VALUES = (Band(0.0, 0.0, None, 9, None), Band(1.0, 1.0, None, 4, None), Band(3.0, 3.0, None, 1, None))
AGES = (Band(-21915.0, -14610.0, None, 4, None), Band(-14610.0, -7305.0, None, 6, None))
KINDS = (Band(None, None, "Pensioner", 2, None), Band(None, None, "Working", 8, None))


def shown(variable: Variable, value: Value, bands: tuple[Band, ...]) -> tuple[list[bool], float | None]:
    drawn = picture(Comparison(variable, "all", (), 10, 10, 1, value, 0.5, 0.0, None, None, None, bands), formats("fr"))
    return [bar.mine for bar in drawn.bars], drawn.place


@pytest.mark.parametrize(
    ("variable", "value", "bands", "mine", "place"),
    [
        (INCOME, 150.0, EQUAL, [False, True, False], 1.0),
        (INCOME, 100.0, EQUAL, [False, True, False], 0.5),  # an edge belongs to the band above it
        (INCOME, 125.0, EQUAL, [False, True, False], 0.75),
        (INCOME, 999.0, EQUAL, [False, False, True], 2.5),  # beyond the last band
        (INCOME, -1.0, EQUAL, [True, False, False], -0.5),
        (INCOME, None, EQUAL, [False, False, False], None),
        (INCOME, 5.0, OPEN, [True, False], 0.0),
        (INCOME, 999.0, OPEN, [False, True], 1.0),
        (CHILDREN, 1, VALUES, [False, True, False], 1.0),
        (CHILDREN, 3.0, VALUES, [False, False, True], 2.0),
        (AGE, -7305.0 - 1826.25, AGES, [True, False], -0.25),  # 25 years: the youngest come first
        (AGE, -18262.5, AGES, [False, True], 1.0),
        (KIND, "Working", KINDS, [True, False], 0.0),  # the most frequent come first
        (KIND, "Student", KINDS, [False, False], None),
        (KIND, None, KINDS, [False, False], None),
        (INCOME, 1.0, (), [], None),
    ],
)
def test_the_clients_bar_and_place(
    variable: Variable, value: Value, bands: tuple[Band, ...], mine: list[bool], place: float | None
) -> None:
    assert shown(variable, value, bands) == (mine, place)


def test_bars_are_named_in_their_order() -> None:
    drawn = picture(Comparison(AGE, "all", (), 10, 10, 1, None, None, None, None, None, None, AGES), formats("fr"))
    assert [bar.label.replace("\xa0", " ") for bar in drawn.bars] == ["de 20 ans à 40 ans", "de 40 ans à 60 ans"]
