"""The loan applications: one row per applicant, labelled (train) or not (test)."""

from __future__ import annotations

from scoring.tables.declaration import Column, Table, days, flag, identifier, number, text, whole

TARGET = "TARGET"
CLIENT = "SK_ID_CURR"

BUILDING = (
    "APARTMENTS", "BASEMENTAREA", "YEARS_BEGINEXPLUATATION", "YEARS_BUILD", "COMMONAREA", "ELEVATORS",
    "ENTRANCES", "FLOORSMAX", "FLOORSMIN", "LANDAREA", "LIVINGAPARTMENTS", "LIVINGAREA",
    "NONLIVINGAPARTMENTS", "NONLIVINGAREA",
)  # fmt: skip
"""Measures of the applicant's building, each as average, mode and median of its flats."""


def _building(statistic: str) -> tuple[Column, ...]:
    return tuple(number(f"{measure}_{statistic}", "share") for measure in BUILDING)


APPLICATION = Table(
    name="application",
    files=("application_train", "application_test"),
    key=(CLIENT,),
    columns=(
        identifier(CLIENT),
        flag(TARGET),
        text("NAME_CONTRACT_TYPE"),
        text("CODE_GENDER", "XNA"),
        text("FLAG_OWN_CAR"),
        text("FLAG_OWN_REALTY"),
        whole("CNT_CHILDREN", "count"),
        number("AMT_INCOME_TOTAL", "money"),
        number("AMT_CREDIT", "money"),
        number("AMT_ANNUITY", "money"),
        number("AMT_GOODS_PRICE", "money"),
        text("NAME_TYPE_SUITE"),
        text("NAME_INCOME_TYPE"),
        text("NAME_EDUCATION_TYPE"),
        text("NAME_FAMILY_STATUS", "Unknown"),
        text("NAME_HOUSING_TYPE"),
        number("REGION_POPULATION_RELATIVE", "share"),
        number("DAYS_BIRTH", "days"),
        days("DAYS_EMPLOYED"),
        number("DAYS_REGISTRATION", "days"),
        number("DAYS_ID_PUBLISH", "days"),
        number("OWN_CAR_AGE", "years"),
        *(flag(f"FLAG_{what}") for what in ("MOBIL", "EMP_PHONE", "WORK_PHONE", "CONT_MOBILE", "PHONE", "EMAIL")),
        text("OCCUPATION_TYPE"),
        number("CNT_FAM_MEMBERS", "count"),
        whole("REGION_RATING_CLIENT", "rating"),
        whole("REGION_RATING_CLIENT_W_CITY", "rating"),
        text("WEEKDAY_APPR_PROCESS_START"),
        whole("HOUR_APPR_PROCESS_START", "hour"),
        flag("REG_REGION_NOT_LIVE_REGION"),
        flag("REG_REGION_NOT_WORK_REGION"),
        flag("LIVE_REGION_NOT_WORK_REGION"),
        flag("REG_CITY_NOT_LIVE_CITY"),
        flag("REG_CITY_NOT_WORK_CITY"),
        flag("LIVE_CITY_NOT_WORK_CITY"),
        text("ORGANIZATION_TYPE", "XNA"),
        *(number(f"EXT_SOURCE_{source}", "score") for source in (1, 2, 3)),
        *_building("AVG"),
        *_building("MODE"),
        *_building("MEDI"),
        text("FONDKAPREMONT_MODE"),
        text("HOUSETYPE_MODE"),
        number("TOTALAREA_MODE", "share"),
        text("WALLSMATERIAL_MODE"),
        text("EMERGENCYSTATE_MODE"),
        number("OBS_30_CNT_SOCIAL_CIRCLE", "count"),
        number("DEF_30_CNT_SOCIAL_CIRCLE", "count"),
        number("OBS_60_CNT_SOCIAL_CIRCLE", "count"),
        number("DEF_60_CNT_SOCIAL_CIRCLE", "count"),
        number("DAYS_LAST_PHONE_CHANGE", "days"),
        *(flag(f"FLAG_DOCUMENT_{document}") for document in range(2, 22)),
        *(
            number(f"AMT_REQ_CREDIT_BUREAU_{period}", "count")
            for period in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR")
        ),
    ),
)
