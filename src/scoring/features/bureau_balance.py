"""Features from the months of credits at other lenders."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature
from scoring.features.expressions import divided, largest, mean, rows, total

LATE = "STATUS IN ('1', '2', '3', '4', '5')"
WINDOWS = {"QUARTER": 3, "HALF_YEAR": 6, "YEAR": 12, "TWO_YEARS": 24}


def _months(condition: str) -> str:
    return f"SUM(CASE WHEN {condition} THEN 1e0 ELSE 0e0 END)"


_WINDOWED = ",\n        ".join(
    f"{_months(f'MONTHS_BALANCE >= -{months}')} AS MONTHS_{name},"
    f" {_months(f'{LATE} AND MONTHS_BALANCE >= -{months}')} AS LATE_{name}"
    for name, months in WINDOWS.items()
)
# Months are added up by credit first: a client's credits count by their months, and one by one.
_CREDITS = f"""(
    SELECT SK_ID_CURR, SK_ID_BUREAU,
        CAST(COUNT(*) AS DOUBLE) AS MONTHS,
        {_months(LATE)} AS LATE,
        {_months("STATUS = 'C'")} AS CLOSED,
        {_months("STATUS = 'X'")} AS UNKNOWN,
        MAX(CASE WHEN {LATE} THEN CAST(STATUS AS DOUBLE) END) AS WORST,
        MAX(CASE WHEN {LATE} THEN MONTHS_BALANCE END) AS LAST_LATE,
        MIN(MONTHS_BALANCE) AS FIRST_MONTH,
        {_WINDOWED}
    FROM bureau_balance
    GROUP BY SK_ID_CURR, SK_ID_BUREAU
) AS credits"""

BUREAU_BALANCE = Block(
    table="bureau_balance",
    source=_CREDITS,
    features=(
        Feature("BUREAU_MONTH_COUNT", total("MONTHS"), "count", absent=0.0),
        Feature("BUREAU_MONTH_CREDIT_COUNT", rows(), "count", absent=0.0),
        Feature("BUREAU_MONTH_LATE_CREDIT_COUNT", rows("LATE > 0e0"), "count", absent=0.0),
        Feature("BUREAU_MONTH_LATE_COUNT", total("LATE"), "count", absent=0.0),
        Feature("BUREAU_MONTH_LATE_SHARE", divided(total("LATE"), total("MONTHS")), "share"),
        *(
            Feature(f"BUREAU_MONTH_LATE_{name}_SHARE", divided(total(f"LATE_{name}"), total(f"MONTHS_{name}")), "share")
            for name in WINDOWS
        ),
        Feature("BUREAU_MONTH_CLOSED_SHARE", divided(total("CLOSED"), total("MONTHS")), "share"),
        Feature("BUREAU_MONTH_UNKNOWN_SHARE", divided(total("UNKNOWN"), total("MONTHS")), "share"),
        Feature("BUREAU_MONTH_WORST", largest("WORST"), "rating"),
        Feature("BUREAU_MONTH_LAST_LATE", largest("LAST_LATE"), "months"),
        Feature("BUREAU_MONTH_LENGTH_MEAN", mean("MONTHS"), "duration_months"),
    ),
)
