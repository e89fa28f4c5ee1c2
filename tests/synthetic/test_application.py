"""The form agrees with itself and with the histories, and has the real one's margins and gaps."""

from __future__ import annotations

import pandas as pd
import pytest

from scoring.tables.application import BUILDING

Tables = dict[str, pd.DataFrame]


@pytest.mark.parametrize(
    ("column", "mean", "off"),
    [
        ("EXT_SOURCE_1", 0.502, 0.02),
        ("EXT_SOURCE_2", 0.514, 0.01),
        ("EXT_SOURCE_3", 0.511, 0.01),
        ("AMT_CREDIT", 599_026, 25_000),
        ("AMT_ANNUITY", 27_109, 900),
        ("DAYS_BIRTH", -16_037, 250),
        ("DAYS_ID_PUBLISH", -2_994, 80),
    ],
)
def test_margins_are_the_published_ones(tables: Tables, column: str, mean: float, off: float) -> None:
    assert tables["application_train"][column].mean() == pytest.approx(mean, abs=off)


@pytest.mark.parametrize(
    ("column", "share"),
    [
        ("EXT_SOURCE_1", 0.564),
        ("EXT_SOURCE_2", 0.002),
        ("EXT_SOURCE_3", 0.198),
        ("OWN_CAR_AGE", 0.66),
        ("OCCUPATION_TYPE", 0.313),
        ("AMT_REQ_CREDIT_BUREAU_YEAR", 0.135),
        ("COMMONAREA_AVG", 0.699),
        ("EMERGENCYSTATE_MODE", 0.474),
    ],
)
def test_as_much_is_missing_as_published(tables: Tables, column: str, share: float) -> None:
    assert tables["application_train"][column].isna().mean() == pytest.approx(share, abs=0.03)


def test_flags_agree_with_what_they_flag(clients: pd.DataFrame) -> None:
    assert ((clients.FLAG_OWN_CAR == "Y") == clients.OWN_CAR_AGE.notna()).all()
    assert ((clients.FLAG_EMP_PHONE == 0) == (clients.DAYS_EMPLOYED > 0)).all()
    couple = clients.NAME_FAMILY_STATUS.isin(["Married", "Civil marriage"])
    assert (clients.CNT_CHILDREN + 1 + couple == clients.CNT_FAM_MEMBERS).all()
    assert (clients.DAYS_EMPLOYED[clients.DAYS_EMPLOYED < 0] > clients.DAYS_BIRTH[clients.DAYS_EMPLOYED < 0]).all()


def test_the_bureau_answers_for_those_it_knows(tables: Tables, clients: pd.DataFrame) -> None:
    seen = clients.SK_ID_CURR.isin(tables["bureau"].SK_ID_CURR)
    assert clients.AMT_REQ_CREDIT_BUREAU_YEAR[seen].notna().all()
    assert clients.EXT_SOURCE_3[~seen].isna().mean() > 0.9
    assert clients.EXT_SOURCE_3[seen].isna().mean() < 0.12


def test_scores_agree_with_the_credits_elsewhere(tables: Tables, clients: pd.DataFrame) -> None:
    credits = tables["bureau"]
    active = (credits.CREDIT_ACTIVE == "Active").groupby(credits.SK_ID_CURR).sum()
    assert clients.EXT_SOURCE_3.corr(clients.SK_ID_CURR.map(active), "spearman") == pytest.approx(-0.39, abs=0.07)


@pytest.mark.parametrize(
    ("first", "second", "correlation"),
    [
        ("EXT_SOURCE_1", "EXT_SOURCE_2", 0.214),
        ("EXT_SOURCE_1", "EXT_SOURCE_3", 0.187),
        ("EXT_SOURCE_2", "EXT_SOURCE_3", 0.109),
        ("EXT_SOURCE_1", "DAYS_BIRTH", -0.601),
        ("AMT_CREDIT", "AMT_GOODS_PRICE", 0.987),
    ],
)
def test_columns_hang_together_as_published(clients: pd.DataFrame, first: str, second: str, correlation: float) -> None:
    assert clients[first].corr(clients[second]) == pytest.approx(correlation, abs=0.06)


def test_three_measures_of_a_building_are_missing_together_and_near(clients: pd.DataFrame) -> None:
    for measure in BUILDING:
        average, mode, middle = (clients[f"{measure}_{statistic}"] for statistic in ("AVG", "MODE", "MEDI"))
        assert average.isna().eq(mode.isna()).all(), measure
        assert average.isna().eq(middle.isna()).all(), measure
        assert average.dropna().between(0, 1).all(), measure
        assert average.corr(middle) > 0.95, measure
