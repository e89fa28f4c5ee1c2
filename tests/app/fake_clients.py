"""Three invented clients, one without history, with what explains them, their past and the groups they are in."""

from __future__ import annotations

from math import log

from scoring.serving.questions import (
    CardMonth,
    CreditElsewhere,
    Criterion,
    Field,
    InstalmentMonth,
    LoanMonth,
    PreviousApplication,
    Timeline,
    Value,
)
from scoring.tables import APPLICATION

REFUSED, GRANTED, NO_HISTORY = 100002, 100003, 104507
THRESHOLD = 0.091
BASE = log(0.08 / 0.92)
BASES: dict[str, float] = {"all": BASE, "accepted": log(0.06 / 0.94)}
"""Where explanations begin; what differs is put down to the first feature."""

FIELDS: dict[int, dict[str, Value]] = {
    REFUSED: {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "CODE_GENDER": "M",
        "FLAG_OWN_CAR": "N",
        "CNT_CHILDREN": 0,
        "AMT_INCOME_TOTAL": 202500.0,
        "AMT_CREDIT": 406597.5,
        "AMT_ANNUITY": 24700.5,
        "NAME_INCOME_TYPE": "Working",
        "NAME_FAMILY_STATUS": "Single / not married",
        "REGION_POPULATION_RELATIVE": 0.018801,
        "DAYS_BIRTH": -9461.0,
        "DAYS_EMPLOYED": -637.0,
        "EXT_SOURCE_1": 0.083037,
        "FLAG_EMAIL": 0,
        "HOUR_APPR_PROCESS_START": 10,
        "ORGANIZATION_TYPE": "<script>alert(1)</script>",  # a category as someone might deliver it
    },
    GRANTED: {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "CODE_GENDER": "F",
        "FLAG_OWN_CAR": "Y",
        "CNT_CHILDREN": 2,
        "AMT_INCOME_TOTAL": 270000.0,
        "AMT_CREDIT": 1293502.5,
        "AMT_ANNUITY": 35698.5,
        "NAME_INCOME_TYPE": "State servant",
        "NAME_FAMILY_STATUS": "Married",
        "REGION_POPULATION_RELATIVE": 0.003541,
        "DAYS_BIRTH": -16765.0,
        "DAYS_EMPLOYED": -1188.0,
        "EXT_SOURCE_1": 0.311267,
        "FLAG_EMAIL": 1,
        "HOUR_APPR_PROCESS_START": 11,
        "ORGANIZATION_TYPE": "School",
    },
    NO_HISTORY: {
        "NAME_CONTRACT_TYPE": "Cash loans",
        "AMT_INCOME_TOTAL": 90000.0,
        "AMT_CREDIT": 135000.0,
        "DAYS_BIRTH": -7900.0,
    },
}

PARTS: dict[int, dict[str, tuple[Value, float]]] = {
    REFUSED: {
        "EXT_SOURCE_MEAN": (0.1618, 0.62),
        "EXT_SOURCE_MIN": (0.083, 0.31),
        "INSTALMENT_DAYS_LATE_MEAN": (-20.4, -0.12),
        "BUREAU_ACTIVE_DEBT_TOTAL": (245781.0, 0.14),
        "DAYS_EMPLOYED": (-637.0, 0.11),
        "AMT_ANNUITY": (24700.5, 0.05),
        "CREDIT_TO_ANNUITY": (16.46, -0.21),
        "PREVIOUS_REFUSED_SHARE": (0.0, -0.09),
        "POS_LATE_SHARE": (0.0, -0.06),
        "NAME_INCOME_TYPE": ("Working", 0.04),
        "BUREAU_DAYS_LAST": (-103.0, 0.03),
        "FLAG_OWN_CAR": ("N", 0.02),
        "CNT_CHILDREN": (0.0, -0.01),
        "PREVIOUS_MONTHS_MEAN": (24.0, 0.008),
    },
    GRANTED: {
        "EXT_SOURCE_MEAN": (0.4667, 0.05),
        "AMT_ANNUITY": (35698.5, -0.22),
        "DAYS_EMPLOYED": (-1188.0, -0.31),
        "CREDIT_TO_ANNUITY": (36.2, 0.16),
        "PREVIOUS_REFUSED_SHARE": (0.0, -0.14),
        "BUREAU_ACTIVE_DEBT_TOTAL": (0.0, -0.17),
    },
    NO_HISTORY: {
        "EXT_SOURCE_MEAN": (None, 0.08),
        "DAYS_EMPLOYED": (None, -0.04),
        "BUREAU_ACTIVE_DEBT_TOTAL": (None, 0.02),
        "PREVIOUS_REFUSED_SHARE": (None, 0.01),
    },
}

