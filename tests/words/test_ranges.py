"""How a range of values is said, in both languages."""

from __future__ import annotations

from itertools import pairwise

import pytest

from scoring.words import LANGUAGES
from scoring.words.formats import formats
from scoring.words.ranges import ranges

YEAR = 365.25
CREDIT, CHILDREN = ("AMT_CREDIT", "money"), ("CNT_CHILDREN", "count")
AGE, EMPLOYED = ("DAYS_BIRTH", "days"), ("DAYS_EMPLOYED", "days")
LAST_LATE, DELAY, SHARE = ("POS_LAST_LATE", "months"), ("DELAY", "duration"), ("SHARE", "share")
SCORE, RATIO = ("EXT_SOURCE_1", "score"), ("CREDIT_TO_ANNUITY", "ratio")
# name, unit       low        high       French, English
RANGES: list[tuple[tuple[str, str], float | None, float | None, tuple[str, str]]] = [
    (CREDIT,         0.0,       1000.0,    ("de 0 à 1 000", "0 to 1,000")),
    (CREDIT,         None,      1000.0,    ("moins de 1 000", "under 1,000")),
    (CREDIT,         1000.0,    None,      ("1 000 ou plus", "1,000 or more")),
    (CHILDREN,       2.0,       2.0,       ("2", "2")),
    (CHILDREN,       None,      None,      ("non renseigné", "not provided")),
    (AGE,            -24472.0,  -23741.25, ("de 65 ans à 67 ans", "65 years old to 67 years old")),
    (AGE,            None,      -23741.25, ("65 ans ou plus", "65 years old or more")),
    (AGE,            -23741.25, None,      ("moins de 65 ans", "under 65 years old")),
    (EMPLOYED,       -3 * YEAR, -2 * YEAR, ("il y a 2 ans à 3 ans", "2 years to 3 years ago")),
    (EMPLOYED,       -YEAR,     0.0,       ("il y a moins de 12 mois", "under 12 months ago")),
    (EMPLOYED,       -2 * YEAR, YEAR,      ("de il y a 2 ans à dans 12 mois", "2 years ago to in 12 months")),
    (EMPLOYED,       2 * YEAR,  3 * YEAR,  ("dans 2 ans à 3 ans", "in 2 years to 3 years")),
    (LAST_LATE,      -12.0,     -6.5,      ("il y a 6,5 mois à 12 mois", "6.5 months to 12 months ago")),
    (DELAY,          -20.4,     -10.2,     ("10,2 jours à 20,4 jours d’avance", "10.2 days to 20.4 days early")),
    (DELAY,          0.0,       5.0,       ("de 0 jour à 5 jours", "0 days to 5 days")),
    (SHARE,          0.1,       0.125,     ("de 10,0 % à 12,5 %", "10.0% to 12.5%")),
]  # fmt: skip


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\xa0", " ")


@pytest.mark.parametrize(("variable", "low", "high", "said"), RANGES)
def test_ranges_are_said_as_people_say_them(
    variable: tuple[str, str], low: float | None, high: float | None, said: tuple[str, str]
) -> None:
    assert tuple(plain(ranges([(low, high)], *variable, formats(language))[0]) for language in LANGUAGES) == said


# name, unit       low          high         French, English
ALIKE: list[tuple[tuple[str, str], float, float, tuple[str, str]]] = [
    (CREDIT,         1_447_512.5, 1_529_987.5, ("de 1 447 512 à 1 529 988", "1,447,512 to 1,529,988")),
    (CREDIT,         1_000_000.1, 1_000_000.4, ("de 1 000 000,1 à 1 000 000,4", "1,000,000.1 to 1,000,000.4")),
    (CREDIT,         999_999.75,  1_000_000.0, ("de 999 999,8 à 1 000 000", "999,999.8 to 1,000,000")),
    (SCORE,          0.5012,      0.5041,      ("de 0,501 à 0,504", "0.501 to 0.504")),
    (RATIO,          120.02,      120.04,      ("de 120,02 à 120,04", "120.02 to 120.04")),
    (SHARE,          0.1001,      0.1004,      ("de 10,01 % à 10,04 %", "10.01% to 10.04%")),
    (EMPLOYED,       -3.2 * YEAR, -2.9 * YEAR, ("il y a 2,9 ans à 3,2 ans", "2.9 years to 3.2 years ago")),
    (DELAY,          10.02,       10.04,       ("de 10,02 jours à 10,04 jours", "10.02 days to 10.04 days")),
    (AGE,            -24400.0,    -24300.0,    ("66 ans", "66 years old")),  # an age has no decimals
    (SCORE,          0.5,         0.5 + 1e-12, ("0,50", "0.50")),  # nothing to be read lies between
]  # fmt: skip


@pytest.mark.parametrize(("variable", "low", "high", "said"), ALIKE)
def test_ends_that_differ_read_differently(
    variable: tuple[str, str], low: float, high: float, said: tuple[str, str]
) -> None:
    assert tuple(plain(ranges([(low, high)], *variable, formats(language))[0]) for language in LANGUAGES) == said


@pytest.mark.parametrize(
    ("variable", "edges", "said"),
    [
        (SCORE, [0.45, 0.46, 0.5], ["de 0,45 à 0,46", "de 0,46 à 0,50"]),
        (SCORE, [0.45, 0.457, 0.464, 0.4645], ["de 0,4500 à 0,4570", "de 0,4570 à 0,4640", "de 0,4640 à 0,4645"]),
        (CREDIT, [1.4e6, 1.45e6, 1.5e6], ["de 1 400 000 à 1 450 000", "de 1 450 000 à 1 500 000"]),
        (EMPLOYED, [-3.4 * YEAR, -2.8 * YEAR, 0.0], ["il y a 2,8 ans à 3,4 ans", "il y a moins de 2,8 ans"]),
        (AGE, [-24472.0, -23741.25], ["de 65 ans à 67 ans"]),
        (CREDIT, [], []),
    ],
)
def test_ranges_beside_each_other_have_the_same_decimals(
    variable: tuple[str, str], edges: list[float], said: list[str]
) -> None:
    assert [plain(text) for text in ranges([*pairwise(edges)], *variable, formats("fr"))] == said
