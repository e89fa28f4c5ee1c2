"""Features from the instalments of previous loans."""

from __future__ import annotations

import pandas as pd

from scoring.engine import Session
from scoring.features.instalments import INSTALLMENTS_PAYMENTS
from scoring.tables import CLIENT
from tests.features.computing import Expected, computed, of
from tests.features.reference import (
    Reference,
    Tiny,
    everything,
    most_recent,
    number_of,
    over_known,
    recency,
    share_of,
    since,
    sums_divided,
)

# An instalment paid in two parts is paid on the day of the last; 1 never paid one of four.
WHEN = """
SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | DAYS_INSTALMENT | DAYS_ENTRY_PAYMENT
         1 |         11 |                      1 |                     1 |            -400 |               -410
         1 |         11 |                      1 |                     2 |            -365 |               -370
         1 |         11 |                      1 |                     2 |            -365 |               -355
         1 |         11 |                      2 |                     2 |             -60 |                -60
         1 |         12 |                      0 |                     5 |             -30 |
         3 |         15 |                      1 |                     1 |                 |
         4 |         16 |                      1 |                     1 |            -731 |               -640
"""

# The parts 60 + 40 pay instalment 2 of loan 11 in full.
WHAT = """
SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | AMT_INSTALMENT | AMT_PAYMENT
         1 |         11 |                      1 |                     1 |            100 |         100
         1 |         11 |                      1 |                     2 |            100 |          60
         1 |         11 |                      1 |                     2 |            100 |          40
         1 |         11 |                      2 |                     2 |            200 |         100
         1 |         12 |                      1 |                     2 |            200 |
         3 |         15 |                      1 |                     1 |                |
         4 |         16 |                      1 |                     1 |              0 |           5
"""

# 1: six instalments due on one day: the greatest loan, version and number are the most recent.
SAME_DAY = """
SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | DAYS_INSTALMENT | DAYS_ENTRY_PAYMENT
         1 |         10 |                      9 |                     9 |             -10 |                 -4
         1 |         11 |                      1 |                     1 |             -10 |                 -8
         1 |         11 |                      1 |                     2 |             -10 |                -10
         1 |         11 |                      2 |                     1 |             -10 |                -10
         1 |         12 |                      1 |                     1 |             -10 |                -10
         1 |         12 |                      1 |                     2 |             -10 |                -10
         3 |         15 |                      1 |                     1 |                 |
         4 |         16 |                      1 |                     1 |             -10 |                -10
"""

# Version 0 is a card's instalment; the invented clients have none, nor any this late.
VERY_LATE = """
SK_ID_CURR | SK_ID_PREV | NUM_INSTALMENT_VERSION | NUM_INSTALMENT_NUMBER | DAYS_INSTALMENT | DAYS_ENTRY_PAYMENT
         1 |         11 |                      0 |                     1 |            -300 |               -239
         1 |         11 |                      0 |                     2 |            -300 |               -269
         1 |         12 |                      1 |                     1 |            -365 |               -274
         1 |         12 |                      1 |                     2 |            -366 |               -200
         3 |         15 |                      0 |                     1 |                 |
         4 |         16 |                      0 |                     1 |            -100 |               -100
"""

EXPECTED: dict[str, Expected] = {
    WHEN: {
        "INSTALMENT_COUNT": (4, 0, 1, 1),
        "INSTALMENT_HALF_YEAR_COUNT": (2, 0, 0, 0),
        "INSTALMENT_YEAR_COUNT": (3, 0, 0, 0),
        "INSTALMENT_LATE_SHARE": (0.25, None, 0, 1),
        "INSTALMENT_QUARTER_LATE_SHARE": (0, None, None, None),
        "INSTALMENT_YEAR_LATE_SHARE": (1 / 3, None, None, None),
        "INSTALMENT_TWO_YEARS_LATE_SHARE": (0.25, None, None, None),
        "INSTALMENT_LOAN_LATE_SHARE": (1 / 3, None, 0, 1),
        "INSTALMENT_CARD_LATE_SHARE": (0, None, None, None),
        "INSTALMENT_FIRST4_LATE_SHARE": (1 / 3, None, 0, 1),
        "INSTALMENT_DAYS_LATE_MEAN": (0, None, None, 91),
        "INSTALMENT_DAYS_LATE_MAX": (10, None, None, 91),
        "INSTALMENT_OVER_7_COUNT": (1, 0, 0, 1),
        "INSTALMENT_OVER_30_COUNT": (0, 0, 0, 1),
        "INSTALMENT_OVER_60_COUNT": (0, 0, 0, 1),
        "INSTALMENT_OVER_90_COUNT": (0, 0, 0, 1),
        "INSTALMENT_YEAR_OVER_7_COUNT": (1, 0, 0, 0),
        "INSTALMENT_LAST_LATE": (-365, None, None, -731),
        "INSTALMENT_DAYS_LAST": (-60, None, None, -640),
    },
    WHAT: {
        "INSTALMENT_UNPAID_COUNT": (1, 0, 1, 0),
        "INSTALMENT_SHORT_SHARE": (0.5, None, 0, 0),
        "INSTALMENT_PAID_TO_DUE": (0.5, None, None, None),
        "INSTALMENT_DUE_MAX": (200, None, None, 0),
        "INSTALMENT_DUE_MEAN": (150, None, None, 0),
        "INSTALMENT_PAID_MEAN": (100, None, None, 5),
        "INSTALMENT_SHORTFALL_MEAN": (75, None, None, -5),
        "INSTALMENT_SHORTFALL_MAX": (200, None, None, -5),
    },
    VERY_LATE: {
        "INSTALMENT_CARD_LATE_SHARE": (1, None, 0, 0),
        "INSTALMENT_CARD_DAYS_LATE_MEAN": (46, None, None, 0),
        "INSTALMENT_CARD_DAYS_LATE_MAX": (61, None, None, 0),
        "INSTALMENT_OVER_30_COUNT": (4, 0, 0, 0),
        "INSTALMENT_OVER_60_COUNT": (3, 0, 0, 0),
        "INSTALMENT_OVER_90_COUNT": (2, 0, 0, 0),
        "INSTALMENT_YEAR_OVER_30_COUNT": (3, 0, 0, 0),
        "INSTALMENT_YEAR_OVER_60_COUNT": (2, 0, 0, 0),
        "INSTALMENT_YEAR_OVER_90_COUNT": (1, 0, 0, 0),
    },
    SAME_DAY: {
        "INSTALMENT_LATE_SHARE": (2 / 6, None, 0, 0),
        "INSTALMENT_LAST5_LATE_SHARE": (0.2, None, 0, 0),
        "INSTALMENT_LAST5_DAYS_LATE_MAX": (2, None, None, 0),
        "INSTALMENT_LAST10_DAYS_LATE_MAX": (6, None, None, 0),
    },
}