UNITS = {
    "EXT_SOURCE_MEAN": "score", "EXT_SOURCE_MIN": "score", "INSTALMENT_DAYS_LATE_MEAN": "duration",
    "BUREAU_ACTIVE_DEBT_TOTAL": "money", "CREDIT_TO_ANNUITY": "ratio", "PREVIOUS_REFUSED_SHARE": "share",
    "POS_LATE_SHARE": "share", "BUREAU_DAYS_LAST": "days", "PREVIOUS_MONTHS_MEAN": "duration_months",
} | {column.name: column.unit for column in APPLICATION.columns}  # fmt: skip


def _equal(low: float, width: float, *counts: int) -> tuple[tuple[float, float, int], ...]:
    return tuple((low + i * width, low + (i + 1) * width, count) for i, count in enumerate(counts))


DISTRIBUTIONS: dict[str, tuple[tuple[float, float, int], ...]] = {
    "AMT_INCOME_TOTAL": _equal(0.0, 45000.0, 210, 890, 1320, 870, 460, 190, 90, 40),
    "DAYS_BIRTH": _equal(-25000.0, 2000.0, 180, 420, 560, 640, 720, 690, 540, 260, 60),
    "DAYS_EMPLOYED": _equal(-6000.0, 1000.0, 150, 210, 380, 620, 900, 1300),
    "FLAG_EMAIL": ((0.0, 0.0, 3800), (1.0, 1.0, 260)),
    "EXT_SOURCE_MEAN": _equal(0.0, 0.1, 60, 240, 520, 800, 980, 820, 450, 150, 30, 4),
}
INCOME_TYPES = (("Working", 2100), ("Pensioner", 720), ("State servant", 290))
GROUPS = {"all": 4070, "similar": 640, "granted": 2900, "refused": 12}
CRITERIA = (
    Criterion("age", "DAYS_BIRTH", True),
    Criterion("income", "AMT_INCOME_TOTAL", True),
    Criterion("work", "NAME_INCOME_TYPE", False),
)
MINIMUM = 30
"""The refused are fewer: a group that is withheld."""
RATE = 0.082
"""Share of defaults in every group and band that has enough clients."""


BEGINNINGS = {
    "AMT": "request", "CREDIT": "request", "DAYS": "family", "CNT": "family", "FLAG": "documents", "EXT": "external",
    "BUREAU": "elsewhere", "PREVIOUS": "previous", "INSTALMENT": "payments", "POS": "payments",
}  # fmt: skip
"""Sections, near enough, by how names begin."""
ESSENTIAL = ("AMT_CREDIT", "AMT_INCOME_TOTAL", "DAYS_BIRTH", "NAME_INCOME_TYPE", "OWN_CAR_AGE")


def field(name: str, value: Value) -> Field:
    """Describe a value as the scoring process does."""
    section = BEGINNINGS.get(name.partition("_")[0], "building")
    return Field(
        name, value, UNITS[name], "bureau" if section == "elsewhere" else "application", section, name in ESSENTIAL
    )


NO_PAST = Timeline((), (), (), (), ())
PASTS: dict[int, Timeline] = {
    REFUSED: Timeline(
        elsewhere=(
            CreditElsewhere("Consumer credit", "Closed", -1400.0, -700.0, -720.0, 9e4, 0.0, 0.0, 0.0, "currency 1"),
            CreditElsewhere("Mortgage", "Active", -400.0, 11000.0, None, 2e6, 1.9e6, 150.0, 3.0, "currency 1"),
            CreditElsewhere("<b>odd</b>", None, None, None, None, None, None, None, None, None),
        ),
        previous=(
            PreviousApplication("Consumer loans", "Approved", -900.0, 4e4, 4e4, 4e3, 12.0, -870.0, -540.0, -530.0),
            PreviousApplication("Cash loans", "Refused", -610.0, 4.5e5, None, None, None, None, None, None),
        ),
        instalments=(
            InstalmentMonth(-28, 1, 4000.0, 4000.0, 0, 0.0),
            InstalmentMonth(-27, 2, 8000.0, 8000.0, 1, 12.0),
            InstalmentMonth(-26, 1, 4000.0, None, 1, None),
        ),
        cards=(CardMonth(-2, 500.0, 1000.0, 500.0, None, 0.0), CardMonth(-1, None, 1000.0, 0.0, 0.0, None)),
        loans=(LoanMonth(-27, 1, 10.0, 0.0),),
    ),
    GRANTED: Timeline((), (), (InstalmentMonth(-1, 1, 4000.0, 4000.0, 0, 0.0),), (), ()),
    NO_HISTORY: NO_PAST,
}
