"""Features from previous applications, and from the months and instalments of the loans they led to."""

from __future__ import annotations

import pytest

from scoring.engine import Session
from scoring.features import Block
from scoring.features.previous import (
    CREDIT_CARD_BALANCE,
    INSTALLMENTS_PAYMENTS,
    POS_CASH_BALANCE,
    PREVIOUS_APPLICATION,
)
from tests.features.computing import Expected, computed, of

Case = tuple[str, Expected]

DECIDED: Case = (
    """
    SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | NAME_CONTRACT_TYPE | DAYS_DECISION | NAME_YIELD_GROUP
             1 |         11 | Approved             | Cash loans         |          -900 | high
             1 |         12 | Approved             | Revolving loans    |          -100 | low_normal
             1 |         13 | Refused              | Cash loans         |          -365 | XNA
             1 |         14 | Canceled             | XNA                |           -20 | XNA
             3 |         15 |                      |                    |               |
             4 |         16 | Refused              | Consumer loans     |          -366 | high
    """,
    {
        "PREVIOUS_COUNT": (4, 0, 1, 1),
        "PREVIOUS_APPROVED_COUNT": (2, 0, 0, 0),
        "PREVIOUS_REFUSED_COUNT": (1, 0, 0, 1),
        "PREVIOUS_REFUSED_SHARE": (0.25, None, 0, 1),
        "PREVIOUS_CANCELED_SHARE": (0.25, None, 0, 0),
        "PREVIOUS_REFUSED_YEAR_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REVOLVING_COUNT": (1, 0, 0, 0),
        "PREVIOUS_DAYS_LAST": (-20, None, None, -366),
        "PREVIOUS_APPROVED_DAYS_LAST": (-100, None, None, None),
        "PREVIOUS_REFUSED_DAYS_LAST": (-365, None, None, -366),
        "PREVIOUS_HIGH_YIELD_SHARE": (0.25, None, 0, 1),
    },
)

LENT: Case = (
    """
    SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | AMT_APPLICATION | AMT_CREDIT | AMT_ANNUITY | CNT_PAYMENT
             1 |         11 | Approved             |            1000 |       1500 |         100 | 12
             1 |         12 | Approved             |            3000 |       4500 |         300 | 24
             1 |         13 | Refused              |            9000 |       9999 |         900 | 60
             3 |         15 | Approved             |                 |            |             |
             4 |         16 | Approved             |               0 |          0 |             | 0
    """,
    {
        "PREVIOUS_APPROVED_CREDIT_MEAN": (3000, None, None, 0),
        "PREVIOUS_APPROVED_ANNUITY_MEAN": (200, None, None, None),
        "PREVIOUS_APPROVED_ANNUITY_MAX": (300, None, None, None),
        "PREVIOUS_CREDIT_TO_ASKED": (1.5, None, None, None),
        "PREVIOUS_MONTHS_MEAN": (18, None, None, 0),
    },
)

STILL_RUNNING: Case = (  # 365243 is no date: the loan still runs
    """
    SK_ID_CURR | SK_ID_PREV | RATE_DOWN_PAYMENT | DAYS_LAST_DUE
             1 |         11 |              0.25 |          -300
             1 |         12 |              0.75 |        365243
             1 |         13 |                   |          -200
             3 |         15 |                   |
             4 |         16 |                 0 |        365243
    """,
    {"PREVIOUS_DOWN_PAYMENT_MEAN": (0.5, None, None, 0), "PREVIOUS_LAST_DUE_MAX": (-200, None, None, None)},
)

LATE_MONTHS: Case = (  # 4 has no month of the last year
    """
    SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | SK_DPD | SK_DPD_DEF | NAME_CONTRACT_STATUS
             1 |         11 |             -1 |      0 |          0 | Completed
             1 |         11 |             -2 |     30 |          2 | Active
             1 |         12 |            -12 |      0 |          0 | Active
             1 |         12 |            -13 |     90 |          0 | XNA
             3 |         15 |             -1 |        |            |
             4 |         16 |            -13 |      0 |          0 | Completed
    """,
    {
        "POS_MONTH_COUNT": (4, 0, 1, 1),
        "POS_LATE_SHARE": (0.5, None, 0, 0),
        "POS_LATE_YEAR_SHARE": (1 / 3, None, 0, None),
        "POS_DPD_MAX": (90, None, None, 0),
        "POS_DPD_DEF_MAX": (2, None, None, 0),
        "POS_COMPLETED_COUNT": (1, 0, 0, 1),
    },
)

MONTHS_TO_GO: Case = (
    """
    SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | CNT_INSTALMENT | CNT_INSTALMENT_FUTURE
             1 |         11 |             -1 |             10 |                     0
             1 |         11 |             -2 |             12 |                     1
             1 |         12 |             -1 |             26 |                    23
             1 |         12 |             -2 |                |
             3 |         15 |             -1 |                |
             4 |         16 |             -1 |              0 |                     0
    """,
    {"POS_INSTALMENTS_MEAN": (16, None, None, 0), "POS_REMAINING_MEAN": (8, None, None, 0)},
)

