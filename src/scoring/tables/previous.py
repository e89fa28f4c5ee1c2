"""Previous applications to this lender, and the months and instalments of the loans they led to."""

from __future__ import annotations

from scoring.tables.declaration import Table, days, flag, identifier, number, text, whole

PREVIOUS_APPLICATION = Table(
    name="previous_application",
    files=("previous_application",),
    key=("SK_ID_PREV",),
    columns=(
        identifier("SK_ID_PREV"),
        identifier("SK_ID_CURR"),
        text("NAME_CONTRACT_TYPE", "XNA"),
        number("AMT_ANNUITY", "money"),
        number("AMT_APPLICATION", "money"),
        number("AMT_CREDIT", "money"),
        number("AMT_DOWN_PAYMENT", "money"),
        number("AMT_GOODS_PRICE", "money"),
        text("WEEKDAY_APPR_PROCESS_START"),
        whole("HOUR_APPR_PROCESS_START", "hour"),
        text("FLAG_LAST_APPL_PER_CONTRACT"),
        flag("NFLAG_LAST_APPL_IN_DAY"),
        number("RATE_DOWN_PAYMENT", "share"),
        number("RATE_INTEREST_PRIMARY", "share"),
        number("RATE_INTEREST_PRIVILEGED", "share"),
        # XAP means "does not apply" and stays; XNA means "not known" and is blanked.
        text("NAME_CASH_LOAN_PURPOSE", "XNA"),
        text("NAME_CONTRACT_STATUS"),
        number("DAYS_DECISION", "days"),
        text("NAME_PAYMENT_TYPE", "XNA"),
        text("CODE_REJECT_REASON", "XNA"),
        text("NAME_TYPE_SUITE"),
        text("NAME_CLIENT_TYPE", "XNA"),
        text("NAME_GOODS_CATEGORY", "XNA"),
        text("NAME_PORTFOLIO", "XNA"),
        text("NAME_PRODUCT_TYPE", "XNA"),
        text("CHANNEL_TYPE"),
        number("SELLERPLACE_AREA", "count", sentinel=-1.0),
        text("NAME_SELLER_INDUSTRY", "XNA"),
        number("CNT_PAYMENT", "months"),
        text("NAME_YIELD_GROUP", "XNA"),
        text("PRODUCT_COMBINATION"),
        days("DAYS_FIRST_DRAWING"),
        days("DAYS_FIRST_DUE"),
        days("DAYS_LAST_DUE_1ST_VERSION"),
        days("DAYS_LAST_DUE"),
        days("DAYS_TERMINATION"),
        flag("NFLAG_INSURED_ON_APPROVAL"),
    ),
)

POS_CASH_BALANCE = Table(
    name="POS_CASH_balance",
    files=("POS_CASH_balance",),
    key=("SK_ID_PREV", "MONTHS_BALANCE"),
    columns=(
        identifier("SK_ID_PREV"),
        identifier("SK_ID_CURR"),
        whole("MONTHS_BALANCE", "months"),
        number("CNT_INSTALMENT", "count"),
        number("CNT_INSTALMENT_FUTURE", "count"),
        text("NAME_CONTRACT_STATUS", "XNA"),
        number("SK_DPD", "duration"),
        number("SK_DPD_DEF", "duration"),
    ),
    parent=("SK_ID_PREV", "previous_application"),
)

CREDIT_CARD_BALANCE = Table(
    name="credit_card_balance",
    files=("credit_card_balance",),
    key=("SK_ID_PREV", "MONTHS_BALANCE"),
    columns=(
        identifier("SK_ID_PREV"),
        identifier("SK_ID_CURR"),
        whole("MONTHS_BALANCE", "months"),
        number("AMT_BALANCE", "money"),
        number("AMT_CREDIT_LIMIT_ACTUAL", "money"),
        number("AMT_DRAWINGS_ATM_CURRENT", "money"),
        number("AMT_DRAWINGS_CURRENT", "money"),
        number("AMT_DRAWINGS_OTHER_CURRENT", "money"),
        number("AMT_DRAWINGS_POS_CURRENT", "money"),
        number("AMT_INST_MIN_REGULARITY", "money"),
        number("AMT_PAYMENT_CURRENT", "money"),
        number("AMT_PAYMENT_TOTAL_CURRENT", "money"),
        number("AMT_RECEIVABLE_PRINCIPAL", "money"),
        number("AMT_RECIVABLE", "money"),
        number("AMT_TOTAL_RECEIVABLE", "money"),
        number("CNT_DRAWINGS_ATM_CURRENT", "count"),
        number("CNT_DRAWINGS_CURRENT", "count"),
        number("CNT_DRAWINGS_OTHER_CURRENT", "count"),
        number("CNT_DRAWINGS_POS_CURRENT", "count"),
        number("CNT_INSTALMENT_MATURE_CUM", "count"),
        text("NAME_CONTRACT_STATUS"),
        number("SK_DPD", "duration"),
        number("SK_DPD_DEF", "duration"),
    ),
    parent=("SK_ID_PREV", "previous_application"),
)

INSTALLMENTS_PAYMENTS = Table(
    name="installments_payments",
    files=("installments_payments",),
    key=(),  # an instalment paid in several parts has several rows
    columns=(
        identifier("SK_ID_PREV"),
        identifier("SK_ID_CURR"),
        whole("NUM_INSTALMENT_VERSION", "count"),
        whole("NUM_INSTALMENT_NUMBER", "count"),
        number("DAYS_INSTALMENT", "days"),
        number("DAYS_ENTRY_PAYMENT", "days"),
        number("AMT_INSTALMENT", "money"),
        number("AMT_PAYMENT", "money"),
    ),
    parent=("SK_ID_PREV", "previous_application"),
)
