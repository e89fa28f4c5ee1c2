"""Families: the features of one subject, so that a reason is said once, not once for each near-duplicate.

A family is declared by the names of its features, not by a list of them: a new measure, window or
subset of a known subject needs no new line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

import numpy as np


@dataclass(frozen=True)
class Family:
    """One subject; `patterns` are whole names of its features. Not `sayable`, it is never stated as a reason."""

    name: str
    patterns: tuple[str, ...]
    sayable: bool = True

    def holds(self, feature: str) -> bool:
        """Whether the feature's whole name is one of the family's."""
        return any(re.fullmatch(pattern, feature) for pattern in self.patterns)


def family(name: str, *patterns: str, sayable: bool = True) -> Family:
    """Declare a family."""
    return Family(name, patterns, sayable)


FAMILIES: tuple[Family, ...] = (
    family("external_scores", r"(\w+_)?EXT_(SOURCE_)?\w+"),
    # The credit that is asked for.
    family("credit_to_income", r"(ANNUITY|CREDIT|GOODS_MINUS_CREDIT)_TO_INCOME"),
    family("credit_to_past", r"(ANNUITY|CREDIT)_TO_(LARGEST|MEAN|PREVIOUS|LAST)_\w+"),
    family(
        "credit_asked",
        r"AMT_(CREDIT|ANNUITY|GOODS_PRICE)",
        r"CREDIT_TO_(ANNUITY|GOODS)",
        r"GOODS_MINUS_CREDIT",
        r"IMPLIED_\w+",
        r"NAME_CONTRACT_TYPE",
    ),
    # No advisor can answer for the hour at which somebody applied, and no client act on it.
    family("moment_of_asking", r"(WEEKDAY|HOUR)_APPR_PROCESS_START", r"PREVIOUS_HOUR_\w+", sayable=False),
    # The applicant.
    family("income", r"AMT_INCOME_TOTAL", r"INCOME_PER_PERSON"),
    # FLAG_EMP_PHONE holds for whoever has an employer: it says the same as NOT_EMPLOYED.
    family(
        "employment",
        r"DAYS_EMPLOYED",
        r"EMPLOYED_\w+",
        r"NOT_EMPLOYED",
        r"FLAG_EMP_PHONE",
        r"NAME_INCOME_TYPE",
        r"OCCUPATION_TYPE",
        r"ORGANIZATION_TYPE",
    ),
    family("age", r"DAYS_BIRTH"),
    family("education", r"NAME_EDUCATION_TYPE"),
    family("household", r"NAME_FAMILY_STATUS", r"NAME_TYPE_SUITE", r"CNT_(CHILDREN|FAM_MEMBERS)", r"CHILDREN_\w+"),
    family("housing", r"NAME_HOUSING_TYPE", r"FLAG_OWN_REALTY"),
    family("car", r"FLAG_OWN_CAR", r"OWN_CAR_AGE", r"CAR_AGE_\w+"),
    family("building", r"\w+_(AVG|MODE|MEDI)", r"HOUSING_KNOWN"),
    family("region", r"REGION_\w+"),
    family("addresses", r"(REG|LIVE)_(REGION|CITY)_NOT_\w+", r"ADDRESS_\w+"),
    family("registration", r"DAYS_(REGISTRATION|ID_PUBLISH)", r"(REGISTRATION|ID_PUBLISH)_\w+"),
    family("documents", r"FLAG_DOCUMENT_\d+", r"DOCUMENTS_\w+"),
    family(
        "contacts",
        r"FLAG_(MOBIL|WORK_PHONE|CONT_MOBILE|PHONE|EMAIL)",
        r"DAYS_LAST_PHONE_CHANGE",
        r"PHONE_CHANGE_\w+",
        r"CONTACTS_\w+",
    ),
    family("social_circle", r"(OBS|DEF)_\d+_CNT_SOCIAL_CIRCLE", r"SOCIAL_\w+"),
    # Credits elsewhere, as the credit bureau tells them.
    family("enquiries", r"AMT_REQ_CREDIT_BUREAU_\w+", r"ENQUIRIES_\w+"),
    family("bureau_lateness", r"BUREAU_(\w+_)?(OVERDUE|PROLONGED|LATE)_\w+", r"BUREAU_MONTH_(LAST_LATE|WORST)"),
    family("bureau_debt", r"BUREAU_(\w+_)?(DEBT|ANNUITY)(_\w+)?", r"BUREAU_(\w+_)?CARD_(USE|LIMIT_\w+)"),
    family("bureau_dates", r"BUREAU_(\w+_)?(DAYS|ENDDATE|ENDED|GAP)_\w+"),
    family("bureau_amounts", r"BUREAU_(\w+_)?CREDIT(_(TOTAL|MEAN|MAX|TO_INCOME))?"),
    family("bureau_credits", r"BUREAU_\w+"),
    # Earlier applications to this lender.
    family(
        "past_refusals",
        r"PREVIOUS_(\w+_)?(REFUSED|CANCELED|REASON)_\w+",
        r"PREVIOUS_APPROVED_SHARE",
        r"PREVIOUS_LAST_(STATUS|REASON)",
    ),
    family("past_rates", r"PREVIOUS_(\w+_)?(RATE|YIELD)(_\w+)?"),
    family("past_durations", r"PREVIOUS_(\w+_)?MONTHS_\w+"),
    family("past_amounts", r"PREVIOUS_(\w+_)?(CREDIT|ANNUITY|ASKED|DOWN_PAYMENT)(_\w+)?"),
    family("past_dates", r"PREVIOUS_(\w+_)?(DAYS|DUE|ENDED|END)_\w+"),
    family("past_numbers", r"PREVIOUS_(\w+_)?COUNT"),
    family("past_products", r"PREVIOUS_\w+"),
    # How loans and cards of this lender were repaid.
    family("repayment_shortfall", r"INSTALMENT_(\w+_)?(SHORT|SHORTFALL|UNPAID)_\w+", r"INSTALMENT_(\w+_)?PAID_TO_DUE"),
    family("repayment_lateness", r"(INSTALMENT|POS)_(\w+_)?(LATE|OVER|DPD)(_\w+)?"),
    family("repayment_amounts", r"INSTALMENT_(\w+_)?(DUE|PAID)_\w+"),
    family("repayment_history", r"INSTALMENT_\w+"),
    family("loans_running", r"POS_\w+"),
    family("card_lateness", r"CARD_(\w+_)?(LATE|DPD)_\w+"),
    family("card_use", r"CARD_\w+"),
)
"""Every subject. A feature is of the first family that holds its name."""

SAYABLE = np.array([declared.sayable for declared in FAMILIES])
"""Which families may be stated as reasons, shape (families,); the others' contributions count all the same."""

FAMILY: dict[str, int] = {declared.name: place for place, declared in enumerate(FAMILIES)}
"""Each family's place."""


@cache
def family_of(feature: str) -> str:
    """Name the family of a feature; raises KeyError where none is declared."""
    found = next((declared.name for declared in FAMILIES if declared.holds(feature)), None)
    if found is None:
        raise KeyError(f"{feature} is of no declared family: add it to scoring.reasons.families")
    return found


def places(features: Iterable[str]) -> np.ndarray:
    """Give the place in FAMILIES of each of k features, shape (k,)."""
    return np.array([FAMILY[family_of(feature)] for feature in features], dtype=np.intp)


def summed(values: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Add up n clients' contributions (n, k) by family, shape (n, families)."""
    member = np.zeros((len(place), len(FAMILIES)))
    member[np.arange(len(place)), place] = 1.0
    return np.asarray(values @ member)
