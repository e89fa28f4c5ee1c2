"""Features from the credit bureau: credits at other lenders, and their months."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature, amount, count, share
from scoring.features.expressions import different, divided, largest, mean, part, rows, total

ACTIVE = "CREDIT_ACTIVE = 'Active'"
CLOSED = "CREDIT_ACTIVE = 'Closed'"
LAST_YEAR = "DAYS_CREDIT >= -365"
LATE = "STATUS IN ('1', '2', '3', '4', '5')"

BUREAU = Block(
    table="bureau",
    source="bureau",
    features=(
        count("BUREAU_COUNT", rows()),
        count("BUREAU_ACTIVE_COUNT", rows(ACTIVE)),
        count("BUREAU_CLOSED_COUNT", rows(CLOSED)),
        share("BUREAU_ACTIVE_SHARE", part(ACTIVE)),
        count("BUREAU_LAST_YEAR_COUNT", rows(LAST_YEAR)),
        count("BUREAU_CARD_COUNT", rows("CREDIT_TYPE = 'Credit card'")),
        count("BUREAU_MICROLOAN_COUNT", rows("CREDIT_TYPE = 'Microloan'")),
        count("BUREAU_TYPE_COUNT", different("CREDIT_TYPE")),
        Feature("BUREAU_DAYS_LAST", largest("DAYS_CREDIT"), "days"),
        Feature("BUREAU_DAYS_MEAN", mean("DAYS_CREDIT"), "days"),
        Feature("BUREAU_ACTIVE_DAYS_LAST", largest("DAYS_CREDIT", ACTIVE), "days"),
        Feature("BUREAU_ACTIVE_ENDDATE_MAX", largest("DAYS_CREDIT_ENDDATE", ACTIVE), "days"),
        amount("BUREAU_CREDIT_TOTAL", total("AMT_CREDIT_SUM")),
        amount("BUREAU_CREDIT_MEAN", mean("AMT_CREDIT_SUM")),
        amount("BUREAU_DEBT_TOTAL", total("AMT_CREDIT_SUM_DEBT")),
        amount("BUREAU_ACTIVE_DEBT_TOTAL", total("AMT_CREDIT_SUM_DEBT", ACTIVE)),
        share("BUREAU_DEBT_TO_CREDIT", divided(total("AMT_CREDIT_SUM_DEBT"), total("AMT_CREDIT_SUM"))),
        amount("BUREAU_OVERDUE_TOTAL", total("AMT_CREDIT_SUM_OVERDUE")),
        amount("BUREAU_OVERDUE_MAX", largest("AMT_CREDIT_MAX_OVERDUE")),
        Feature("BUREAU_DAYS_OVERDUE_MAX", largest("CREDIT_DAY_OVERDUE"), "duration"),
        count("BUREAU_PROLONGED_COUNT", total("CNT_CREDIT_PROLONG")),
    ),
)

BUREAU_BALANCE = Block(
    table="bureau_balance",
    source="bureau_balance",
    features=(
        count("BUREAU_MONTH_COUNT", rows()),
        share("BUREAU_MONTH_LATE_SHARE", part(LATE)),
        share("BUREAU_MONTH_LATE_YEAR_SHARE", part(LATE, of="MONTHS_BALANCE >= -12")),
        share("BUREAU_MONTH_CLOSED_SHARE", part("STATUS = 'C'")),
    ),
)
