"""Features from the credit bureau: a client with credits, without, with empty rows, with a credit of 0."""

from __future__ import annotations

import pandas as pd

from scoring.engine import Session
from scoring.features.bureau import BUREAU
from tests.features.computing import Expected, computed, of
from tests.features.reference import (
    Reference,
    Tiny,
    both,
    equals,
    everything,
    most_recent,
    number_of,
    over_known,
    recency,
    since,
    sum_of,
    sums_divided,
)

CREDITS = """
SK_ID_CURR | SK_ID_BUREAU | CREDIT_ACTIVE | CREDIT_TYPE     | DAYS_CREDIT | DAYS_CREDIT_ENDDATE | CNT_CREDIT_PROLONG
         1 |           51 | Active        | Credit card     |        -100 |                 300 |                  1
         1 |           52 | Active        | Microloan       |        -365 |                 -50 |                  0
         1 |           53 | Closed        | Credit card     |        -366 |                 900 |                  2
         1 |           54 | Sold          | Mortgage        |       -1169 |                     |
         3 |           55 |               |                 |             |                     |
         4 |           56 | Closed        | Consumer credit |         -50 |                -200 |                  0
"""

AMOUNTS = """
SK_ID_CURR | SK_ID_BUREAU | CREDIT_ACTIVE | AMT_CREDIT_SUM | AMT_CREDIT_SUM_DEBT | AMT_CREDIT_SUM_OVERDUE
         1 |           51 | Active        |           2000 |                 125 |                     10
         1 |           52 | Active        |           3000 |                 875 |                      0
         1 |           53 | Closed        |           4000 |                 125 |
         1 |           54 | Sold          |                |                     |                      5
         3 |           55 |               |                |                     |
         4 |           56 | Closed        |              0 |                 100 |                      0
"""

LATENESS = """
SK_ID_CURR | SK_ID_BUREAU | CREDIT_DAY_OVERDUE | AMT_CREDIT_MAX_OVERDUE | DAYS_CREDIT_UPDATE
         1 |           51 |                  5 |                     40 |                300
         1 |           52 |                  0 |                        |                372
         1 |           53 |                 12 |                     60 |                 -9
         3 |           55 |                    |                        |
         4 |           56 |                  0 |                      0 |
"""

CARDS = """
SK_ID_CURR | SK_ID_BUREAU | CREDIT_ACTIVE | CREDIT_TYPE | AMT_CREDIT_SUM_DEBT | AMT_CREDIT_SUM_LIMIT | AMT_ANNUITY
         1 |           51 | Active        | Credit card |                 300 |                  800 |          20
         1 |           52 | Active        | Credit card |                 100 |                      |
         1 |           53 | Closed        | Credit card |                 999 |                  999 |          99
         1 |           54 | Active        | Car loan    |                 999 |                  999 |          30
         3 |           55 | Active        | Credit card |                     |                      |
         4 |           56 | Active        | Credit card |                 100 |                    0 |           0
"""

# 1: two credits of one day, the greater id is the last; the one of no known day comes after all.
LAST = """
SK_ID_CURR | SK_ID_BUREAU | DAYS_CREDIT | CREDIT_ACTIVE | CREDIT_TYPE | AMT_CREDIT_SUM | AMT_CREDIT_SUM_DEBT
         1 |           60 |             | Sold          | Car loan    |           9000 |                9000
         1 |           52 |        -100 | Closed        | Microloan   |           2000 |
         1 |           51 |        -100 | Active        | Mortgage    |           1000 |                 500
         1 |           50 |        -200 | Bad debt      | Mortgage    |            400 |                 100
         3 |           55 |             |               |             |                |
         4 |           56 |         -10 | Active        | Credit card |              0 |                   0
"""

ENDED = """
SK_ID_CURR | SK_ID_BUREAU | CREDIT_ACTIVE | DAYS_CREDIT_ENDDATE | DAYS_ENDDATE_FACT
         1 |           51 | Closed        |                -400 |              -450
         1 |           52 | Closed        |                -300 |              -290
         1 |           53 | Closed        |                     |               -20
         1 |           54 | Active        |                 200 |
         3 |           55 |               |                     |
         4 |           56 | Active        |                -100 |               -30
"""

