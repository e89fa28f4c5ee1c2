"""Features from previous applications to this lender and the loans they led to."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature, amount, count, ratio, share
from scoring.features.expressions import divided, largest, mean, part, rows, total

APPROVED = "NAME_CONTRACT_STATUS = 'Approved'"
REFUSED = "NAME_CONTRACT_STATUS = 'Refused'"
CANCELED = "NAME_CONTRACT_STATUS = 'Canceled'"
LAST_YEAR = "MONTHS_BALANCE >= -12"
PAST_DUE = "SK_DPD > 0e0"

PREVIOUS_APPLICATION = Block(
    table="previous_application",
    source="previous_application",
    features=(
        count("PREVIOUS_COUNT", rows()),
        count("PREVIOUS_APPROVED_COUNT", rows(APPROVED)),
        count("PREVIOUS_REFUSED_COUNT", rows(REFUSED)),
        share("PREVIOUS_REFUSED_SHARE", part(REFUSED)),
        share("PREVIOUS_CANCELED_SHARE", part(CANCELED)),
        count("PREVIOUS_REFUSED_YEAR_COUNT", rows(f"{REFUSED} AND DAYS_DECISION >= -365")),
        count("PREVIOUS_REVOLVING_COUNT", rows("NAME_CONTRACT_TYPE = 'Revolving loans'")),
        Feature("PREVIOUS_DAYS_LAST", largest("DAYS_DECISION"), "days"),
        Feature("PREVIOUS_APPROVED_DAYS_LAST", largest("DAYS_DECISION", APPROVED), "days"),
        Feature("PREVIOUS_REFUSED_DAYS_LAST", largest("DAYS_DECISION", REFUSED), "days"),
        amount("PREVIOUS_APPROVED_CREDIT_MEAN", mean("AMT_CREDIT", APPROVED)),
        amount("PREVIOUS_APPROVED_ANNUITY_MEAN", mean("AMT_ANNUITY", APPROVED)),
        amount("PREVIOUS_APPROVED_ANNUITY_MAX", largest("AMT_ANNUITY", APPROVED)),
        ratio(
            "PREVIOUS_CREDIT_TO_ASKED",
            divided(total("AMT_CREDIT", APPROVED), total("AMT_APPLICATION", APPROVED)),
        ),
        Feature("PREVIOUS_MONTHS_MEAN", mean("CNT_PAYMENT", APPROVED), "duration_months"),
        share("PREVIOUS_DOWN_PAYMENT_MEAN", mean("RATE_DOWN_PAYMENT")),
        share("PREVIOUS_HIGH_YIELD_SHARE", part("NAME_YIELD_GROUP = 'high'")),
        Feature("PREVIOUS_LAST_DUE_MAX", largest("DAYS_LAST_DUE"), "days"),
    ),
)

POS_CASH_BALANCE = Block(
    table="POS_CASH_balance",
    source="POS_CASH_balance",
    features=(
        count("POS_MONTH_COUNT", rows()),
        share("POS_LATE_SHARE", part(PAST_DUE)),
        share("POS_LATE_YEAR_SHARE", part(PAST_DUE, of=LAST_YEAR)),
        Feature("POS_DPD_MAX", largest("SK_DPD"), "duration"),
        Feature("POS_DPD_DEF_MAX", largest("SK_DPD_DEF"), "duration"),
        count("POS_COMPLETED_COUNT", rows("NAME_CONTRACT_STATUS = 'Completed'")),
        Feature("POS_INSTALMENTS_MEAN", mean("CNT_INSTALMENT"), "count"),
        Feature("POS_REMAINING_MEAN", mean("CNT_INSTALMENT_FUTURE"), "count"),
    ),
)

CREDIT_CARD_BALANCE = Block(
    table="credit_card_balance",
    source="credit_card_balance",
    features=(
        count("CARD_MONTH_COUNT", rows()),
        share("CARD_USE_MEAN", mean(divided("AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"))),
        share("CARD_USE_MAX", largest(divided("AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"))),
        share("CARD_USE_YEAR_MEAN", mean(divided("AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"), LAST_YEAR)),
        amount("CARD_BALANCE_MEAN", mean("AMT_BALANCE")),
        amount("CARD_ATM_MEAN", mean("AMT_DRAWINGS_ATM_CURRENT")),
        amount("CARD_DRAWINGS_MEAN", mean("AMT_DRAWINGS_CURRENT")),
        share("CARD_LATE_SHARE", part(PAST_DUE)),
        ratio("CARD_PAID_TO_MINIMUM", divided(total("AMT_PAYMENT_CURRENT"), total("AMT_INST_MIN_REGULARITY"))),
    ),
)

# One instalment may be paid in several parts: they are added up before lateness and shortfall.
_INSTALMENTS = """(
    SELECT SK_ID_CURR, SK_ID_PREV, NUM_INSTALMENT_VERSION, NUM_INSTALMENT_NUMBER,
        MIN(DAYS_INSTALMENT) AS DUE_DAY,
        MAX(DAYS_ENTRY_PAYMENT) AS PAID_DAY,
        MAX(AMT_INSTALMENT) AS DUE,
        SUM(AMT_PAYMENT) AS PAID
    FROM installments_payments
    GROUP BY SK_ID_CURR, SK_ID_PREV, NUM_INSTALMENT_VERSION, NUM_INSTALMENT_NUMBER
) AS instalments"""

INSTALLMENTS_PAYMENTS = Block(
    table="installments_payments",
    source=_INSTALMENTS,
    features=(
        count("INSTALMENT_COUNT", rows()),
        share("INSTALMENT_LATE_SHARE", part("PAID_DAY > DUE_DAY")),
        share("INSTALMENT_LATE_YEAR_SHARE", part("PAID_DAY > DUE_DAY", of="DUE_DAY >= -365")),
        Feature("INSTALMENT_DAYS_LATE_MEAN", mean("PAID_DAY - DUE_DAY"), "duration"),
        Feature("INSTALMENT_DAYS_LATE_MAX", largest("PAID_DAY - DUE_DAY"), "duration"),
        count("INSTALMENT_UNPAID_COUNT", rows("PAID IS NULL")),
        share("INSTALMENT_SHORT_SHARE", part("COALESCE(PAID, 0e0) < DUE - 5e-3")),
        ratio("INSTALMENT_PAID_TO_DUE", divided(total("PAID"), total("DUE"))),
        amount("INSTALMENT_DUE_MAX", largest("DUE")),
        amount("INSTALMENT_DUE_MEAN", mean("DUE")),
        Feature("INSTALMENT_DAYS_LAST", largest("PAID_DAY"), "days"),
    ),
)
