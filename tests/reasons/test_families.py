"""Every feature is of one family: a new one of a known subject needs no new line."""

from __future__ import annotations

import numpy as np
import pytest

from scoring.features import AUDIT_ONLY, FEATURES
from scoring.features.policy import reading
from scoring.reasons import FAMILIES, family_of, places, summed
from scoring.words import LANGUAGES, words

OF: dict[str, list[str]] = {
    # family, some of its features; those after | are not declared, as a new one would be
    "external_scores": ["EXT_SOURCE_1", "EXT_SOURCE_MEAN", "CREDIT_TO_ANNUITY_TO_EXT_3", "|", "EXT_SOURCE_4"],
    "credit_asked": ["AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE", "CREDIT_TO_ANNUITY", "IMPLIED_RATE"],
    "credit_to_income": ["CREDIT_TO_INCOME", "ANNUITY_TO_INCOME"],
    "credit_to_past": ["CREDIT_TO_LAST_CREDIT", "ANNUITY_TO_PREVIOUS_ANNUITY"],
    "employment": ["DAYS_EMPLOYED", "EMPLOYED_TO_AGE", "NOT_EMPLOYED", "FLAG_EMP_PHONE", "ORGANIZATION_TYPE"],
    "building": ["APARTMENTS_AVG", "APARTMENTS_MODE", "APARTMENTS_MEDI", "WALLSMATERIAL_MODE", "HOUSING_KNOWN"],
    "documents": ["FLAG_DOCUMENT_3", "DOCUMENTS_GIVEN", "|", "FLAG_DOCUMENT_22"],
    "bureau_debt": ["BUREAU_DEBT_TOTAL", "BUREAU_DEBT_TO_INCOME", "BUREAU_LAST_DEBT", "|", "BUREAU_LAST9_DEBT_MAX"],
    "bureau_lateness": ["BUREAU_OVERDUE_MAX", "BUREAU_MONTH_LATE_SHARE", "BUREAU_MONTH_WORST"],
    "bureau_dates": ["BUREAU_DAYS_LAST", "BUREAU_ACTIVE_ENDDATE_MAX"],
    "bureau_amounts": ["BUREAU_CREDIT_TOTAL", "BUREAU_LAST_CREDIT"],
    "bureau_credits": ["BUREAU_COUNT", "BUREAU_MONTH_COUNT", "BUREAU_LAST_TYPE"],
    "past_refusals": ["PREVIOUS_REFUSED_SHARE", "PREVIOUS_REFUSED_CREDIT_MEAN", "PREVIOUS_REASON_HC_COUNT"],
    "past_amounts": ["PREVIOUS_CREDIT_MEAN", "PREVIOUS_APPROVED_ANNUITY_MAX", "|", "PREVIOUS_LAST9_ASKED_MEAN"],
    "past_numbers": ["PREVIOUS_COUNT", "PREVIOUS_APPROVED_CASH_COUNT"],
    "repayment_lateness": ["INSTALMENT_DAYS_LATE_MEAN", "POS_DPD_MAX", "|", "INSTALMENT_LAST50_LATE_SHARE"],
    "repayment_shortfall": ["INSTALMENT_PAID_TO_DUE", "INSTALMENT_SHORT_SHARE", "INSTALMENT_UNPAID_COUNT"],
    "repayment_amounts": ["INSTALMENT_DUE_MEAN", "INSTALMENT_YEAR_PAID_MEAN"],
    "card_lateness": ["CARD_LATE_SHARE", "CARD_DPD_MAX"],
    "card_use": ["CARD_USE_MEAN", "CARD_ATM_SHARE"],
}
DECLARED = [feature.name for feature in FEATURES]


def test_every_feature_is_of_a_family_and_every_family_has_one() -> None:
    assert {family_of(name) for name in DECLARED} == {family.name for family in FAMILIES}


@pytest.mark.parametrize("family", OF)
def test_one_subject_is_one_family(family: str) -> None:
    assert {family_of(name) for name in OF[family] if name != "|"} == {family}


def test_what_is_kept_for_audit_is_of_no_family() -> None:
    for name in AUDIT_ONLY:
        with pytest.raises(KeyError, match="is of no declared family"):
            family_of(name)


def test_nothing_that_tells_when_somebody_applied_is_sayable() -> None:
    moments = reading(["WEEKDAY_APPR_PROCESS_START", "HOUR_APPR_PROCESS_START"])
    assert {family_of(name) for name in (*moments, "PREVIOUS_HOUR_MEAN")} == {"moment_of_asking"}
    assert [family.name for family in FAMILIES if not family.sayable] == ["moment_of_asking"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_family_is_named_and_names_differ(language: str) -> None:
    named = words(language).entries["family"]  # type: ignore[arg-type]
    assert set(named) == {family.name for family in FAMILIES}
    assert len(set(named.values())) == len(FAMILIES)


def test_contributions_are_added_up_by_family() -> None:
    place = places(["AMT_CREDIT", "DAYS_BIRTH", "AMT_ANNUITY"])
    sums = summed(np.array([[1.0, 2.0, 4.0], [0.0, -1.0, 0.5]]), place)
    names = {family.name: position for position, family in enumerate(FAMILIES)}
    assert sums[:, names["credit_asked"]].tolist() == [5.0, 0.5]
    assert sums[:, names["age"]].tolist() == [2.0, -1.0]
    assert sums.sum() == 6.5
