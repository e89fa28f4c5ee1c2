"""Which features a credit policy may bind to a direction."""

from __future__ import annotations

import re

import pytest

from scoring.features import FEATURES
from scoring.features.directions import LOWERING, RAISING, directions

DECLARED = directions(FEATURES)


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("EXT_SOURCE_2", -1),
        ("EXT_SOURCE_MEAN", -1),
        ("EXT_SOURCE_1_AND_3", -1),
        ("INSTALMENT_LATE_SHARE", 1),
        ("INSTALMENT_YEAR_DAYS_LATE_MAX", 1),
        ("POS_OVER_30_COUNT", 1),
        ("CARD_DPD_MAX", 1),
        ("BUREAU_ACTIVE_OVERDUE_TOTAL", 1),
        ("BUREAU_MONTH_WORST", 1),
        ("PREVIOUS_REFUSED_SHARE", 1),
        ("EXT_SOURCE_KNOWN", None),
        ("EXT_SOURCE_RANGE", None),
        ("CREDIT_TO_ANNUITY", None),
        ("INSTALMENT_LAST_LATE", None),  # a date: the sooner, the worse
        ("AMT_CREDIT", None),
    ],
)
def test_direction(name: str, sign: int | None) -> None:
    assert DECLARED.get(name) == sign


@pytest.mark.parametrize("pattern", [*LOWERING, *RAISING])
def test_every_pattern_names_a_number_that_is_declared(pattern: str) -> None:
    named = [feature for feature in FEATURES if re.fullmatch(pattern, feature.name)]
    assert named
    assert {feature.kind for feature in named} == {"number"}


def test_no_feature_goes_both_ways() -> None:
    assert not [n for n in DECLARED if all(any(re.fullmatch(p, n) for p in ps) for ps in (LOWERING, RAISING))]
