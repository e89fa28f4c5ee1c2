"""Features from the credit bureau: credits at other lenders."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature
from scoring.features.expressions import different, divided, largest, mean, rows, smallest
from scoring.features.subsets import (
    ALL,
    Subset,
    averaged,
    counted,
    highest,
    latest,
    lowest,
    numbered,
    over,
    quotient,
    spreading,
    summed,
)

ACTIVE = Subset("ACTIVE", "CREDIT_ACTIVE = 'Active'")
CLOSED = Subset("CLOSED", "CREDIT_ACTIVE = 'Closed'")
QUARTER = Subset("QUARTER", "DAYS_CREDIT >= -91")
HALF_YEAR = Subset("HALF_YEAR", "DAYS_CREDIT >= -182")
YEAR = Subset("YEAR", "DAYS_CREDIT >= -365")
TWO_YEARS = Subset("TWO_YEARS", "DAYS_CREDIT >= -730")
CONSUMER = Subset("CONSUMER", "CREDIT_TYPE = 'Consumer credit'")
CARD = Subset("CARD", "CREDIT_TYPE = 'Credit card'")
MORTGAGE = Subset("MORTGAGE", "CREDIT_TYPE = 'Mortgage'")
CAR = Subset("CAR", "CREDIT_TYPE = 'Car loan'")
MICROLOAN = Subset("MICROLOAN", "CREDIT_TYPE = 'Microloan'")
LAST_THREE = Subset("LAST3", "RECENCY <= 3")

# DAYS_CREDIT_UPDATE can lie up to 372 days after the application: it is never read.
_CREDITS = f"""(
    SELECT *, {numbered("DAYS_CREDIT DESC, SK_ID_BUREAU DESC")} AS RECENCY
    FROM bureau
) AS credits"""

_AMOUNTS = (
    summed("CREDIT_TOTAL", "AMT_CREDIT_SUM", "money"),
    averaged("CREDIT_MEAN", "AMT_CREDIT_SUM", "money"),
    highest("CREDIT_MAX", "AMT_CREDIT_SUM", "money"),
    summed("DEBT_TOTAL", "AMT_CREDIT_SUM_DEBT", "money"),
    highest("DEBT_MAX", "AMT_CREDIT_SUM_DEBT", "money"),
    quotient("DEBT_TO_CREDIT", "AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM", "share"),
)
_OVERDUE = (
    summed("OVERDUE_TOTAL", "AMT_CREDIT_SUM_OVERDUE", "money"),
    highest("OVERDUE_MAX", "AMT_CREDIT_MAX_OVERDUE", "money"),
    averaged("OVERDUE_MEAN", "AMT_CREDIT_MAX_OVERDUE", "money"),
    highest("DAYS_OVERDUE_MAX", "CREDIT_DAY_OVERDUE", "duration"),
    summed("PROLONGED_COUNT", "CNT_CREDIT_PROLONG", "count", 0.0),
)
_DATES = (
    highest("DAYS_LAST", "DAYS_CREDIT", "days"),
    lowest("DAYS_FIRST", "DAYS_CREDIT", "days"),
    averaged("DAYS_MEAN", "DAYS_CREDIT", "days"),
)
_ENDS = (
    highest("ENDDATE_MAX", "DAYS_CREDIT_ENDDATE", "days"),
    lowest("ENDDATE_MIN", "DAYS_CREDIT_ENDDATE", "days"),
    averaged("ENDDATE_MEAN", "DAYS_CREDIT_ENDDATE", "days"),
)

BUREAU = Block(
    table="bureau",
    source=_CREDITS,
    features=(
        *over("BUREAU", [ALL, ACTIVE, CLOSED], [counted(), *_AMOUNTS, *_DATES]),
        *over("BUREAU", [ALL, ACTIVE], [*_OVERDUE, *_ENDS]),
        *over("BUREAU", [CLOSED], [averaged("OVERDUE_MEAN", "AMT_CREDIT_MAX_OVERDUE", "money")]),
        *over("BUREAU", [QUARTER, HALF_YEAR, YEAR, TWO_YEARS], [counted()]),
        *over("BUREAU", [YEAR, TWO_YEARS, LAST_THREE], [_AMOUNTS[0], _AMOUNTS[3], _AMOUNTS[5]]),
        *over("BUREAU", [CONSUMER, CARD, MORTGAGE, CAR, MICROLOAN], [counted()]),
        *over("BUREAU", [CONSUMER, CARD, MORTGAGE, MICROLOAN], [_AMOUNTS[1], _AMOUNTS[3], _AMOUNTS[5], _DATES[0]]),
        *over(
            "BUREAU",
            [ACTIVE.within(CARD)],
            [
                counted(),
                summed("LIMIT_TOTAL", "AMT_CREDIT_SUM_LIMIT", "money"),
                quotient("USE", "AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM_LIMIT", "share"),
            ],
        ),
        *over("BUREAU", [ACTIVE], [summed("ANNUITY_TOTAL", "AMT_ANNUITY", "money")]),
        *over("BUREAU", [ALL], [spreading("DAYS_SPREAD", "DAYS_CREDIT", "duration")]),
        Feature("BUREAU_TYPE_COUNT", different("CREDIT_TYPE"), "count", absent=0.0),
        Feature("BUREAU_ACTIVE_SHARE", f"AVG(CASE WHEN {ACTIVE.condition} THEN 1e0 ELSE 0e0 END)", "share"),
        Feature("BUREAU_PLANNED_DAYS_MEAN", mean("DAYS_CREDIT_ENDDATE - DAYS_CREDIT"), "duration"),
        Feature(
            "BUREAU_CLOSED_LATE_MEAN", mean("DAYS_ENDDATE_FACT - DAYS_CREDIT_ENDDATE", CLOSED.condition), "duration"
        ),
        Feature("BUREAU_ENDED_LAST", largest("DAYS_ENDDATE_FACT"), "days"),
        Feature(
            "BUREAU_GAP_MEAN",
            divided(f"{largest('DAYS_CREDIT')} - {smallest('DAYS_CREDIT')}", f"{rows()} - 1e0"),
            "duration",
        ),
        Feature("BUREAU_LAST_TYPE", latest("CREDIT_TYPE", "RECENCY"), "category", "category"),
        Feature("BUREAU_LAST_STATUS", latest("CREDIT_ACTIVE", "RECENCY"), "category", "category"),
        Feature("BUREAU_LAST_CREDIT", latest("AMT_CREDIT_SUM", "RECENCY"), "money"),
        Feature("BUREAU_LAST_DEBT", latest("AMT_CREDIT_SUM_DEBT", "RECENCY"), "money"),
    ),
)
