"""Months of loans follow on one another, count down, and are past due when an instalment is."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from scoring.synthetic.instalments import Repayment
from scoring.synthetic.months import _overdue

Tables = dict[str, pd.DataFrame]


def test_months_of_a_loan_follow_on_one_another(tables: Tables) -> None:
    months = tables["POS_CASH_balance"].groupby("SK_ID_PREV").MONTHS_BALANCE
    assert (months.max() - months.min() + 1 == months.size()).all()
    assert months.max().max() == -1
    assert months.min().min() >= -96


def test_instalments_to_come_grow_fewer(tables: Tables) -> None:
    months = tables["POS_CASH_balance"].sort_values(["SK_ID_PREV", "MONTHS_BALANCE"])
    steps = months.groupby("SK_ID_PREV").CNT_INSTALMENT_FUTURE.diff().dropna()
    assert (steps <= 0).mean() > 0.999


def test_a_completed_loan_has_nothing_to_come(tables: Tables) -> None:
    months = tables["POS_CASH_balance"]
    completed = months[months.NAME_CONTRACT_STATUS == "Completed"]
    assert (completed.CNT_INSTALMENT_FUTURE == 0).all()
    assert completed.SK_ID_PREV.is_unique


def test_few_months_are_past_due_and_fewer_count(tables: Tables) -> None:
    months = tables["POS_CASH_balance"]
    assert (months.SK_DPD > 0).mean() == pytest.approx(0.03, abs=0.012)
    assert 0.004 < (months.SK_DPD_DEF > 0).mean() < (months.SK_DPD > 0).mean()
    assert (months.SK_DPD_DEF <= months.SK_DPD).all()


@pytest.mark.parametrize(
    ("due", "paid", "months"),
    [
        (-50.0, -50.0, [0, 0, 0]),  # on the day
        (-50.0, -40.0, [0, 0, 0]),  # late, but paid before the month ends at -30.4
        (-50.0, -20.0, [0, 20, 0]),  # still owed then, after 20 days
        (-50.0, 9.0, [0, 20, 50]),  # not paid yet today, when the last month ends
        (-80.0, -20.0, [20, 50, 0]),  # owed at the ends of two months
    ],
)
def test_days_past_due_are_counted_at_the_end_of_the_month(due: float, paid: float, months: list[int]) -> None:
    one = np.zeros(1, np.int64)
    repayment = Repayment(one, one, np.array([due]), np.array([paid]), np.ones(1), one.astype(bool))
    found = _overdue(repayment, np.zeros(3, np.int64), np.array([-3.0, -2.0, -1.0]))
    assert found.tolist() == months
