"""Features from the months of previous cash and point-of-sale loans."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature
from scoring.features.expressions import largest, mean, rows, total
from scoring.features.subsets import ALL, Subset, averaged, counted, highest, over, proportion

QUARTER = Subset("QUARTER", "MONTHS_BALANCE >= -3e0")
HALF_YEAR = Subset("HALF_YEAR", "MONTHS_BALANCE >= -6e0")
YEAR = Subset("YEAR", "MONTHS_BALANCE >= -12e0")
TWO_YEARS = Subset("TWO_YEARS", "MONTHS_BALANCE >= -24e0")

# The last month of each loan, by the loan's own count of months: 1 is the most recent.
_MONTHS = """(
    SELECT *, ROW_NUMBER() OVER (
        PARTITION BY SK_ID_CURR, SK_ID_PREV ORDER BY MONTHS_BALANCE DESC NULLS LAST
    ) AS LOAN_RECENCY
    FROM POS_CASH_balance
) AS months"""
_LAST = "LOAN_RECENCY = 1"
_RUNNING = f"{_LAST} AND NAME_CONTRACT_STATUS = 'Active'"

POS_CASH_BALANCE = Block(
    table="POS_CASH_balance",
    source=_MONTHS,
    features=(
        *over(
            "POS",
            [ALL, HALF_YEAR, YEAR, TWO_YEARS],
            [
                counted("MONTH_COUNT"),
                proportion("LATE_SHARE", "SK_DPD > 0e0"),
                averaged("DPD_MEAN", "SK_DPD", "duration"),
                highest("DPD_MAX", "SK_DPD", "duration"),
                highest("DPD_DEF_MAX", "SK_DPD_DEF", "duration"),
            ],
        ),
        *over("POS", [QUARTER], [proportion("LATE_SHARE", "SK_DPD > 0e0"), highest("DPD_MAX", "SK_DPD", "duration")]),
        *over("POS", [ALL], [counted(f"OVER_{days}_COUNT", f"SK_DPD > {days}e0") for days in (7, 30, 60, 90)]),
        Feature("POS_LOAN_COUNT", rows(_LAST), "count", absent=0.0),
        Feature("POS_RUNNING_COUNT", rows(_RUNNING), "count", absent=0.0),
        Feature("POS_COMPLETED_COUNT", rows("NAME_CONTRACT_STATUS = 'Completed'"), "count", absent=0.0),
        Feature("POS_REMAINING_TOTAL", total("CNT_INSTALMENT_FUTURE", _RUNNING), "count"),
        Feature("POS_REMAINING_MEAN", mean("CNT_INSTALMENT_FUTURE"), "count"),
        Feature("POS_INSTALMENTS_MEAN", mean("CNT_INSTALMENT"), "count"),
        Feature("POS_INSTALMENTS_MAX", largest("CNT_INSTALMENT"), "count"),
        Feature("POS_LAST_LATE", largest("MONTHS_BALANCE", "SK_DPD > 0e0"), "months"),
    ),
)
