"""The loan applications: one row per applicant, labelled (train) or not (test)."""

from __future__ import annotations

from scoring.tables import categories
from scoring.tables.declaration import Column, Table, days, flag, identifier, number, text, whole

TARGET = "TARGET"
CLIENT = "SK_ID_CURR"

BUILDING = (
    "APARTMENTS", "BASEMENTAREA", "YEARS_BEGINEXPLUATATION", "YEARS_BUILD", "COMMONAREA", "ELEVATORS",
    "ENTRANCES", "FLOORSMAX", "FLOORSMIN", "LANDAREA", "LIVINGAPARTMENTS", "LIVINGAREA",
    "NONLIVINGAPARTMENTS", "NONLIVINGAREA",
)  # fmt: skip
"""Measures of the applicant's building, each as average, mode and median of its flats."""


# What a person may enter, generous: the ranges hold every value of the archive and leave out slips of the hand.
_EVER = -100 * 365.25
_ADULT = -18 * 365.25


def _money(name: str) -> Column:
    return number(name, "money", least=0.01, most=1e9)


def _past(name: str) -> Column:
    return number(name, "days", least=_EVER, most=0.0)


def _share(name: str, unit: str = "share") -> Column:
    return number(name, unit, least=0.0, most=1.0)


def _count(name: str) -> Column:
    return number(name, "count", least=0.0, most=1000.0)


def _category(name: str, *sentinels: str) -> Column:
    return text(name, *sentinels, categories=categories.APPLICATION[name])


def _building(statistic: str) -> tuple[Column, ...]:
    return tuple(_share(f"{measure}_{statistic}") for measure in BUILDING)


APPLICATION = Table(
    name="application",
    files=("application_train", "application_test"),
    key=(CLIENT,),
    columns=(
        identifier(CLIENT),
        flag(TARGET),
        _category("NAME_CONTRACT_TYPE"),
        _category("CODE_GENDER", "XNA"),
        _category("FLAG_OWN_CAR"),
        _category("FLAG_OWN_REALTY"),
        whole("CNT_CHILDREN", "count", least=0.0, most=100.0),
        _money("AMT_INCOME_TOTAL"),
        _money("AMT_CREDIT"),
        _money("AMT_ANNUITY"),
        _money("AMT_GOODS_PRICE"),
        _category("NAME_TYPE_SUITE"),
        _category("NAME_INCOME_TYPE"),
        _category("NAME_EDUCATION_TYPE"),
        _category("NAME_FAMILY_STATUS", "Unknown"),
        _category("NAME_HOUSING_TYPE"),
        _share("REGION_POPULATION_RELATIVE"),
        number("DAYS_BIRTH", "days", least=_EVER, most=_ADULT),
        days("DAYS_EMPLOYED", least=_EVER, most=0.0),
        _past("DAYS_REGISTRATION"),
        _past("DAYS_ID_PUBLISH"),
        number("OWN_CAR_AGE", "years", least=0.0, most=150.0),
        *(flag(f"FLAG_{what}") for what in ("MOBIL", "EMP_PHONE", "WORK_PHONE", "CONT_MOBILE", "PHONE", "EMAIL")),
        _category("OCCUPATION_TYPE"),
        number("CNT_FAM_MEMBERS", "count", least=1.0, most=100.0),
        whole("REGION_RATING_CLIENT", "rating", least=1.0, most=3.0),
        # The archive's test file holds a rating of -1.
        whole("REGION_RATING_CLIENT_W_CITY", "rating", least=-1.0, most=3.0),
        _category("WEEKDAY_APPR_PROCESS_START"),
        whole("HOUR_APPR_PROCESS_START", "hour", least=0.0, most=23.0),
        flag("REG_REGION_NOT_LIVE_REGION"),
        flag("REG_REGION_NOT_WORK_REGION"),
        flag("LIVE_REGION_NOT_WORK_REGION"),
        flag("REG_CITY_NOT_LIVE_CITY"),
        flag("REG_CITY_NOT_WORK_CITY"),
        flag("LIVE_CITY_NOT_WORK_CITY"),
        _category("ORGANIZATION_TYPE", "XNA"),
        *(_share(f"EXT_SOURCE_{source}", "score") for source in (1, 2, 3)),
        *_building("AVG"),
        *_building("MODE"),
        *_building("MEDI"),
        _category("FONDKAPREMONT_MODE"),
        _category("HOUSETYPE_MODE"),
        _share("TOTALAREA_MODE"),
        _category("WALLSMATERIAL_MODE"),
        _category("EMERGENCYSTATE_MODE"),
        _count("OBS_30_CNT_SOCIAL_CIRCLE"),
        _count("DEF_30_CNT_SOCIAL_CIRCLE"),
        _count("OBS_60_CNT_SOCIAL_CIRCLE"),
        _count("DEF_60_CNT_SOCIAL_CIRCLE"),
        _past("DAYS_LAST_PHONE_CHANGE"),
        *(flag(f"FLAG_DOCUMENT_{document}") for document in range(2, 22)),
        *(_count(f"AMT_REQ_CREDIT_BUREAU_{period}") for period in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR")),
    ),
)