KEY = [CLIENT, "SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER"]


def prepared(parts: pd.DataFrame) -> pd.DataFrame:
    parts = parts.assign(UNPAID=parts["AMT_PAYMENT"].isna())
    rows = (
        parts.groupby(KEY, dropna=False)
        .agg(
            DUE_DAY=("DAYS_INSTALMENT", "min"),
            PAID_DAY=("DAYS_ENTRY_PAYMENT", "max"),
            DUE=("AMT_INSTALMENT", "max"),
            PAID=("AMT_PAYMENT", "sum"),
            UNPAID=("UNPAID", "all"),
        )
        .reset_index()
    )
    rows["SHORTFALL"] = rows["DUE"] - rows["PAID"]
    rows["PAID"] = rows["PAID"].mask(rows["UNPAID"])
    rows["DAYS_LATE"] = rows["PAID_DAY"] - rows["DUE_DAY"]
    return rows.assign(RECENCY=recency(rows, "DUE_DAY", *KEY[1:]))


REFERENCE = Reference(
    INSTALLMENTS_PAYMENTS,
    "INSTALMENT",
    prepared,
    subsets={
        "": everything,
        "QUARTER": since("DUE_DAY", -91),
        "HALF_YEAR": since("DUE_DAY", -182),
        "YEAR": since("DUE_DAY", -365),
        "TWO_YEARS": since("DUE_DAY", -730),
        "LAST5": most_recent(5),
        "LAST10": most_recent(10),
        "LAST20": most_recent(20),
        "LOAN": lambda rows: rows["NUM_INSTALMENT_VERSION"] > 0,
        "CARD": lambda rows: rows["NUM_INSTALMENT_VERSION"] == 0,
        "FIRST4": lambda rows: rows["NUM_INSTALMENT_NUMBER"] <= 4,
    },
    measures={
        "COUNT": number_of(),
        "LATE_SHARE": share_of(lambda rows: rows["DAYS_LATE"] > 0),
        "SHORT_SHARE": share_of(lambda rows: rows["SHORTFALL"] > 5e-3),
        "DAYS_LATE_MEAN": over_known("mean", "DAYS_LATE"),
        "DAYS_LATE_MAX": over_known("max", "DAYS_LATE"),
        "PAID_TO_DUE": sums_divided("PAID", "DUE"),
        "OVER_7_COUNT": number_of(lambda rows: rows["DAYS_LATE"] > 7),
        "OVER_30_COUNT": number_of(lambda rows: rows["DAYS_LATE"] > 30),
        "OVER_60_COUNT": number_of(lambda rows: rows["DAYS_LATE"] > 60),
        "OVER_90_COUNT": number_of(lambda rows: rows["DAYS_LATE"] > 90),
        "DUE_MEAN": over_known("mean", "DUE"),
        "DUE_MAX": over_known("max", "DUE"),
        "PAID_MEAN": over_known("mean", "PAID"),
        "UNPAID_COUNT": number_of(lambda rows: rows["UNPAID"]),
        "SHORTFALL_MEAN": over_known("mean", "SHORTFALL"),
        "SHORTFALL_MAX": over_known("max", "SHORTFALL"),
    },
)


def test_instalments(session: Session) -> None:
    for drawing, expected in EXPECTED.items():
        assert of(computed(session, installments_payments=drawing), expected) == expected


def test_instalments_of_the_invented_clients(tiny: Tiny) -> None:
    assert REFERENCE.differing(tiny) == []
    assert REFERENCE.never_told(tiny, EXPECTED.values()) == []


def test_every_feature_of_instalments_is_tested() -> None:
    assert REFERENCE.untested(EXPECTED.values()) == []