EXPECTED: dict[str, Expected] = {
    CREDITS: {
        "BUREAU_COUNT": (4, 0, 1, 1),
        "BUREAU_ACTIVE_COUNT": (2, 0, 0, 0),
        "BUREAU_CLOSED_COUNT": (1, 0, 0, 1),
        "BUREAU_ACTIVE_SHARE": (0.5, None, 0, 0),
        "BUREAU_QUARTER_COUNT": (0, 0, 0, 1),
        "BUREAU_HALF_YEAR_COUNT": (1, 0, 0, 1),
        "BUREAU_YEAR_COUNT": (2, 0, 0, 1),
        "BUREAU_TWO_YEARS_COUNT": (3, 0, 0, 1),
        "BUREAU_CONSUMER_COUNT": (0, 0, 0, 1),
        "BUREAU_CARD_COUNT": (2, 0, 0, 0),
        "BUREAU_MORTGAGE_COUNT": (1, 0, 0, 0),
        "BUREAU_CAR_COUNT": (0, 0, 0, 0),
        "BUREAU_MICROLOAN_COUNT": (1, 0, 0, 0),
        "BUREAU_ACTIVE_CARD_COUNT": (1, 0, 0, 0),
        "BUREAU_TYPE_COUNT": (3, 0, 0, 1),
        "BUREAU_DAYS_LAST": (-100, None, None, -50),
        "BUREAU_DAYS_FIRST": (-1169, None, None, -50),
        "BUREAU_DAYS_MEAN": (-500, None, None, -50),
        "BUREAU_GAP_MEAN": (1069 / 3, None, None, None),
        "BUREAU_ACTIVE_DAYS_LAST": (-100, None, None, None),
        "BUREAU_ACTIVE_ENDDATE_MAX": (300, None, None, None),
        "BUREAU_PLANNED_DAYS_MEAN": ((400 + 315 + 1266) / 3, None, None, -150),
        "BUREAU_PROLONGED_COUNT": (3, 0, 0, 0),
        "BUREAU_ACTIVE_PROLONGED_COUNT": (1, 0, 0, 0),
    },
    AMOUNTS: {
        "BUREAU_CREDIT_TOTAL": (9000, None, None, 0),
        "BUREAU_CREDIT_MEAN": (3000, None, None, 0),
        "BUREAU_DEBT_TOTAL": (1125, None, None, 100),
        "BUREAU_ACTIVE_DEBT_TOTAL": (1000, None, None, None),
        "BUREAU_DEBT_TO_CREDIT": (0.125, None, None, None),
        "BUREAU_ACTIVE_DEBT_TO_CREDIT": (0.2, None, None, None),
        "BUREAU_OVERDUE_TOTAL": (15, None, None, 0),
    },
    LATENESS: {
        "BUREAU_OVERDUE_MAX": (60, None, None, 0),
        "BUREAU_OVERDUE_MEAN": (50, None, None, 0),
        "BUREAU_DAYS_OVERDUE_MAX": (12, None, None, 0),
    },
    CARDS: {
        "BUREAU_ACTIVE_CARD_COUNT": (2, 0, 1, 1),
        "BUREAU_ACTIVE_CARD_LIMIT_TOTAL": (800, None, None, 0),
        "BUREAU_ACTIVE_CARD_USE": (0.5, None, None, None),
        "BUREAU_ACTIVE_ANNUITY_TOTAL": (50, None, None, 0),
    },
    LAST: {
        "BUREAU_LAST_TYPE": ("Microloan", None, None, "Credit card"),
        "BUREAU_LAST_STATUS": ("Closed", None, None, "Active"),
        "BUREAU_LAST_CREDIT": (2000, None, None, 0),
        "BUREAU_LAST_DEBT": (None, None, None, 0),
        "BUREAU_LAST3_CREDIT_TOTAL": (3400, None, None, 0),
        "BUREAU_LAST3_DEBT_TOTAL": (600, None, None, 0),
        "BUREAU_LAST3_DEBT_TO_CREDIT": (600 / 3400, None, None, None),
    },
    ENDED: {
        "BUREAU_CLOSED_LATE_MEAN": (-20, None, None, None),
        "BUREAU_ENDED_LAST": (-20, None, None, -30),
    },
}


