"""Features from previous applications to this lender."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.engine import Session
from scoring.features.previous import PREVIOUS_APPLICATION
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
    share_of,
    since,
    sums_divided,
)

DECIDED = """
SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | NAME_CONTRACT_TYPE | DAYS_DECISION | NAME_YIELD_GROUP
         1 |         11 | Approved             | Cash loans         |          -731 | high
         1 |         12 | Approved             | Revolving loans    |          -100 | low_normal
         1 |         13 | Refused              | Cash loans         |          -365 | XNA
         1 |         14 | Canceled             | XNA                |           -20 | XNA
         3 |         15 |                      |                    |               |
         4 |         16 | Refused              | Consumer loans     |          -366 | high
"""

LENT = """
SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | AMT_APPLICATION | AMT_CREDIT | AMT_ANNUITY | CNT_PAYMENT
         1 |         11 | Approved             |            1000 |       1500 |         100 | 12
         1 |         12 | Approved             |            3000 |       4500 |         300 | 24
         1 |         13 | Refused              |            8000 |       9000 |         800 | 60
         3 |         15 | Approved             |                 |            |             |
         4 |         16 | Approved             |               0 |          0 |             | 0
"""

# The simple yearly rate: 24 * (payment * months - amount) / (amount * (months + 1)); a card has 0 months.
RATES = """
SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | NAME_CONTRACT_TYPE | AMT_CREDIT | AMT_ANNUITY | CNT_PAYMENT
         1 |         11 | Approved             | Cash loans         |       1100 |         110 | 11
         1 |         12 | Approved             | Consumer loans     |       1100 |         100 | 11
         1 |         13 | Approved             | Revolving loans    |       1100 |         100 | 0
         1 |         14 | Refused              | Cash loans         |       1100 |         900 | 11
         3 |         15 | Approved             |                    |            |             |
         4 |         16 | Approved             | Cash loans         |          0 |         100 | 12
"""

# 365243 is no date: the loan still runs, or was never drawn.
RUNNING = """
SK_ID_CURR | SK_ID_PREV | NAME_CONTRACT_STATUS | DAYS_TERMINATION | DAYS_LAST_DUE | DAYS_FIRST_DUE | DAYS_LAST_DUE_1ST_VERSION
         1 |         11 | Approved             |             -290 |          -300 |           -600 |                      -310
         1 |         12 | Approved             |           365243 |        365243 |           -100 |                       200
         1 |         13 | Approved             |             -195 |          -200 |         365243 |                      -180
         1 |         14 | Canceled             |                  |               |                |
         3 |         15 |                      |                  |               |                |
         4 |         16 | Approved             |           365243 |        365243 |         365243 |                    365243
"""  # noqa: E501

DEALS = """
SK_ID_CURR | SK_ID_PREV | RATE_DOWN_PAYMENT | NAME_GOODS_CATEGORY | NAME_PRODUCT_TYPE | NAME_CLIENT_TYPE | NFLAG_INSURED_ON_APPROVAL
         1 |         11 |              0.25 | Mobile              | walk-in           | New              | 1
         1 |         12 |              0.75 | Mobile              | x-sell            | Repeater         | 0
         1 |         13 |                   | Computers           | x-sell            | Repeater         |
         1 |         14 |                   | XNA                 | XNA               | XNA              |
         3 |         15 |                   |                     |                   |                  |
         4 |         16 |                 0 | XNA                 | XNA               | New              | 0
"""  # noqa: E501

REASONS = """
SK_ID_CURR | SK_ID_PREV | CODE_REJECT_REASON | HOUR_APPR_PROCESS_START | NAME_YIELD_GROUP
         1 |         11 | HC                 |                      10 | low_normal
         1 |         12 | LIMIT              |                      14 | low_action
         1 |         13 | SCO                |                         | middle
         1 |         14 | SCOFR              |                         | XNA
         3 |         15 |                    |                         |
         4 |         16 | XAP                |                       0 | high
