"""Groups of features that credit policy or a shifting portfolio may forbid, each declared once.

A derived feature belongs to a group when it reads one of the group's columns.
"""

from __future__ import annotations

from collections.abc import Collection

from scoring.features.application import AUDIT_ONLY
from scoring.features.build import depending
from scoring.features.declaration import Feature


def reading(columns: Collection[str]) -> tuple[str, ...]:
    """Name the features that read any of the application's columns, in declared order."""
    return tuple(feature.name for feature in depending(columns))


SEX: tuple[Feature, ...] = tuple(Feature(name, name, "category", "category") for name in AUDIT_ONLY)
"""Never part of a model that is kept: only to measure what leaving it out costs."""

AGE: tuple[str, ...] = reading(["DAYS_BIRTH"])
"""The applicant's age, and what is put in relation to it."""

FAMILY: tuple[str, ...] = reading(["NAME_FAMILY_STATUS", "CNT_CHILDREN", "CNT_FAM_MEMBERS", "NAME_TYPE_SUITE"])
"""Family status, children, persons of the household, and who came along to apply."""

SHIFTING: tuple[str, ...] = reading(
    [
        "FLAG_EMAIL",
        *(f"AMT_REQ_CREDIT_BUREAU_{period}" for period in ("WEEK", "MON", "QRT")),
        *(f"FLAG_DOCUMENT_{document}" for document in (13, 14, 15, 16)),
    ]
)
"""Columns that are distributed otherwise among later applicants (Kaggle's test) than among those learnt from.

No model uses them unless the settings say so: they are worth too little (docs/evaluation.md).
"""

WITHOUT: dict[str, tuple[str, ...]] = {
    "without age": AGE,
    "without family": FAMILY,
}
"""What a model does without under each policy that is stricter than the default."""
