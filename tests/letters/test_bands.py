"""The bands of a distribution as they are read."""

from __future__ import annotations

import pytest

from scoring.letters.bands import labels, ordered, own, within
from scoring.serving.questions import Band, Comparison, Value, Variable
from scoring.words.formats import formats

INCOME = Variable("AMT_INCOME_TOTAL", "number", "money")
AGE = Variable("DAYS_BIRTH", "number", "days")
CHILDREN = Variable("CNT_CHILDREN", "number", "count")
KIND = Variable("NAME_INCOME_TYPE", "category", "category")

OPEN = (Band(None, 100.0, None, 5, None), Band(100.0, None, None, 3, None))
EQUAL = (Band(0.0, 100.0, None, 5, None), Band(100.0, 200.0, None, 3, None))
VALUES = (Band(0.0, 0.0, None, 9, None), Band(1.0, 1.0, None, 4, None), Band(3.0, 3.0, None, 1, None))
AGES = (Band(-21915.0, -14610.0, None, 4, None), Band(-14610.0, -7305.0, None, 6, None))
KINDS = (Band(None, None, "Pensioner", 2, None), Band(None, None, "Working", 8, None))


def comparison(variable: Variable, bands: tuple[Band, ...], value: Value = None) -> Comparison:
    return Comparison(variable, "all", (), 10, 10, 1, value, None, None, None, None, None, bands)


@pytest.mark.parametrize(
    ("variable", "bands", "said"),
    [
        (INCOME, EQUAL, ["de 0 à 100", "de 100 à 200"]),
        (INCOME, OPEN, ["moins de 100", "100 ou plus"]),
        (CHILDREN, VALUES, ["0", "1", "3"]),
        (AGE, AGES, ["de 20 ans à 40 ans", "de 40 ans à 60 ans"]),  # the youngest come first
        (KIND, KINDS, ["Emploi", "Retraite ou pension"]),  # the most frequent come first
        (INCOME, (), []),
    ],
)
def test_bands_are_said_in_their_order(variable: Variable, bands: tuple[Band, ...], said: list[str]) -> None:
    found = labels(ordered(comparison(variable, bands)), variable, formats("fr"))
    assert [text.replace("\xa0", " ") for text in found] == said


@pytest.mark.parametrize(
    ("variable", "bands", "value", "place"),
    [
        (INCOME, EQUAL, 150.0, (1, 0.5)),
        (INCOME, EQUAL, 100.0, (1, 0.0)),  # an edge belongs to the band above it
        (INCOME, EQUAL, 999.0, (1, 1.0)),  # beyond the last band
        (INCOME, OPEN, 5.0, (0, 0.5)),
        (INCOME, EQUAL, None, None),  # a client without history
        (CHILDREN, VALUES, 3.0, (2, 0.5)),
        (CHILDREN, VALUES, 2.0, None),  # nobody has so many
        (CHILDREN, VALUES, 7.0, None),
        (AGE, AGES, -7305.0 - 1826.25, (0, 0.25)),
        (KIND, KINDS, "Working", (0, 0.5)),
        (KIND, KINDS, "Student", None),
    ],
)
def test_the_client_is_in_one_band(
    variable: Variable, bands: tuple[Band, ...], value: Value, place: tuple[int, float] | None
) -> None:
    asked = comparison(variable, bands, value)
    shown = ordered(asked)
    mine = own(shown, asked)
    assert (None if mine is None else (mine, within(shown[mine], asked))) == place
