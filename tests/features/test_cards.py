"""Features from the months of previous credit cards."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.engine import Session
from scoring.features.cards import CREDIT_CARD_BALANCE
from tests.features.computing import Expected, computed, of
from tests.features.reference import (
    Reference,
    Tiny,
    everything,
    number_of,
    over_known,
    share_of,
    since,
    sums_divided,
)

USED = """
SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | AMT_BALANCE | AMT_CREDIT_LIMIT_ACTUAL | SK_DPD | SK_DPD_DEF
         1 |         11 |             -1 |         250 |                    1000 |      0 |          0
         1 |         11 |            -12 |         750 |                    1000 |      7 |          3
         1 |         11 |            -13 |        2000 |                    1000 |      9 |          5
         1 |         11 |            -14 |         200 |                       0 |      0 |          0
         3 |         15 |             -1 |             |                         |        |
         4 |         16 |             -1 |         100 |                       0 |      0 |          0
"""

DRAWN = """
SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | AMT_DRAWINGS_ATM_CURRENT | AMT_DRAWINGS_CURRENT | CNT_DRAWINGS_CURRENT
         1 |         11 |             -1 |                        0 |                    0 |                    0
         1 |         11 |             -2 |                      100 |                  300 |                    6
         1 |         11 |            -12 |                       50 |                  300 |                    3
         1 |         11 |            -13 |                          |                      |
         3 |         15 |             -1 |                          |                      |
         4 |         16 |             -1 |                        0 |                    0 |                    0
"""

PAID = """
SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | AMT_PAYMENT_CURRENT | AMT_INST_MIN_REGULARITY | CNT_INSTALMENT_MATURE_CUM
         1 |         11 |             -1 |                 500 |                     100 |                        12
         1 |         11 |             -2 |                     |                     300 |                        11
         1 |         11 |             -3 |                 100 |                         |
         3 |         15 |             -1 |                     |                         |
         4 |         16 |             -1 |                 100 |                       0 |                         0
"""

EXPECTED: dict[str, Expected] = {  # the use of a card without limit is not known
    USED: {
        "CARD_MONTH_COUNT": (4, 0, 1, 1),
        "CARD_USE_MEAN": (1, None, None, None),
        "CARD_USE_MAX": (2, None, None, None),
        "CARD_MONTH_USE_MEAN": (0.25, None, None, None),
        "CARD_YEAR_USE_MEAN": (0.5, None, None, None),
        "CARD_YEAR_USE_MAX": (0.75, None, None, None),
        "CARD_BALANCE_MEAN": (800, None, None, 100),
        "CARD_BALANCE_MAX": (2000, None, None, 100),
        "CARD_LIMIT_MAX": (1000, None, None, 0),
        "CARD_LATE_SHARE": (0.5, None, 0, 0),
        "CARD_DPD_MAX": (9, None, None, 0),
        "CARD_YEAR_DPD_MAX": (7, None, None, 0),
        "CARD_DPD_DEF_MAX": (5, None, None, 0),
        "CARD_YEAR_DPD_DEF_MAX": (3, None, None, 0),
    },
    DRAWN: {
        "CARD_ATM_MEAN": (50, None, None, 0),
        "CARD_DRAWINGS_MEAN": (200, None, None, 0),
        "CARD_DRAWINGS_COUNT_MEAN": (3, None, None, 0),
        "CARD_ATM_SHARE": (0.25, None, None, None),
        "CARD_YEAR_ATM_SHARE": (0.25, None, None, None),
        "CARD_DRAWN_LAST": (-2, None, None, None),
    },
    PAID: {
        "CARD_PAID_TO_MINIMUM": (1.5, None, None, None),
        "CARD_INSTALMENTS_MAX": (12, None, None, 0),
    },
}


def prepared(months: pd.DataFrame) -> pd.DataFrame:
    return months.assign(USE=months["AMT_BALANCE"] / months["AMT_CREDIT_LIMIT_ACTUAL"].replace(0.0, np.nan))


REFERENCE = Reference(
    CREDIT_CARD_BALANCE,
    "CARD",
    prepared,
    subsets={
        "": everything,
        "MONTH": since("MONTHS_BALANCE", -1),
        "QUARTER": since("MONTHS_BALANCE", -3),
        "HALF_YEAR": since("MONTHS_BALANCE", -6),
        "YEAR": since("MONTHS_BALANCE", -12),
    },
    measures={
        "MONTH_COUNT": number_of(),
        "USE_MEAN": over_known("mean", "USE"),
        "USE_MAX": over_known("max", "USE"),
        "BALANCE_MEAN": over_known("mean", "AMT_BALANCE"),
        "BALANCE_MAX": over_known("max", "AMT_BALANCE"),
        "LIMIT_MAX": over_known("max", "AMT_CREDIT_LIMIT_ACTUAL"),
        "ATM_MEAN": over_known("mean", "AMT_DRAWINGS_ATM_CURRENT"),
        "DRAWINGS_MEAN": over_known("mean", "AMT_DRAWINGS_CURRENT"),
        "DRAWINGS_COUNT_MEAN": over_known("mean", "CNT_DRAWINGS_CURRENT"),
        "ATM_SHARE": sums_divided("AMT_DRAWINGS_ATM_CURRENT", "AMT_DRAWINGS_CURRENT"),
        "PAID_TO_MINIMUM": sums_divided("AMT_PAYMENT_CURRENT", "AMT_INST_MIN_REGULARITY"),
        "LATE_SHARE": share_of(lambda months: months["SK_DPD"] > 0),
        "DPD_MAX": over_known("max", "SK_DPD"),
        "DPD_DEF_MAX": over_known("max", "SK_DPD_DEF"),
        "INSTALMENTS_MAX": over_known("max", "CNT_INSTALMENT_MATURE_CUM"),
    },
)


def test_months(session: Session) -> None:
    for drawing, expected in EXPECTED.items():
        assert of(computed(session, credit_card_balance=drawing), expected) == expected


def test_months_of_the_invented_clients(tiny: Tiny) -> None:
    assert REFERENCE.differing(tiny) == []
    assert REFERENCE.never_told(tiny, EXPECTED.values()) == []


def test_every_feature_of_months_is_tested() -> None:
    assert REFERENCE.untested(EXPECTED.values()) == []
