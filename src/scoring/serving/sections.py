"""How what is known of a client is grouped for reading, and which of it comes first."""

from __future__ import annotations

from functools import cache

from scoring.features.application import AUDIT_ONLY
from scoring.features.catalogue import BLOCKS, FEATURES
from scoring.features.declaration import Feature
from scoring.features.rendering import mentioned
from scoring.tables import APPLICATION, CLIENT, TARGET

RATIOS = "ratios"
"""Features that set one section against another."""

COLUMNS: dict[str, tuple[str, ...]] = {
    "request": (
        "NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "NAME_TYPE_SUITE",
        "WEEKDAY_APPR_PROCESS_START", "HOUR_APPR_PROCESS_START",
    ),
    "family": (
        "DAYS_BIRTH", "NAME_FAMILY_STATUS", "CNT_CHILDREN", "CNT_FAM_MEMBERS", "NAME_EDUCATION_TYPE",
        "DAYS_REGISTRATION", "DAYS_ID_PUBLISH",
    ),
    "work": ("AMT_INCOME_TOTAL", "NAME_INCOME_TYPE", "DAYS_EMPLOYED", "OCCUPATION_TYPE", "ORGANIZATION_TYPE"),
    "housing": ("NAME_HOUSING_TYPE", "FLAG_OWN_REALTY", "FLAG_OWN_CAR", "OWN_CAR_AGE"),
    "addresses": (
        "REGION_POPULATION_RELATIVE", "REGION_RATING_CLIENT", "REGION_RATING_CLIENT_W_CITY",
        "REG_REGION_NOT_LIVE_REGION", "REG_REGION_NOT_WORK_REGION", "LIVE_REGION_NOT_WORK_REGION",
        "REG_CITY_NOT_LIVE_CITY", "REG_CITY_NOT_WORK_CITY", "LIVE_CITY_NOT_WORK_CITY",
    ),
    "contacts": (
        "FLAG_MOBIL", "FLAG_EMP_PHONE", "FLAG_WORK_PHONE", "FLAG_CONT_MOBILE", "FLAG_PHONE", "FLAG_EMAIL",
        "DAYS_LAST_PHONE_CHANGE",
    ),
    "external": ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"),
    "circle": (
        "OBS_30_CNT_SOCIAL_CIRCLE", "DEF_30_CNT_SOCIAL_CIRCLE", "OBS_60_CNT_SOCIAL_CIRCLE",
        "DEF_60_CNT_SOCIAL_CIRCLE",
    ),
    "enquiries": tuple(
        f"AMT_REQ_CREDIT_BUREAU_{period}" for period in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR")
    ),
    "documents": tuple(f"FLAG_DOCUMENT_{document}" for document in range(2, 22)),
    "building": tuple(
        column.name
        for column in APPLICATION.columns
        if column.name.endswith(("_AVG", "_MODE", "_MEDI"))
    ),
}  # fmt: skip
"""Columns of the application by section; CODE_GENDER, kept for audit alone, is in none."""

HISTORIES: dict[str, str] = {
    "bureau": "elsewhere",
    "bureau_balance": "elsewhere",
    "previous_application": "previous",
    "POS_CASH_balance": "payments",
    "installments_payments": "payments",
    "credit_card_balance": "cards",
}
"""The section of each history table's features."""

SECTIONS: tuple[str, ...] = (*COLUMNS, RATIOS, *dict.fromkeys(HISTORIES.values()))
"""Every section, in the order of reading."""

ESSENTIAL: tuple[str, ...] = (
    "NAME_CONTRACT_TYPE", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "AMT_INCOME_TOTAL", "DAYS_BIRTH",
    "NAME_FAMILY_STATUS", "CNT_CHILDREN", "NAME_INCOME_TYPE", "OCCUPATION_TYPE", "DAYS_EMPLOYED",
    "NAME_EDUCATION_TYPE", "NAME_HOUSING_TYPE", "FLAG_OWN_REALTY", "FLAG_OWN_CAR", "EXT_SOURCE_2", "EXT_SOURCE_3",
)  # fmt: skip
"""What an advisor looks at first: the request, the person, their work, their home, what others say of them."""

_SECTION = {name: section for section, names in COLUMNS.items() for name in names}
_TABLE = {feature.name: block.table for block in BLOCKS for feature in block.features}


@cache
def section(feature: Feature) -> str:
    """Give the section of a feature: its table's, or that of all the columns it is computed from."""
    if feature.name in _TABLE:
        return HISTORIES[_TABLE[feature.name]]
    read = {_SECTION.get(name, RATIOS) for name in mentioned(feature) if name in _KNOWN}
    return read.pop() if len(read) == 1 else RATIOS


_KNOWN = {*APPLICATION.names, *(feature.name for feature in FEATURES)} - {CLIENT, TARGET, *AUDIT_ONLY}
