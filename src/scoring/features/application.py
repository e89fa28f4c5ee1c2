"""Features of the application itself, and of the application against the client's histories.

The expressions are scalars over the joined row: the staged application's columns and every
history feature, by name.
"""

from __future__ import annotations

from scoring.features.declaration import Feature, count, ratio
from scoring.features.expressions import divided
from scoring.tables import APPLICATION, CLIENT, TARGET
from scoring.tables.application import BUILDING

AUDIT_ONLY = ("CODE_GENDER",)
"""Columns that are kept to audit decisions and never enter the model."""

RAW: tuple[Feature, ...] = tuple(
    Feature(column.name, column.name, column.unit, "category" if column.kind == "text" else "number")
    for column in APPLICATION.columns
    if column.name not in (CLIENT, TARGET, *AUDIT_ONLY)
)

_EXT = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
_EXT_KNOWN = " + ".join(f"CASE WHEN {ext} IS NULL THEN 0e0 ELSE 1e0 END" for ext in _EXT)
_EXT_SUM = " + ".join(f"COALESCE({ext}, 0e0)" for ext in _EXT)
_EXT_LIST = ", ".join(_EXT)
_DOCUMENTS = " + ".join(f"COALESCE(FLAG_DOCUMENT_{document}, 0e0)" for document in range(2, 22))

_ENQUIRIES = " + ".join(f"COALESCE(AMT_REQ_CREDIT_BUREAU_{period}, 0e0)" for period in ("HOUR", "DAY", "WEEK", "MON"))
_ADDRESSES = " + ".join(
    f"{here}_{level}_NOT_{there}_{level}"
    for level in ("REGION", "CITY")
    for here, there in (("REG", "LIVE"), ("REG", "WORK"), ("LIVE", "WORK"))
)
_CONTACTS = "FLAG_EMP_PHONE + FLAG_WORK_PHONE + FLAG_PHONE + FLAG_EMAIL"
_HOUSING = " + ".join(f"CASE WHEN {measure}_AVG IS NULL THEN 0e0 ELSE 1e0 END" for measure in BUILDING)

DERIVED: tuple[Feature, ...] = (
    Feature("EXT_SOURCE_MEAN", divided(_EXT_SUM, _EXT_KNOWN), "score"),
    Feature("EXT_SOURCE_MIN", f"LEAST({_EXT_LIST})", "score"),
    Feature("EXT_SOURCE_MAX", f"GREATEST({_EXT_LIST})", "score"),
    Feature("EXT_SOURCE_RANGE", f"GREATEST({_EXT_LIST}) - LEAST({_EXT_LIST})", "score"),
    Feature("EXT_SOURCE_PRODUCT", " * ".join(_EXT), "score"),
    Feature("EXT_SOURCE_2_AND_3", "EXT_SOURCE_2 * EXT_SOURCE_3", "score"),
    Feature("EXT_SOURCE_1_AND_3", "EXT_SOURCE_1 * EXT_SOURCE_3", "score"),
    count("EXT_SOURCE_KNOWN", _EXT_KNOWN),
    ratio("CREDIT_TO_ANNUITY", divided("AMT_CREDIT", "AMT_ANNUITY")),
    ratio("CREDIT_TO_ANNUITY_TO_EXT_3", divided("AMT_CREDIT", "AMT_ANNUITY * EXT_SOURCE_3")),
    ratio("ANNUITY_TO_INCOME", divided("AMT_ANNUITY", "AMT_INCOME_TOTAL")),
    ratio("CREDIT_TO_INCOME", divided("AMT_CREDIT", "AMT_INCOME_TOTAL")),
    ratio("CREDIT_TO_GOODS", divided("AMT_CREDIT", "AMT_GOODS_PRICE")),
    Feature("GOODS_MINUS_CREDIT", "AMT_GOODS_PRICE - AMT_CREDIT", "money"),
    ratio("GOODS_MINUS_CREDIT_TO_INCOME", divided("AMT_GOODS_PRICE - AMT_CREDIT", "AMT_INCOME_TOTAL")),
    Feature("INCOME_PER_PERSON", divided("AMT_INCOME_TOTAL", "CNT_FAM_MEMBERS"), "money"),
    Feature("CHILDREN_SHARE", divided("CNT_CHILDREN", "CNT_FAM_MEMBERS"), "share"),
    ratio("EMPLOYED_TO_AGE", divided("DAYS_EMPLOYED", "DAYS_BIRTH")),
    ratio("REGISTRATION_TO_AGE", divided("DAYS_REGISTRATION", "DAYS_BIRTH")),
    ratio("ID_PUBLISH_TO_AGE", divided("DAYS_ID_PUBLISH", "DAYS_BIRTH")),
    ratio("PHONE_CHANGE_TO_AGE", divided("DAYS_LAST_PHONE_CHANGE", "DAYS_BIRTH")),
    # Days of age, not years: a ratio of two durations keeps no unit.
    ratio("CAR_AGE_TO_AGE", divided("OWN_CAR_AGE * -365.25e0", "DAYS_BIRTH")),
    # Staging blanks the sentinel of DAYS_EMPLOYED, which stands for "no employment".
    Feature("NOT_EMPLOYED", "CASE WHEN DAYS_EMPLOYED IS NULL THEN 1e0 ELSE 0e0 END", "flag"),
    count("DOCUMENTS_GIVEN", _DOCUMENTS),
    count("ENQUIRIES_MONTH_COUNT", _ENQUIRIES),
    Feature("SOCIAL_DEFAULT_SHARE", divided("DEF_30_CNT_SOCIAL_CIRCLE", "OBS_30_CNT_SOCIAL_CIRCLE"), "share"),
    count("ADDRESS_DIFFERENCES", _ADDRESSES),
    count("CONTACTS_GIVEN", _CONTACTS),
    count("HOUSING_KNOWN", _HOUSING),
)

