"""Features from previous applications to this lender."""

from __future__ import annotations

from scoring.features.declaration import Block, Feature
from scoring.features.expressions import different, divided, largest, mean, when
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
    proportion,
    quotient,
)

APPROVED = Subset("APPROVED", "NAME_CONTRACT_STATUS = 'Approved'")
REFUSED = Subset("REFUSED", "NAME_CONTRACT_STATUS = 'Refused'")
CANCELED = Subset("CANCELED", "NAME_CONTRACT_STATUS = 'Canceled'")
CASH = Subset("CASH", "NAME_CONTRACT_TYPE = 'Cash loans'")
CONSUMER = Subset("CONSUMER", "NAME_CONTRACT_TYPE = 'Consumer loans'")
REVOLVING = Subset("REVOLVING", "NAME_CONTRACT_TYPE = 'Revolving loans'")
HALF_YEAR = Subset("HALF_YEAR", "DAYS_DECISION >= -182")
YEAR = Subset("YEAR", "DAYS_DECISION >= -365")
TWO_YEARS = Subset("TWO_YEARS", "DAYS_DECISION >= -730")
LAST_THREE = Subset("LAST3", "RECENCY <= 3")
LAST_FIVE = Subset("LAST5", "RECENCY <= 5")

REASONS = ("HC", "LIMIT", "SCO", "SCOFR")
# The yearly simple rate that amount, payment and number of payments imply; cards have no number (0).
_RATE = when(
    "CNT_PAYMENT > 0e0",
    divided("24e0 * (AMT_ANNUITY * CNT_PAYMENT - AMT_CREDIT)", "AMT_CREDIT * (CNT_PAYMENT + 1e0)"),
)
_APPLICATIONS = f"""(
    SELECT *, {_RATE} AS RATE, {numbered("DAYS_DECISION DESC, SK_ID_PREV DESC")} AS RECENCY
    FROM previous_application
) AS applications"""

_COUNT = counted()
_CREDIT = averaged("CREDIT_MEAN", "AMT_CREDIT", "money")
_ANNUITY = averaged("ANNUITY_MEAN", "AMT_ANNUITY", "money")
_MONTHS = averaged("MONTHS_MEAN", "CNT_PAYMENT", "duration_months")
_RATE_MEAN = averaged("RATE_MEAN", "RATE", "share")
_LAST = highest("DAYS_LAST", "DAYS_DECISION", "days")
_TERMS = (
    _CREDIT,
    highest("CREDIT_MAX", "AMT_CREDIT", "money"),
    _ANNUITY,
    highest("ANNUITY_MAX", "AMT_ANNUITY", "money"),
    averaged("ASKED_MEAN", "AMT_APPLICATION", "money"),
    quotient("CREDIT_TO_ASKED", "AMT_CREDIT", "AMT_APPLICATION"),
    _MONTHS,
    averaged("DAYS_MEAN", "DAYS_DECISION", "days"),
)

