"""How a range of values is said, in both languages."""

from __future__ import annotations

import pytest

from scoring.words import LANGUAGES
from scoring.words.formats import formats
from scoring.words.ranges import between

YEAR = 365.25
CREDIT, CHILDREN = ("AMT_CREDIT", "money"), ("CNT_CHILDREN", "count")
AGE, EMPLOYED = ("DAYS_BIRTH", "days"), ("DAYS_EMPLOYED", "days")
LAST_LATE, DELAY, SHARE = ("POS_LAST_LATE", "months"), ("DELAY", "duration"), ("SHARE", "share")
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
    assert tuple(plain(between(low, high, *variable, formats(language))) for language in LANGUAGES) == said
