"""Credits elsewhere, and their months, hang together as the bureau would report them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.synthetic.bureau import band

Tables = dict[str, pd.DataFrame]


def test_days_fall_into_bands_and_unknown_days_into_the_last() -> None:
    bands = band(np.array([-500.0, -50.0, 10.0, np.nan]), (-100.0, 0.0))
    assert [bands.values[code] for code in bands.codes] == ["0", "1", "2", "3"]


def test_only_credits_that_ended_have_an_end(tables: Tables) -> None:
    credits = tables["bureau"]
    closed = credits.CREDIT_ACTIVE == "Closed"
    assert (credits.DAYS_ENDDATE_FACT.notna() == closed).all()
    assert (credits.DAYS_ENDDATE_FACT[closed].between(credits.DAYS_CREDIT[closed], -1)).all()
    assert credits.DAYS_CREDIT.between(-2_922, 0).all()


def test_active_credits_owe_and_closed_ones_hardly_ever_do(tables: Tables) -> None:
    credits = tables["bureau"]
    owing = (credits.AMT_CREDIT_SUM_DEBT > 0).groupby(credits.CREDIT_ACTIVE).mean()
    assert owing["Active"] > 0.5
    assert owing["Closed"] < 0.03


def test_overdue_days_belong_to_active_credits(tables: Tables) -> None:
    credits = tables["bureau"]
    assert set(credits.CREDIT_ACTIVE[credits.CREDIT_DAY_OVERDUE > 0]) == {"Active"}


@pytest.mark.parametrize(
    ("column", "share"),
    [("AMT_CREDIT_MAX_OVERDUE", 0.66), ("AMT_ANNUITY", 0.64), ("DAYS_CREDIT_ENDDATE", 0.06), ("AMT_CREDIT_SUM", 0.0)],
)
def test_as_much_is_missing_as_in_the_real_data(tables: Tables, column: str, share: float) -> None:
    assert tables["bureau"][column].isna().mean() == pytest.approx(share, abs=0.03)


def test_months_of_a_credit_follow_on_one_another(tables: Tables) -> None:
    months = tables["bureau_balance"].groupby("SK_ID_BUREAU").MONTHS_BALANCE
    assert (months.max() - months.min() + 1 == months.size()).all()
    assert months.max().max() == 0
    assert months.min().min() >= -96


def test_a_closed_credit_stays_closed(tables: Tables) -> None:
    months = tables["bureau_balance"].sort_values(["SK_ID_BUREAU", "MONTHS_BALANCE"])
    closed = (months.STATUS == "C").astype(int)
    assert not (closed.groupby(months.SK_ID_BUREAU).diff() < 0).any()


def test_statuses_are_as_frequent_as_published(tables: Tables) -> None:
    shares = tables["bureau_balance"].STATUS.value_counts(normalize=True)
    assert shares["C"] == pytest.approx(0.50, abs=0.07)
    assert shares["0"] == pytest.approx(0.27, abs=0.06)
    assert shares["X"] == pytest.approx(0.21, abs=0.05)
    assert 0.004 < shares[["1", "2", "3", "4", "5"]].sum() < 0.03
