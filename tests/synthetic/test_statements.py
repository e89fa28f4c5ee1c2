"""Cards keep to their limit, their payments are among the instalments, unused ones stay at nothing."""

from __future__ import annotations

import pandas as pd
import pytest

from scoring.tables.declaration import DAY_SENTINEL

Tables = dict[str, pd.DataFrame]


@pytest.fixture(scope="module")
def months(tables: Tables) -> pd.DataFrame:
    return tables["credit_card_balance"]


def test_months_of_a_card_follow_on_one_another(months: pd.DataFrame) -> None:
    grouped = months.groupby("SK_ID_PREV").MONTHS_BALANCE
    assert (grouped.max() - grouped.min() + 1 == grouped.size()).all()
    assert grouped.max().max() == -1


def test_balances_keep_to_the_limit_or_nearly(months: pd.DataFrame) -> None:
    open_ = months[months.AMT_CREDIT_LIMIT_ACTUAL > 0]
    assert (open_.AMT_BALANCE <= 1.25 * open_.AMT_CREDIT_LIMIT_ACTUAL + 50).mean() > 0.99
    assert (months.AMT_BALANCE >= 0).all()


def test_drawings_are_the_sum_of_their_kinds(months: pd.DataFrame) -> None:
    kinds = months[[f"AMT_DRAWINGS_{kind}_CURRENT" for kind in ("ATM", "POS", "OTHER")]].sum(axis=1)
    assert (kinds - months.AMT_DRAWINGS_CURRENT).abs().max() < 0.01


def test_a_card_never_drawn_on_owes_nothing(tables: Tables, months: pd.DataFrame) -> None:
    loans = tables["previous_application"].set_index("SK_ID_PREV")
    unused = months.SK_ID_PREV.map(loans.DAYS_FIRST_DRAWING) == DAY_SENTINEL
    assert unused.any()
    assert (months.AMT_BALANCE[unused] == 0).all()
    assert months.AMT_DRAWINGS_ATM_CURRENT[unused].isna().all()


def test_some_months_owe_nothing_and_some_are_past_due(months: pd.DataFrame) -> None:
    assert (months.AMT_BALANCE == 0).mean() == pytest.approx(0.58, abs=0.08)
    assert 0.005 < (months.SK_DPD > 0).mean() < 0.06


def test_payments_of_cards_are_instalments_numbered_from_1(tables: Tables) -> None:
    paid = tables["installments_payments"].query("NUM_INSTALMENT_VERSION == 0")
    numbers = paid.groupby("SK_ID_PREV").NUM_INSTALMENT_NUMBER
    assert (numbers.min() == 1).all()
    assert (numbers.max() == numbers.size()).all()
    assert (paid.AMT_PAYMENT == paid.AMT_INSTALMENT).all()