PREVIOUS_APPLICATION = Block(
    table="previous_application",
    source=_APPLICATIONS,
    features=(
        *over("PREVIOUS", [ALL, APPROVED, REFUSED], [_COUNT, _LAST, *_TERMS]),
        *over(
            "PREVIOUS",
            [APPROVED],
            [_RATE_MEAN, highest("RATE_MAX", "RATE", "share"), lowest("RATE_MIN", "RATE", "share")],
        ),
        *over("PREVIOUS", [LAST_THREE, LAST_FIVE], [_CREDIT, _ANNUITY, _MONTHS, _RATE_MEAN]),
        *over(
            "PREVIOUS", [LAST_THREE, LAST_FIVE, YEAR, TWO_YEARS], [proportion("REFUSED_SHARE", str(REFUSED.condition))]
        ),
        *over("PREVIOUS", [CASH, CONSUMER, REVOLVING], [_COUNT, _LAST]),
        *over(
            "PREVIOUS",
            [APPROVED.within(CASH), APPROVED.within(CONSUMER)],
            [_COUNT, _CREDIT, _ANNUITY, _MONTHS, _RATE_MEAN],
        ),
        *over("PREVIOUS", [REFUSED.within(CASH), REFUSED.within(CONSUMER)], [_COUNT, _CREDIT, _LAST]),
        *over("PREVIOUS", [HALF_YEAR, YEAR, TWO_YEARS], [_COUNT]),
        *over("PREVIOUS", [APPROVED.within(YEAR), REFUSED.within(YEAR), REFUSED.within(TWO_YEARS)], [_COUNT]),
        *over("PREVIOUS", [APPROVED.within(YEAR)], [_CREDIT, _ANNUITY]),
        *over(
            "PREVIOUS",
            [ALL],
            [
                proportion("APPROVED_SHARE", str(APPROVED.condition)),
                proportion("REFUSED_SHARE", str(REFUSED.condition)),
                proportion("CANCELED_SHARE", str(CANCELED.condition)),
                averaged("DOWN_PAYMENT_MEAN", "RATE_DOWN_PAYMENT", "share"),
                highest("DOWN_PAYMENT_MAX", "RATE_DOWN_PAYMENT", "share"),
                proportion("HIGH_YIELD_SHARE", "NAME_YIELD_GROUP = 'high'"),
                proportion("LOW_YIELD_SHARE", "NAME_YIELD_GROUP IN ('low_normal', 'low_action')"),
                proportion("WALK_IN_SHARE", "NAME_PRODUCT_TYPE = 'walk-in'"),
                proportion("CROSS_SELL_SHARE", "NAME_PRODUCT_TYPE = 'x-sell'"),
                proportion("NEW_CLIENT_SHARE", "NAME_CLIENT_TYPE = 'New'"),
                proportion("INSURED_SHARE", "NFLAG_INSURED_ON_APPROVAL = 1e0"),
                averaged("HOUR_MEAN", "HOUR_APPR_PROCESS_START", "hour"),
            ],
        ),
        *over(
            "PREVIOUS",
            [ALL],
            [counted(f"REASON_{reason}_COUNT", f"CODE_REJECT_REASON = '{reason}'") for reason in REASONS],
        ),
        Feature("PREVIOUS_GOODS_COUNT", different("NAME_GOODS_CATEGORY"), "count", absent=0.0),
        # Approved, with a last payment to come: staging blanked the sentinel of a running loan.
        *over("PREVIOUS", [APPROVED], [counted("RUNNING_COUNT", "DAYS_TERMINATION IS NULL")]),
        Feature("PREVIOUS_LAST_DUE_MAX", largest("DAYS_LAST_DUE"), "days"),
        Feature("PREVIOUS_FIRST_DUE_MAX", largest("DAYS_FIRST_DUE"), "days"),
        Feature("PREVIOUS_ENDED_LAST", largest("DAYS_TERMINATION"), "days"),
        Feature("PREVIOUS_END_DELAY_MEAN", mean("DAYS_LAST_DUE - DAYS_LAST_DUE_1ST_VERSION"), "duration"),
        Feature("PREVIOUS_LAST_CREDIT", latest("AMT_CREDIT", "RECENCY"), "money"),
        Feature("PREVIOUS_LAST_ANNUITY", latest("AMT_ANNUITY", "RECENCY"), "money"),
        *(
            Feature(f"PREVIOUS_LAST_{what}", latest(column, "RECENCY"), "category", "category")
            for what, column in (
                ("PRODUCT", "PRODUCT_COMBINATION"),
                ("STATUS", "NAME_CONTRACT_STATUS"),
                ("REASON", "CODE_REJECT_REASON"),
                ("YIELD", "NAME_YIELD_GROUP"),
                ("GOODS", "NAME_GOODS_CATEGORY"),
                ("CHANNEL", "CHANNEL_TYPE"),
            )
        ),
    ),
)
