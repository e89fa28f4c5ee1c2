"""Features from the instalments of previous loans: how late, and how short, they were paid."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature
from scoring.features.expressions import largest
from scoring.features.subsets import ALL, Subset, averaged, counted, highest, numbered, over, proportion, quotient

QUARTER = Subset("QUARTER", "DUE_DAY >= -91")
HALF_YEAR = Subset("HALF_YEAR", "DUE_DAY >= -182")
YEAR = Subset("YEAR", "DUE_DAY >= -365")
TWO_YEARS = Subset("TWO_YEARS", "DUE_DAY >= -730")
LAST_FIVE = Subset("LAST5", "RECENCY <= 5")
LAST_TEN = Subset("LAST10", "RECENCY <= 10")
LAST_TWENTY = Subset("LAST20", "RECENCY <= 20")
LOANS = Subset("LOAN", "NUM_INSTALMENT_VERSION > 0e0")
CARDS = Subset("CARD", "NUM_INSTALMENT_VERSION = 0e0")
FIRST_FOUR = Subset("FIRST4", "NUM_INSTALMENT_NUMBER <= 4e0")

# One instalment may be paid in several parts: they are added up before lateness and shortfall.
_INSTALMENTS = f"""(
    SELECT *, PAID_DAY - DUE_DAY AS DAYS_LATE, DUE - COALESCE(PAID, 0e0) AS SHORTFALL,
        {numbered("DUE_DAY DESC, SK_ID_PREV DESC, NUM_INSTALMENT_VERSION DESC, NUM_INSTALMENT_NUMBER DESC")} AS RECENCY
    FROM (
        SELECT SK_ID_CURR, SK_ID_PREV, NUM_INSTALMENT_VERSION, NUM_INSTALMENT_NUMBER,
            MIN(DAYS_INSTALMENT) AS DUE_DAY,
            MAX(DAYS_ENTRY_PAYMENT) AS PAID_DAY,
            MAX(AMT_INSTALMENT) AS DUE,
            SUM(AMT_PAYMENT) AS PAID
        FROM installments_payments
        GROUP BY SK_ID_CURR, SK_ID_PREV, NUM_INSTALMENT_VERSION, NUM_INSTALMENT_NUMBER
    ) AS parts
) AS instalments"""

_PUNCTUALITY = (
    proportion("LATE_SHARE", "DAYS_LATE > 0e0"),
    averaged("DAYS_LATE_MEAN", "DAYS_LATE", "duration"),
    highest("DAYS_LATE_MAX", "DAYS_LATE", "duration"),
    quotient("PAID_TO_DUE", "PAID", "DUE"),
)
# Parts added up are off by the last digit: less than half a cent is not short.
_SHORT = proportion("SHORT_SHARE", "SHORTFALL > 5e-3")

INSTALLMENTS_PAYMENTS = Block(
    table="installments_payments",
    source=_INSTALMENTS,
    features=(
        *over(
            "INSTALMENT", [ALL, HALF_YEAR, YEAR, TWO_YEARS, LAST_FIVE, LAST_TEN, LAST_TWENTY], [*_PUNCTUALITY, _SHORT]
        ),
        *over("INSTALMENT", [QUARTER, LOANS, CARDS, FIRST_FOUR], [*_PUNCTUALITY[:3]]),
        *over("INSTALMENT", [ALL, HALF_YEAR, YEAR], [counted()]),
        *over(
            "INSTALMENT",
            [ALL, YEAR],
            [counted(f"OVER_{days}_COUNT", f"DAYS_LATE > {days}e0") for days in (7, 30, 60, 90)],
        ),
        *over(
            "INSTALMENT",
            [ALL, YEAR],
            [
                averaged("DUE_MEAN", "DUE", "money"),
                highest("DUE_MAX", "DUE", "money"),
                averaged("PAID_MEAN", "PAID", "money"),
            ],
        ),
        *over(
            "INSTALMENT",
            [ALL],
            [
                counted("UNPAID_COUNT", "PAID IS NULL"),
                averaged("SHORTFALL_MEAN", "SHORTFALL", "money"),
                highest("SHORTFALL_MAX", "SHORTFALL", "money"),
            ],
        ),
        Feature("INSTALMENT_LAST_LATE", largest("DUE_DAY", "DAYS_LATE > 0e0"), "days"),
        Feature("INSTALMENT_DAYS_LAST", largest("PAID_DAY"), "days"),
    ),
)