CARD_USED: Case = (  # the use of a card without limit is not known
    """
    SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | AMT_BALANCE | AMT_CREDIT_LIMIT_ACTUAL | SK_DPD
             1 |         11 |             -1 |         250 |                    1000 |      0
             1 |         11 |            -12 |         750 |                    1000 |      7
             1 |         11 |            -13 |        2000 |                    1000 |      1
             1 |         11 |            -14 |         200 |                       0 |      0
             3 |         15 |             -1 |             |                         |
             4 |         16 |             -1 |         100 |                       0 |      0
    """,
    {
        "CARD_MONTH_COUNT": (4, 0, 1, 1),
        "CARD_USE_MEAN": (1, None, None, None),
        "CARD_USE_MAX": (2, None, None, None),
        "CARD_USE_YEAR_MEAN": (0.5, None, None, None),
        "CARD_BALANCE_MEAN": (800, None, None, 100),
        "CARD_LATE_SHARE": (0.5, None, 0, 0),
    },
)

CARD_DRAWN: Case = (
    """
    SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | AMT_DRAWINGS_ATM_CURRENT | AMT_DRAWINGS_CURRENT
             1 |         11 |             -1 |                      100 |                  300
             1 |         11 |             -2 |                        0 |                  100
             1 |         11 |             -3 |                          |
             3 |         15 |             -1 |                          |
             4 |         16 |             -1 |                        0 |                    0
    """,
    {"CARD_ATM_MEAN": (50, None, None, 0), "CARD_DRAWINGS_MEAN": (200, None, None, 0)},
)

CARD_PAID: Case = (
    """
    SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | AMT_PAYMENT_CURRENT | AMT_INST_MIN_REGULARITY
             1 |         11 |             -1 |                 500 |                     100
             1 |         11 |             -2 |                     |                     300
             1 |         11 |             -3 |                 100 |
             3 |         15 |             -1 |                     |
             4 |         16 |             -1 |                 100 |                       0
    """,
    {"CARD_PAID_TO_MINIMUM": (1.5, None, None, None)},
)

PAID_WHEN: Case = (  # an instalment paid in two parts is paid on the day of the last; 1 never paid one of four
    """
    SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | DAYS_INSTALMENT | DAYS_ENTRY_PAYMENT
             1 |         11 |                      1 |                     1 |            -400 |               -410
             1 |         11 |                      1 |                     2 |            -365 |               -370
             1 |         11 |                      1 |                     2 |            -365 |               -355
             1 |         11 |                      2 |                     2 |             -60 |                -60
             1 |         12 |                      1 |                     2 |             -30 |
             3 |         15 |                      1 |                     1 |                 |
             4 |         16 |                      1 |                     1 |            -366 |               -300
    """,
    {
        "INSTALMENT_COUNT": (4, 0, 1, 1),
        "INSTALMENT_LATE_SHARE": (0.25, None, 0, 1),
        "INSTALMENT_LATE_YEAR_SHARE": (1 / 3, None, None, None),
        "INSTALMENT_DAYS_LATE_MEAN": (0, None, None, 66),
        "INSTALMENT_DAYS_LATE_MAX": (10, None, None, 66),
        "INSTALMENT_DAYS_LAST": (-60, None, None, -300),
    },
)

PAID_WHAT: Case = (  # the parts 60 + 40 pay instalment 2 of loan 11 in full
    """
    SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | AMT_INSTALMENT | AMT_PAYMENT
             1 |         11 |                      1 |                     1 |            100 |         100
             1 |         11 |                      1 |                     2 |            100 |          60
             1 |         11 |                      1 |                     2 |            100 |          40
             1 |         11 |                      2 |                     2 |            200 |         100
             1 |         12 |                      1 |                     2 |            200 |
             3 |         15 |                      1 |                     1 |                |
             4 |         16 |                      1 |                     1 |              0 |           5
    """,
    {
        "INSTALMENT_UNPAID_COUNT": (1, 0, 1, 0),
        "INSTALMENT_SHORT_SHARE": (0.5, None, 0, 0),
        "INSTALMENT_PAID_TO_DUE": (0.5, None, None, None),
        "INSTALMENT_DUE_MAX": (200, None, None, 0),
        "INSTALMENT_DUE_MEAN": (150, None, None, 0),
    },
)

CASES: list[tuple[Block, list[Case]]] = [
    (PREVIOUS_APPLICATION, [DECIDED, LENT, STILL_RUNNING]),
    (POS_CASH_BALANCE, [LATE_MONTHS, MONTHS_TO_GO]),
    (CREDIT_CARD_BALANCE, [CARD_USED, CARD_DRAWN, CARD_PAID]),
    (INSTALLMENTS_PAYMENTS, [PAID_WHEN, PAID_WHAT]),
]

every_block = pytest.mark.parametrize(("block", "cases"), CASES, ids=[block.table for block, _ in CASES])


@every_block
def test_values(session: Session, block: Block, cases: list[Case]) -> None:
    for drawing, expected in cases:
        assert of(computed(session, **{block.table: drawing}), expected) == expected


@every_block
def test_every_feature_has_its_values_tested(block: Block, cases: list[Case]) -> None:
    tested = [name for _, expected in cases for name in expected]
    assert sorted(tested) == sorted(feature.name for feature in block.features)