"""

# 1: two applications of one day, the greater id is the last; that of no known day comes after all.
LAST = """
SK_ID_CURR | SK_ID_PREV | DAYS_DECISION | NAME_CONTRACT_STATUS | AMT_CREDIT | AMT_ANNUITY | CNT_PAYMENT
         1 |         19 |               | Refused              |       9000 |        9000 |          99
         1 |         12 |           -10 | Canceled             |          0 |             |
         1 |         11 |           -10 | Refused              |       1000 |         100 |          12
         1 |         13 |           -30 | Approved             |       2000 |         200 |          24
         1 |         14 |           -40 | Approved             |       5000 |         300 |          48
         1 |         15 |           -50 | Refused              |       7000 |         400 |          36
         3 |         16 |               |                      |            |             |
         4 |         17 |          -800 | Approved             |          0 |           0 |           0
"""

LAST_WORDS = """
SK_ID_CURR | SK_ID_PREV | DAYS_DECISION | PRODUCT_COMBINATION | CODE_REJECT_REASON | NAME_YIELD_GROUP | NAME_GOODS_CATEGORY | CHANNEL_TYPE
         1 |         11 |           -10 | Cash                | HC                 | high             | Mobile              | Stone
         1 |         12 |           -10 | Card Street         | XAP                | XNA              | XNA                 | Country-wide
         3 |         13 |               |                     |                    |                  |                     |
         4 |         14 |             0 | POS mobile          | XNA                | middle           | Furniture           | Stone
