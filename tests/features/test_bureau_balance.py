"""Features from the months of credits at other lenders."""

from __future__ import annotations

from scoring.engine import Session
from scoring.features.bureau_balance import BUREAU_BALANCE
from tests.features.computing import CLIENTS, Expected, computed, of

CREDITS = """
SK_ID_CURR | SK_ID_BUREAU
         1 | 51
         1 | 52
         3 | 55
         4 | 56
"""
MONTHS = """
SK_ID_BUREAU | MONTHS_BALANCE | STATUS
          51 |              0 | 0
          51 |            -12 | 1
          51 |            -13 | 5
          52 |             -1 | C
          52 |             -2 | X
          52 |            -20 | C
          52 |            -21 | 0
          52 |            -25 | 0
          55 |             -1 |
          56 |            -25 | 2
          99 |             -1 | 5
"""
EXPECTED: Expected = {  # 4 has no month of the last two years; the month of credit 99 is nobody's
    "BUREAU_MONTH_COUNT": (8, 0, 1, 1),
    "BUREAU_MONTH_CREDIT_COUNT": (2, 0, 1, 1),
    "BUREAU_MONTH_LATE_CREDIT_COUNT": (1, 0, 0, 1),
    "BUREAU_MONTH_LATE_COUNT": (2, 0, 0, 1),
    "BUREAU_MONTH_LATE_SHARE": (0.25, None, 0, 1),
    "BUREAU_MONTH_LATE_QUARTER_SHARE": (0, None, 0, None),
    "BUREAU_MONTH_LATE_HALF_YEAR_SHARE": (0, None, 0, None),
    "BUREAU_MONTH_LATE_YEAR_SHARE": (0.25, None, 0, None),
    "BUREAU_MONTH_LATE_TWO_YEARS_SHARE": (2 / 7, None, 0, None),
    "BUREAU_MONTH_CLOSED_SHARE": (0.25, None, 0, 0),
    "BUREAU_MONTH_UNKNOWN_SHARE": (0.125, None, 0, 0),
    "BUREAU_MONTH_WORST": (5, None, None, 2),
    "BUREAU_MONTH_LAST_LATE": (-12, None, None, -25),
    "BUREAU_MONTH_LENGTH_MEAN": (4, None, 1, 1),
}


def test_months_of_credits(session: Session) -> None:
    found = computed(session, CLIENTS, bureau=CREDITS, bureau_balance=MONTHS)
    assert of(found, EXPECTED) == EXPECTED
    assert list(EXPECTED) == [feature.name for feature in BUREAU_BALANCE.features]


def test_a_window_begins_with_its_first_month(session: Session) -> None:
    windows = {"QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12, "TWO_YEARS": 24}
    for name, months in windows.items():
        drawing = f"""
        SK_ID_BUREAU | MONTHS_BALANCE | STATUS
                  51 |       -{months} | 1
                  51 |   -{months + 1} | 1
                  52 |             -1 | 0
                  56 |   -{months + 1} | 1
        """
        found = computed(session, CLIENTS, bureau=CREDITS, bureau_balance=drawing)
        assert found[f"BUREAU_MONTH_LATE_{name}_SHARE"] == (0.5, None, None, None)


def test_every_lateness_is_late_and_no_other_status(session: Session) -> None:
    for status, worst in [("0", None), ("C", None), ("X", None), *((str(late), late) for late in range(1, 6))]:
        drawing = f"SK_ID_BUREAU | MONTHS_BALANCE | STATUS\n 51 | -1 | {status}"
        found = computed(session, CLIENTS, bureau=CREDITS, bureau_balance=drawing)
        assert found["BUREAU_MONTH_WORST"] == (worst, None, None, None)
        assert found["BUREAU_MONTH_LATE_COUNT"] == (int(worst is not None), 0, 0, 0)