# The current loan's duration is no column: previous loans with a like ratio of amount to payment tell it.
_IMPLIED_RATE = divided("24e0 * (AMT_ANNUITY * IMPLIED_DURATION - AMT_CREDIT)", "AMT_CREDIT * (IMPLIED_DURATION + 1e0)")

IMPLIED: tuple[Feature, ...] = (
    Feature("IMPLIED_DURATION", "IMPLIED_DURATION", "duration_months"),
    Feature("IMPLIED_RATE", _IMPLIED_RATE, "share"),
)

AGAINST_HISTORY: tuple[Feature, ...] = (
    ratio("ANNUITY_TO_LARGEST_INSTALMENT", divided("AMT_ANNUITY", "INSTALMENT_DUE_MAX")),
    ratio("ANNUITY_TO_MEAN_INSTALMENT", divided("AMT_ANNUITY", "INSTALMENT_YEAR_DUE_MEAN")),
    ratio("ANNUITY_TO_PREVIOUS_ANNUITY", divided("AMT_ANNUITY", "PREVIOUS_APPROVED_ANNUITY_MEAN")),
    ratio("CREDIT_TO_PREVIOUS_CREDIT", divided("AMT_CREDIT", "PREVIOUS_APPROVED_CREDIT_MEAN")),
    ratio("CREDIT_TO_LAST_CREDIT", divided("AMT_CREDIT", "PREVIOUS_LAST_CREDIT")),
    ratio("BUREAU_DEBT_TO_INCOME", divided("BUREAU_DEBT_TOTAL", "AMT_INCOME_TOTAL")),
    ratio("BUREAU_ACTIVE_CREDIT_TO_INCOME", divided("BUREAU_ACTIVE_CREDIT_TOTAL", "AMT_INCOME_TOTAL")),
    ratio("BUREAU_ANNUITY_TO_INCOME", divided("BUREAU_ACTIVE_ANNUITY_TOTAL", "AMT_INCOME_TOTAL")),
    ratio("BUREAU_DEBT_TO_ASKED", divided("BUREAU_ACTIVE_DEBT_TOTAL", "AMT_CREDIT")),
    ratio("BUREAU_DAYS_TO_AGE", divided("BUREAU_DAYS_FIRST", "DAYS_BIRTH")),
)

FEATURES: tuple[Feature, ...] = RAW + DERIVED + IMPLIED + AGAINST_HISTORY
