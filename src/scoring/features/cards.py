"""Features from the months of previous credit cards."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature
from scoring.features.expressions import divided, largest
from scoring.features.subsets import ALL, Subset, averaged, counted, highest, over, proportion, quotient

LAST_MONTH = Subset("MONTH", "MONTHS_BALANCE >= -1e0")
QUARTER = Subset("QUARTER", "MONTHS_BALANCE >= -3e0")
HALF_YEAR = Subset("HALF_YEAR", "MONTHS_BALANCE >= -6e0")
YEAR = Subset("YEAR", "MONTHS_BALANCE >= -12e0")

_USE = divided("AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL")
_USE_MEAN = averaged("USE_MEAN", _USE, "share")
_HABITS = (
    _USE_MEAN,
    highest("USE_MAX", _USE, "share"),
    averaged("BALANCE_MEAN", "AMT_BALANCE", "money"),
    averaged("ATM_MEAN", "AMT_DRAWINGS_ATM_CURRENT", "money"),
    averaged("DRAWINGS_MEAN", "AMT_DRAWINGS_CURRENT", "money"),
    averaged("DRAWINGS_COUNT_MEAN", "CNT_DRAWINGS_CURRENT", "count"),
    quotient("PAID_TO_MINIMUM", "AMT_PAYMENT_CURRENT", "AMT_INST_MIN_REGULARITY"),
    proportion("LATE_SHARE", "SK_DPD > 0e0"),
)

CREDIT_CARD_BALANCE = Block(
    table="credit_card_balance",
    source="credit_card_balance",
    features=(
        *over("CARD", [ALL, HALF_YEAR, YEAR], _HABITS),
        *over("CARD", [LAST_MONTH, QUARTER], [_USE_MEAN, _HABITS[2], _HABITS[4]]),
        *over("CARD", [ALL], [counted("MONTH_COUNT"), highest("BALANCE_MAX", "AMT_BALANCE", "money")]),
        *over("CARD", [ALL], [highest("LIMIT_MAX", "AMT_CREDIT_LIMIT_ACTUAL", "money")]),
        *over(
            "CARD",
            [ALL, YEAR],
            [highest("DPD_MAX", "SK_DPD", "duration"), highest("DPD_DEF_MAX", "SK_DPD_DEF", "duration")],
        ),
        *over(
            "CARD", [ALL, YEAR], [quotient("ATM_SHARE", "AMT_DRAWINGS_ATM_CURRENT", "AMT_DRAWINGS_CURRENT", "share")]
        ),
        *over("CARD", [ALL], [highest("INSTALMENTS_MAX", "CNT_INSTALMENT_MATURE_CUM", "count")]),
        Feature("CARD_DRAWN_LAST", largest("MONTHS_BALANCE", "AMT_DRAWINGS_CURRENT > 0e0"), "months"),
    ),
)