def prepared(credits: pd.DataFrame) -> pd.DataFrame:
    return credits.assign(RECENCY=recency(credits, "DAYS_CREDIT", "SK_ID_BUREAU"))


ACTIVE, CARD = equals("CREDIT_ACTIVE", "Active"), equals("CREDIT_TYPE", "Credit card")
REFERENCE = Reference(
    BUREAU,
    "BUREAU",
    prepared,
    subsets={
        "": everything,
        "ACTIVE": ACTIVE,
        "CLOSED": equals("CREDIT_ACTIVE", "Closed"),
        "QUARTER": since("DAYS_CREDIT", -91),
        "HALF_YEAR": since("DAYS_CREDIT", -182),
        "YEAR": since("DAYS_CREDIT", -365),
        "TWO_YEARS": since("DAYS_CREDIT", -730),
        "LAST3": most_recent(3),
        "CONSUMER": equals("CREDIT_TYPE", "Consumer credit"),
        "CARD": CARD,
        "MORTGAGE": equals("CREDIT_TYPE", "Mortgage"),
        "CAR": equals("CREDIT_TYPE", "Car loan"),
        "MICROLOAN": equals("CREDIT_TYPE", "Microloan"),
        "ACTIVE_CARD": both(ACTIVE, CARD),
    },
    measures={
        "COUNT": number_of(),
        "CREDIT_TOTAL": sum_of("AMT_CREDIT_SUM"),
        "CREDIT_MEAN": over_known("mean", "AMT_CREDIT_SUM"),
        "CREDIT_MAX": over_known("max", "AMT_CREDIT_SUM"),
        "DEBT_TOTAL": sum_of("AMT_CREDIT_SUM_DEBT"),
        "DEBT_MAX": over_known("max", "AMT_CREDIT_SUM_DEBT"),
        "DEBT_TO_CREDIT": sums_divided("AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM"),
        "OVERDUE_TOTAL": sum_of("AMT_CREDIT_SUM_OVERDUE"),
        "OVERDUE_MAX": over_known("max", "AMT_CREDIT_MAX_OVERDUE"),
        "OVERDUE_MEAN": over_known("mean", "AMT_CREDIT_MAX_OVERDUE"),
        "DAYS_OVERDUE_MAX": over_known("max", "CREDIT_DAY_OVERDUE"),
        "PROLONGED_COUNT": sum_of("CNT_CREDIT_PROLONG"),
        "DAYS_LAST": over_known("max", "DAYS_CREDIT"),
        "DAYS_FIRST": over_known("min", "DAYS_CREDIT"),
        "DAYS_MEAN": over_known("mean", "DAYS_CREDIT"),
        "DAYS_SPREAD": over_known("std", "DAYS_CREDIT"),
        "ENDDATE_MAX": over_known("max", "DAYS_CREDIT_ENDDATE"),
        "ENDDATE_MIN": over_known("min", "DAYS_CREDIT_ENDDATE"),
        "ENDDATE_MEAN": over_known("mean", "DAYS_CREDIT_ENDDATE"),
        "LIMIT_TOTAL": sum_of("AMT_CREDIT_SUM_LIMIT"),
        "USE": sums_divided("AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM_LIMIT"),
        "ANNUITY_TOTAL": sum_of("AMT_ANNUITY"),
    },
)


def test_credits(session: Session) -> None:
    for drawing, expected in EXPECTED.items():
        assert of(computed(session, bureau=drawing), expected) == expected


def test_credits_of_the_invented_clients(tiny: Tiny) -> None:
    assert REFERENCE.differing(tiny) == []
    assert REFERENCE.never_told(tiny, EXPECTED.values()) == []


def test_every_feature_of_credits_is_tested() -> None:
    assert REFERENCE.untested(EXPECTED.values()) == []
