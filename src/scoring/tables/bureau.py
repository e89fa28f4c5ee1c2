"""Credits of the applicants at other lenders, as reported to the credit bureau, and their months."""

from __future__ import annotations

from scoring.tables.declaration import Table, identifier, number, text, whole

BUREAU = Table(
    name="bureau",
    files=("bureau",),
    key=("SK_ID_BUREAU",),
    columns=(
        identifier("SK_ID_CURR"),
        identifier("SK_ID_BUREAU"),
        text("CREDIT_ACTIVE"),
        text("CREDIT_CURRENCY"),
        number("DAYS_CREDIT", "days"),
        number("CREDIT_DAY_OVERDUE", "duration"),
        number("DAYS_CREDIT_ENDDATE", "days"),
        number("DAYS_ENDDATE_FACT", "days"),
        number("AMT_CREDIT_MAX_OVERDUE", "money"),
        number("CNT_CREDIT_PROLONG", "count"),
        number("AMT_CREDIT_SUM", "money"),
        number("AMT_CREDIT_SUM_DEBT", "money"),
        number("AMT_CREDIT_SUM_LIMIT", "money"),
        number("AMT_CREDIT_SUM_OVERDUE", "money"),
        text("CREDIT_TYPE"),
        # Up to 372 days after the application: no feature may read it.
        number("DAYS_CREDIT_UPDATE", "days"),
        number("AMT_ANNUITY", "money"),
    ),
)

BUREAU_BALANCE = Table(
    name="bureau_balance",
    files=("bureau_balance",),
    key=("SK_ID_BUREAU", "MONTHS_BALANCE"),
    columns=(
        identifier("SK_ID_BUREAU"),
        whole("MONTHS_BALANCE", "months"),
        text("STATUS"),
    ),
    parent=("SK_ID_BUREAU", "bureau"),
)
