"""Instalments fall due every 30 days, add up to what was asked, and late clients stay late."""

from __future__ import annotations

import pandas as pd
import pytest

Tables = dict[str, pd.DataFrame]
INSTALMENT = ["SK_ID_PREV", "NUM_INSTALMENT_NUMBER"]


@pytest.fixture(scope="module")
def loans(tables: Tables) -> pd.DataFrame:
    paid = tables["installments_payments"]
    return paid[paid.NUM_INSTALMENT_VERSION > 0]


def test_the_next_instalment_is_due_30_days_on(loans: pd.DataFrame) -> None:
    due = loans.groupby(INSTALMENT).DAYS_INSTALMENT.agg(["min", "max"])
    assert (due["min"] == due["max"]).all()
    steps = due["min"].groupby("SK_ID_PREV").diff().dropna()
    assert set(steps) == {30.0}


def test_parts_add_up_to_the_instalment(loans: pd.DataFrame) -> None:
    sums = loans.groupby(INSTALMENT).agg(
        owed=("AMT_INSTALMENT", "max"), paid=("AMT_PAYMENT", "sum"), rows=("AMT_PAYMENT", "size")
    )
    known = sums[sums.paid > 0]
    assert (known.paid - known.owed).abs().max() < 0.05
    assert (sums.rows == 2).mean() == pytest.approx(0.07, abs=0.02)


def test_most_is_paid_early_and_some_late(loans: pd.DataFrame) -> None:
    late = loans.DAYS_ENTRY_PAYMENT - loans.DAYS_INSTALMENT
    assert (late > 0).mean() == pytest.approx(0.105, abs=0.025)
    assert late.mean() == pytest.approx(-10.9, abs=1.5)


def test_clients_who_were_late_are_late_again(loans: pd.DataFrame) -> None:
    late = (loans.DAYS_ENTRY_PAYMENT > loans.DAYS_INSTALMENT).astype(float)
    older = loans.DAYS_INSTALMENT < -900
    shares = pd.DataFrame(
        {"older": late[older].groupby(loans.SK_ID_CURR).mean(), "newer": late[~older].groupby(loans.SK_ID_CURR).mean()}
    )
    assert shares.corr().loc["older", "newer"] > 0.15


def test_hardly_anything_is_without_payment(tables: Tables) -> None:
    unpaid = tables["installments_payments"].AMT_PAYMENT.isna()
    assert 0 < unpaid.mean() < 0.002
    assert tables["installments_payments"].DAYS_ENTRY_PAYMENT.isna().eq(unpaid).all()
    assert tables["installments_payments"].DAYS_ENTRY_PAYMENT.max() <= -1