"""  # noqa: E501

EXPECTED: dict[str, Expected] = {
    DECIDED: {
        "PREVIOUS_COUNT": (4, 0, 1, 1),
        "PREVIOUS_APPROVED_COUNT": (2, 0, 0, 0),
        "PREVIOUS_REFUSED_COUNT": (1, 0, 0, 1),
        "PREVIOUS_APPROVED_SHARE": (0.5, None, 0, 0),
        "PREVIOUS_REFUSED_SHARE": (0.25, None, 0, 1),
        "PREVIOUS_CANCELED_SHARE": (0.25, None, 0, 0),
        "PREVIOUS_HALF_YEAR_COUNT": (2, 0, 0, 0),
        "PREVIOUS_YEAR_COUNT": (3, 0, 0, 0),
        "PREVIOUS_TWO_YEARS_COUNT": (3, 0, 0, 1),
        "PREVIOUS_APPROVED_YEAR_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REFUSED_YEAR_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REFUSED_TWO_YEARS_COUNT": (1, 0, 0, 1),
        "PREVIOUS_YEAR_REFUSED_SHARE": (1 / 3, None, None, None),
        "PREVIOUS_TWO_YEARS_REFUSED_SHARE": (1 / 3, None, None, 1),
        "PREVIOUS_CASH_COUNT": (2, 0, 0, 0),
        "PREVIOUS_CONSUMER_COUNT": (0, 0, 0, 1),
        "PREVIOUS_REVOLVING_COUNT": (1, 0, 0, 0),
        "PREVIOUS_APPROVED_CASH_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REFUSED_CASH_COUNT": (1, 0, 0, 0),
        "PREVIOUS_DAYS_LAST": (-20, None, None, -366),
        "PREVIOUS_APPROVED_DAYS_LAST": (-100, None, None, None),
        "PREVIOUS_REFUSED_DAYS_LAST": (-365, None, None, -366),
        "PREVIOUS_DAYS_MEAN": (-304, None, None, -366),
        "PREVIOUS_HIGH_YIELD_SHARE": (0.25, None, 0, 1),
    },
    LENT: {
        "PREVIOUS_CREDIT_MEAN": (5000, None, None, 0),
        "PREVIOUS_APPROVED_CREDIT_MEAN": (3000, None, None, 0),
        "PREVIOUS_APPROVED_ANNUITY_MEAN": (200, None, None, None),
        "PREVIOUS_APPROVED_ANNUITY_MAX": (300, None, None, None),
        "PREVIOUS_ASKED_MEAN": (4000, None, None, 0),
        "PREVIOUS_CREDIT_TO_ASKED": (1.25, None, None, None),
        "PREVIOUS_APPROVED_CREDIT_TO_ASKED": (1.5, None, None, None),
        "PREVIOUS_MONTHS_MEAN": (32, None, None, 0),
        "PREVIOUS_APPROVED_MONTHS_MEAN": (18, None, None, 0),
    },
    RATES: {
        "PREVIOUS_APPROVED_RATE_MEAN": (0.1, None, None, None),
        "PREVIOUS_APPROVED_RATE_MAX": (0.2, None, None, None),
        "PREVIOUS_APPROVED_RATE_MIN": (0, None, None, None),
        "PREVIOUS_APPROVED_CASH_RATE_MEAN": (0.2, None, None, None),
        "PREVIOUS_APPROVED_CONSUMER_RATE_MEAN": (0, None, None, None),
    },
    RUNNING: {
        "PREVIOUS_APPROVED_RUNNING_COUNT": (1, 0, 0, 1),
        "PREVIOUS_LAST_DUE_MAX": (-200, None, None, None),
        "PREVIOUS_FIRST_DUE_MAX": (-100, None, None, None),
        "PREVIOUS_ENDED_LAST": (-195, None, None, None),
        "PREVIOUS_END_DELAY_MEAN": (-5, None, None, None),
    },
    DEALS: {
        "PREVIOUS_DOWN_PAYMENT_MEAN": (0.5, None, None, 0),
        "PREVIOUS_DOWN_PAYMENT_MAX": (0.75, None, None, 0),
        "PREVIOUS_GOODS_COUNT": (2, 0, 0, 0),
        "PREVIOUS_WALK_IN_SHARE": (0.25, None, 0, 0),
        "PREVIOUS_CROSS_SELL_SHARE": (0.5, None, 0, 0),
        "PREVIOUS_NEW_CLIENT_SHARE": (0.25, None, 0, 1),
        "PREVIOUS_INSURED_SHARE": (0.25, None, 0, 0),
    },
    REASONS: {
        "PREVIOUS_REASON_HC_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REASON_LIMIT_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REASON_SCO_COUNT": (1, 0, 0, 0),
        "PREVIOUS_REASON_SCOFR_COUNT": (1, 0, 0, 0),
        "PREVIOUS_HOUR_MEAN": (12, None, None, 0),
        "PREVIOUS_LOW_YIELD_SHARE": (0.5, None, 0, 0),
    },
    LAST: {
        "PREVIOUS_LAST_STATUS": ("Canceled", None, None, "Approved"),
        "PREVIOUS_LAST_CREDIT": (0, None, None, 0),
        "PREVIOUS_LAST_ANNUITY": (None, None, None, 0),
        "PREVIOUS_LAST3_CREDIT_MEAN": (1000, None, None, 0),
        "PREVIOUS_LAST5_CREDIT_MEAN": (3000, None, None, 0),
        "PREVIOUS_LAST3_ANNUITY_MEAN": (150, None, None, 0),
        "PREVIOUS_LAST5_MONTHS_MEAN": (30, None, None, 0),
        "PREVIOUS_LAST3_REFUSED_SHARE": (1 / 3, None, 0, 0),
        "PREVIOUS_LAST5_REFUSED_SHARE": (0.4, None, 0, 0),
    },
    LAST_WORDS: {
        "PREVIOUS_LAST_PRODUCT": ("Card Street", None, None, "POS mobile"),
        "PREVIOUS_LAST_REASON": ("XAP", None, None, None),
        "PREVIOUS_LAST_YIELD": (None, None, None, "middle"),
        "PREVIOUS_LAST_GOODS": (None, None, None, "Furniture"),
        "PREVIOUS_LAST_CHANNEL": ("Country-wide", None, None, "Stone"),
    },
}


def prepared(rows: pd.DataFrame) -> pd.DataFrame:
    months = rows["CNT_PAYMENT"].where(rows["CNT_PAYMENT"] > 0)
    amount = rows["AMT_CREDIT"].replace(0.0, np.nan)
    rate = 24 * (rows["AMT_ANNUITY"] * months - amount) / (amount * (months + 1))
    return rows.assign(RATE=rate, RECENCY=recency(rows, "DAYS_DECISION", "SK_ID_PREV"))


APPROVED, REFUSED = equals("NAME_CONTRACT_STATUS", "Approved"), equals("NAME_CONTRACT_STATUS", "Refused")
CASH, CONSUMER = equals("NAME_CONTRACT_TYPE", "Cash loans"), equals("NAME_CONTRACT_TYPE", "Consumer loans")
YEAR, TWO_YEARS = since("DAYS_DECISION", -365), since("DAYS_DECISION", -730)
REFERENCE = Reference(
    PREVIOUS_APPLICATION,
    "PREVIOUS",
    prepared,
    subsets={
        "": everything,
        "APPROVED": APPROVED,
        "REFUSED": REFUSED,
        "CASH": CASH,
        "CONSUMER": CONSUMER,
        "REVOLVING": equals("NAME_CONTRACT_TYPE", "Revolving loans"),
        "HALF_YEAR": since("DAYS_DECISION", -182),
        "YEAR": YEAR,
        "TWO_YEARS": TWO_YEARS,
        "LAST3": most_recent(3),
        "LAST5": most_recent(5),
        "APPROVED_CASH": both(APPROVED, CASH),
        "APPROVED_CONSUMER": both(APPROVED, CONSUMER),
        "REFUSED_CASH": both(REFUSED, CASH),
        "REFUSED_CONSUMER": both(REFUSED, CONSUMER),
        "APPROVED_YEAR": both(APPROVED, YEAR),
        "REFUSED_YEAR": both(REFUSED, YEAR),
        "REFUSED_TWO_YEARS": both(REFUSED, TWO_YEARS),
    },
    measures={
        "COUNT": number_of(),
        "DAYS_LAST": over_known("max", "DAYS_DECISION"),
        "DAYS_MEAN": over_known("mean", "DAYS_DECISION"),
        "CREDIT_MEAN": over_known("mean", "AMT_CREDIT"),
        "CREDIT_MAX": over_known("max", "AMT_CREDIT"),
        "ANNUITY_MEAN": over_known("mean", "AMT_ANNUITY"),
        "ANNUITY_MAX": over_known("max", "AMT_ANNUITY"),
        "ASKED_MEAN": over_known("mean", "AMT_APPLICATION"),
        "CREDIT_TO_ASKED": sums_divided("AMT_CREDIT", "AMT_APPLICATION"),
        "MONTHS_MEAN": over_known("mean", "CNT_PAYMENT"),
        "RATE_MEAN": over_known("mean", "RATE"),
        "RATE_MAX": over_known("max", "RATE"),
        "RATE_MIN": over_known("min", "RATE"),
        "APPROVED_SHARE": share_of(APPROVED),
        "REFUSED_SHARE": share_of(REFUSED),
        "CANCELED_SHARE": share_of(equals("NAME_CONTRACT_STATUS", "Canceled")),
        "DOWN_PAYMENT_MEAN": over_known("mean", "RATE_DOWN_PAYMENT"),
        "DOWN_PAYMENT_MAX": over_known("max", "RATE_DOWN_PAYMENT"),
        "HIGH_YIELD_SHARE": share_of(equals("NAME_YIELD_GROUP", "high")),
        "LOW_YIELD_SHARE": share_of(equals("NAME_YIELD_GROUP", "low_normal", "low_action")),
        "WALK_IN_SHARE": share_of(equals("NAME_PRODUCT_TYPE", "walk-in")),
        "CROSS_SELL_SHARE": share_of(equals("NAME_PRODUCT_TYPE", "x-sell")),
        "NEW_CLIENT_SHARE": share_of(equals("NAME_CLIENT_TYPE", "New")),
        "INSURED_SHARE": share_of(equals("NFLAG_INSURED_ON_APPROVAL", 1)),
        "HOUR_MEAN": over_known("mean", "HOUR_APPR_PROCESS_START"),
        "RUNNING_COUNT": number_of(lambda rows: rows["DAYS_TERMINATION"].isna()),
        **{
            f"REASON_{reason}_COUNT": number_of(equals("CODE_REJECT_REASON", reason))
            for reason in ("HC", "LIMIT", "SCO", "SCOFR")
        },
    },
)


def test_applications(session: Session) -> None:
    for drawing, expected in EXPECTED.items():
        found = of(computed(session, previous_application=drawing), expected)
        assert found == expected


def test_applications_of_the_invented_clients(tiny: Tiny) -> None:
    assert REFERENCE.differing(tiny) == []
    assert REFERENCE.never_told(tiny, EXPECTED.values()) == []


def test_every_feature_of_applications_is_tested() -> None:
    assert REFERENCE.untested(EXPECTED.values()) == []
