"""Groups of features that policy forbids: what reads their columns is in them, sex is in no model."""

from __future__ import annotations

import pytest

from scoring.features import FEATURE, policy


@pytest.mark.parametrize(
    ("group", "among", "not_among"),
    [
        (policy.AGE, ("DAYS_BIRTH", "EMPLOYED_TO_AGE", "BUREAU_DAYS_TO_AGE"), ("DAYS_EMPLOYED", "OWN_CAR_AGE")),
        (policy.FAMILY, ("CNT_CHILDREN", "NAME_FAMILY_STATUS", "INCOME_PER_PERSON"), ("AMT_INCOME_TOTAL",)),
        (policy.SHIFTING, ("FLAG_EMAIL", "FLAG_DOCUMENT_13", "CONTACTS_GIVEN"), ("FLAG_PHONE", "FLAG_DOCUMENT_3")),
    ],
    ids=["age", "family", "shifting"],
)
def test_what_reads_a_group_s_columns_is_in_it(
    group: tuple[str, ...], among: tuple[str, ...], not_among: tuple[str, ...]
) -> None:
    assert set(among) <= set(group) <= set(FEATURE)
    assert not set(not_among) & set(group)


def test_every_stricter_policy_forbids_something() -> None:
    assert all(policy.WITHOUT.values())


def test_sex_is_declared_and_no_feature() -> None:
    assert [(feature.name, feature.kind) for feature in policy.SEX] == [("CODE_GENDER", "category")]
    assert "CODE_GENDER" not in FEATURE
