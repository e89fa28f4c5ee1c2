"""Features of the application itself, and of the application against the client's histories.

The expressions are scalars over the joined row: the staged application's columns and every
history feature, by name.
"""

from __future__ import annotations

from scoring.features.declaration import Feature, count, ratio
from scoring.features.expressions import divided
from scoring.tables import APPLICATION, CLIENT, TARGET

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

DERIVED: tuple[Feature, ...] = (
    Feature("EXT_SOURCE_MEAN", divided(_EXT_SUM, _EXT_KNOWN), "score"),
    Feature("EXT_SOURCE_MIN", f"LEAST({_EXT_LIST})", "score"),
    Feature("EXT_SOURCE_MAX", f"GREATEST({_EXT_LIST})", "score"),
    Feature("EXT_SOURCE_RANGE", f"GREATEST({_EXT_LIST}) - LEAST({_EXT_LIST})", "score"),
    count("EXT_SOURCE_KNOWN", _EXT_KNOWN),
    ratio("CREDIT_TO_ANNUITY", divided("AMT_CREDIT", "AMT_ANNUITY")),
    ratio("ANNUITY_TO_INCOME", divided("AMT_ANNUITY", "AMT_INCOME_TOTAL")),
    ratio("CREDIT_TO_INCOME", divided("AMT_CREDIT", "AMT_INCOME_TOTAL")),
    ratio("CREDIT_TO_GOODS", divided("AMT_CREDIT", "AMT_GOODS_PRICE")),
    Feature("INCOME_PER_PERSON", divided("AMT_INCOME_TOTAL", "CNT_FAM_MEMBERS"), "money"),
    ratio("EMPLOYED_TO_AGE", divided("DAYS_EMPLOYED", "DAYS_BIRTH")),
    ratio("REGISTRATION_TO_AGE", divided("DAYS_REGISTRATION", "DAYS_BIRTH")),
    ratio("PHONE_CHANGE_TO_AGE", divided("DAYS_LAST_PHONE_CHANGE", "DAYS_BIRTH")),
    # Days of age, not years: a ratio of two durations keeps no unit.
    ratio("CAR_AGE_TO_AGE", divided("OWN_CAR_AGE * -365.25e0", "DAYS_BIRTH")),
    # Staging blanks the sentinel of DAYS_EMPLOYED, which stands for "no employment".
    Feature("NOT_EMPLOYED", "CASE WHEN DAYS_EMPLOYED IS NULL THEN 1e0 ELSE 0e0 END", "flag"),
    count("DOCUMENTS_GIVEN", _DOCUMENTS),
)

AGAINST_HISTORY: tuple[Feature, ...] = (
    ratio("ANNUITY_TO_LARGEST_INSTALMENT", divided("AMT_ANNUITY", "INSTALMENT_DUE_MAX")),
    ratio("CREDIT_TO_PREVIOUS_CREDIT", divided("AMT_CREDIT", "PREVIOUS_APPROVED_CREDIT_MEAN")),
    ratio("BUREAU_DEBT_TO_INCOME", divided("BUREAU_DEBT_TOTAL", "AMT_INCOME_TOTAL")),
)

FEATURES: tuple[Feature, ...] = RAW + DERIVED + AGAINST_HISTORY
