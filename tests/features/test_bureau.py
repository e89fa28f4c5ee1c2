"""Features from the credit bureau: a client with credits, without, with empty rows, with a credit of 0."""

from __future__ import annotations

from scoring.engine import Session
from scoring.features.bureau import BUREAU, BUREAU_BALANCE
from tests.features.computing import Expected, computed, of

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

EXPECTED: dict[str, Expected] = {
    CREDITS: {
        "BUREAU_COUNT": (4, 0, 1, 1),
        "BUREAU_ACTIVE_COUNT": (2, 0, 0, 0),
        "BUREAU_CLOSED_COUNT": (1, 0, 0, 1),
        "BUREAU_ACTIVE_SHARE": (0.5, None, 0, 0),
        "BUREAU_LAST_YEAR_COUNT": (2, 0, 0, 1),
        "BUREAU_CARD_COUNT": (2, 0, 0, 0),
        "BUREAU_MICROLOAN_COUNT": (1, 0, 0, 0),
        "BUREAU_TYPE_COUNT": (3, 0, 0, 1),
        "BUREAU_DAYS_LAST": (-100, None, None, -50),
        "BUREAU_DAYS_MEAN": (-500, None, None, -50),
        "BUREAU_ACTIVE_DAYS_LAST": (-100, None, None, None),
        "BUREAU_ACTIVE_ENDDATE_MAX": (300, None, None, None),
        "BUREAU_PROLONGED_COUNT": (3, 0, 0, 0),
    },
    AMOUNTS: {
        "BUREAU_CREDIT_TOTAL": (9000, None, None, 0),
        "BUREAU_CREDIT_MEAN": (3000, None, None, 0),
        "BUREAU_DEBT_TOTAL": (1125, None, None, 100),
        "BUREAU_ACTIVE_DEBT_TOTAL": (1000, None, None, None),
        "BUREAU_DEBT_TO_CREDIT": (0.125, None, None, None),
        "BUREAU_OVERDUE_TOTAL": (15, None, None, 0),
    },
    LATENESS: {
        "BUREAU_OVERDUE_MAX": (60, None, None, 0),
        "BUREAU_DAYS_OVERDUE_MAX": (12, None, None, 0),
    },
}


def test_credits(session: Session) -> None:
    for drawing, expected in EXPECTED.items():
        assert of(computed(session, bureau=drawing), expected) == expected


def test_every_feature_of_credits_is_tested() -> None:
    tested = [name for expected in EXPECTED.values() for name in expected]
    assert sorted(tested) == sorted(feature.name for feature in BUREAU.features)


def test_months_of_credits(session: Session) -> None:
    found = computed(
        session,
        bureau="""
        SK_ID_CURR | SK_ID_BUREAU
                 1 | 51
                 1 | 52
                 3 | 55
                 4 | 56
        """,
        bureau_balance="""
        SK_ID_BUREAU | MONTHS_BALANCE | STATUS
                  51 |              0 | 0
                  51 |            -12 | 1
                  51 |            -13 | 5
                  52 |             -1 | C
                  52 |             -2 | X
                  52 |            -20 | C
                  52 |            -21 | 0
                  52 |            -22 | 0
                  55 |             -1 |
                  56 |            -13 | 2
                  99 |             -1 | 5
        """,
    )
    expected: Expected = {  # 4 has no month of the last year; the month of credit 99 is nobody's
        "BUREAU_MONTH_COUNT": (8, 0, 1, 1),
        "BUREAU_MONTH_LATE_SHARE": (0.25, None, 0, 1),
        "BUREAU_MONTH_LATE_YEAR_SHARE": (0.25, None, 0, None),
        "BUREAU_MONTH_CLOSED_SHARE": (0.25, None, 0, 0),
    }
    assert of(found, expected) == expected
    assert list(expected) == [feature.name for feature in BUREAU_BALANCE.features]
