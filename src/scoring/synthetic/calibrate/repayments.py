"""Measures of how instalments are paid and cards are used."""

from __future__ import annotations

import pandas as pd

from scoring.synthetic.calibrate.entries import Entry, smooth


def measured(data: dict[str, pd.DataFrame]) -> dict[str, Entry]:
    """Give the quantiles of days late, and of what is drawn on cards and paid back."""
    return {**_payments(data), **_cards(data)}


def _payments(data: dict[str, pd.DataFrame]) -> dict[str, Entry]:
    paid = data["installments_payments"]
    loans = paid[(paid.NUM_INSTALMENT_VERSION == 1) & paid.DAYS_ENTRY_PAYMENT.notna()]
    cards = paid[(paid.NUM_INSTALMENT_VERSION == 0) & paid.DAYS_ENTRY_PAYMENT.notna()]
    key = ["SK_ID_PREV", "NUM_INSTALMENT_NUMBER"]
    last = loans.assign(late=loans.DAYS_ENTRY_PAYMENT - loans.DAYS_INSTALMENT).groupby(key).late.max()
    minimum = cards[cards.DAYS_ENTRY_PAYMENT != cards.DAYS_INSTALMENT]
    return {
        "days_late": smooth(last.clip(-70, 45)),
        "card_days_late": smooth((minimum.DAYS_ENTRY_PAYMENT - minimum.DAYS_INSTALMENT).clip(-30, 30)),
    }


def _cards(data: dict[str, pd.DataFrame]) -> dict[str, Entry]:
    months = data["credit_card_balance"]
    drawn = months[(months.AMT_DRAWINGS_CURRENT > 0) & (months.AMT_CREDIT_LIMIT_ACTUAL > 0)]
    due = months[(months.AMT_INST_MIN_REGULARITY > 0) & (months.AMT_PAYMENT_TOTAL_CURRENT > 0)]
    owed = due.AMT_BALANCE + due.AMT_PAYMENT_TOTAL_CURRENT
    usual = due[0.9 * owed > due.AMT_PAYMENT_TOTAL_CURRENT]
    return {
        "card_drawn": smooth((drawn.AMT_DRAWINGS_CURRENT / drawn.AMT_CREDIT_LIMIT_ACTUAL).clip(0, 1.1)),
        "card_paid": smooth((usual.AMT_PAYMENT_TOTAL_CURRENT / usual.AMT_INST_MIN_REGULARITY).clip(0.05, 15)),
    }
