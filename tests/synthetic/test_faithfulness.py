"""Shares, rows per client and the shift from train to test are those published of the full data."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
LABELLED = 307_511


@pytest.mark.parametrize(
    ("column", "counts"),
    [
        ("CODE_GENDER", {"F": 202_448, "M": 105_059}),
        ("NAME_CONTRACT_TYPE", {"Cash loans": 278_232, "Revolving loans": 29_279}),
        ("FLAG_OWN_CAR", {"N": 202_924}),
        ("FLAG_OWN_REALTY", {"Y": 213_312}),
        ("CNT_CHILDREN", {0: 215_371, 1: 61_119, 2: 26_749}),
        ("NAME_INCOME_TYPE", {"Working": 158_774, "Commercial associate": 71_617, "Pensioner": 55_362}),
        ("NAME_EDUCATION_TYPE", {"Secondary / secondary special": 218_391, "Higher education": 74_863}),
        ("NAME_FAMILY_STATUS", {"Married": 196_432, "Single / not married": 45_444, "Civil marriage": 29_775}),
        ("NAME_HOUSING_TYPE", {"House / apartment": 272_868, "With parents": 14_840}),
        ("OCCUPATION_TYPE", {"Laborers": 55_186, "Sales staff": 32_102, "Drivers": 18_603}),
        ("ORGANIZATION_TYPE", {"Business Entity Type 3": 67_992, "XNA": 55_374, "Self-employed": 38_412}),
        ("REGION_RATING_CLIENT", {1: 32_197, 2: 226_984, 3: 48_330}),
        ("FLAG_EMAIL", {1: 17_442}),
        ("FLAG_DOCUMENT_3", {1: 218_340}),
    ],
)
def test_categories_are_as_frequent_as_published(tables: Tables, column: str, counts: dict[object, int]) -> None:
    found = tables["application_train"][column].value_counts() / len(tables["application_train"])
    wanted = {value: count / LABELLED for value, count in counts.items()}
    assert {value: found[value] for value in wanted} == pytest.approx(wanted, abs=0.025)


@pytest.mark.parametrize(
    ("table", "key", "mean", "off"),
    [
        ("bureau", "SK_ID_CURR", 5.61, 0.1),
        ("previous_application", "SK_ID_CURR", 4.93, 0.1),
        ("POS_CASH_balance", "SK_ID_CURR", 29.7, 0.12),
        ("bureau_balance", "SK_ID_BUREAU", 33.4, 0.12),
        # Known to be too few: the months of cards by a quarter, instalments by an eighth.
        ("installments_payments", "SK_ID_CURR", 40.1, 0.16),
        ("credit_card_balance", "SK_ID_CURR", 37.1, 0.27),
    ],
)
def test_clients_have_as_many_rows_as_published(tables: Tables, table: str, key: str, mean: float, off: float) -> None:
    counts = tables[table][key].value_counts()
    assert counts.mean() == pytest.approx(mean, rel=off)
    assert counts.max() > 2.5 * mean  # the tail is long


@pytest.mark.parametrize(
    ("column", "train", "test", "off"),
    [
        ("FLAG_EMAIL", 0.0567, 0.1627, 0.03),
        ("AMT_REQ_CREDIT_BUREAU_QRT", 0.265, 0.547, 0.1),
        ("AMT_REQ_CREDIT_BUREAU_MON", 0.267, 0.0093, 0.06),
        ("FLAG_DOCUMENT_3", 0.710, 0.787, 0.04),
        ("AMT_CREDIT", 599_026, 516_740, 35_000),
        ("AMT_ANNUITY", 27_109, 29_426, 1_800),
    ],
)
def test_unlabelled_clients_differ_as_published(
    tables: Tables, column: str, train: float, test: float, off: float
) -> None:
    found = [tables[part][column].mean() for part in ("application_train", "application_test")]
    assert found == pytest.approx([train, test], abs=off)
