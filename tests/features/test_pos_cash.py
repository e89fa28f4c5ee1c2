"""Features from the months of previous cash and point-of-sale loans."""

from __future__ import annotations

from scoring.engine import Session
from scoring.features.pos_cash import POS_CASH_BALANCE
from tests.features.computing import Expected, computed, of
from tests.features.reference import Reference, Tiny, everything, number_of, over_known, share_of, since

LATE = """
SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | SK_DPD | SK_DPD_DEF | NAME_CONTRACT_STATUS
         1 |         11 |             -1 |      0 |          0 | Completed
         1 |         11 |             -2 |     30 |          2 | Active
         1 |         12 |            -12 |      0 |          0 | Active
         1 |         12 |            -13 |     91 |          0 | XNA
         3 |         15 |             -1 |        |            |
         4 |         16 |            -25 |      0 |          0 | Completed
"""

# The last month of a loan is its own: 12 ended running a year ago, 13 was completed, 14 is not known.
TO_GO = """
SK_ID_CURR | SK_ID_PREV | MONTHS_BALANCE | NAME_CONTRACT_STATUS | CNT_INSTALMENT | CNT_INSTALMENT_FUTURE
         1 |         11 |             -1 | Active               |             10 |                     4
         1 |         11 |             -2 | Active               |             12 |                     5
         1 |         12 |            -12 | Active               |             26 |                    22
         1 |         12 |            -13 | Signed               |                |
         1 |         13 |             -3 | Completed            |                |                     0
         1 |         13 |             -4 | Active               |                |                     9
         1 |         14 |             -1 | XNA                  |                |
         3 |         15 |             -1 |                      |                |
         4 |         16 |             -1 | Active               |              0 |                     0
"""

EXPECTED: dict[str, Expected] = {  # 4 has no month of the last two years
    LATE: {
        "POS_MONTH_COUNT": (4, 0, 1, 1),
        "POS_HALF_YEAR_MONTH_COUNT": (2, 0, 1, 0),
        "POS_YEAR_MONTH_COUNT": (3, 0, 1, 0),
        "POS_TWO_YEARS_MONTH_COUNT": (4, 0, 1, 0),
        "POS_LATE_SHARE": (0.5, None, 0, 0),
        "POS_QUARTER_LATE_SHARE": (0.5, None, 0, None),
        "POS_YEAR_LATE_SHARE": (1 / 3, None, 0, None),
        "POS_DPD_MEAN": (30.25, None, None, 0),
        "POS_DPD_MAX": (91, None, None, 0),
        "POS_YEAR_DPD_MAX": (30, None, None, None),
        "POS_DPD_DEF_MAX": (2, None, None, 0),
        "POS_OVER_7_COUNT": (2, 0, 0, 0),
        "POS_OVER_30_COUNT": (1, 0, 0, 0),
        "POS_OVER_60_COUNT": (1, 0, 0, 0),
        "POS_OVER_90_COUNT": (1, 0, 0, 0),
        "POS_COMPLETED_COUNT": (1, 0, 0, 1),
        "POS_LAST_LATE": (-2, None, None, None),
    },
    TO_GO: {
        "POS_LOAN_COUNT": (4, 0, 1, 1),
        "POS_RUNNING_COUNT": (2, 0, 0, 1),
        "POS_REMAINING_TOTAL": (26, None, None, 0),
        "POS_REMAINING_MEAN": (8, None, None, 0),
        "POS_INSTALMENTS_MEAN": (16, None, None, 0),
        "POS_INSTALMENTS_MAX": (26, None, None, 0),
    },
}

REFERENCE = Reference(
    POS_CASH_BALANCE,
    "POS",
    lambda months: months,
    subsets={
        "": everything,
        "QUARTER": since("MONTHS_BALANCE", -3),
        "HALF_YEAR": since("MONTHS_BALANCE", -6),
        "YEAR": since("MONTHS_BALANCE", -12),
        "TWO_YEARS": since("MONTHS_BALANCE", -24),
    },
    measures={
        "MONTH_COUNT": number_of(),
        "LATE_SHARE": share_of(lambda months: months["SK_DPD"] > 0),
        "DPD_MEAN": over_known("mean", "SK_DPD"),
        "DPD_MAX": over_known("max", "SK_DPD"),
        "DPD_DEF_MAX": over_known("max", "SK_DPD_DEF"),
    },
)


def test_months(session: Session) -> None:
    for drawing, expected in EXPECTED.items():
        assert of(computed(session, POS_CASH_balance=drawing), expected) == expected


def test_months_of_the_invented_clients(tiny: Tiny) -> None:
    assert REFERENCE.differing(tiny) == []
    assert REFERENCE.never_told(tiny, EXPECTED.values()) == []


def test_every_feature_of_months_is_tested() -> None:
    assert REFERENCE.untested(EXPECTED.values()) == []
