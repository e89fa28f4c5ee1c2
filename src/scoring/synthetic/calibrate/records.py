"""The real histories, summed up per client as invented ones are."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.synthetic import record
from scoring.synthetic.calibrate.people import coded
from scoring.synthetic.draws import Floats, Frame

UNSEEN = ("instalments",)
"""Sums of the histories that the sample holds for few clients only."""


def summed(data: dict[str, pd.DataFrame]) -> dict[str, Floats]:
    """Sum up the histories of every client of the archive, in the order of the applications."""
    clients = data["application"].SK_ID_CURR
    place = pd.Series(np.arange(len(clients)), clients)
    months = data["bureau_balance"].merge(data["bureau"][["SK_ID_BUREAU", "SK_ID_CURR"]], on="SK_ID_BUREAU")
    size = len(clients)
    return {
        **record.of_credits(size, _frame(data["bureau"], place)),
        **record.of_reports(size, _frame(months, place)),
        **record.of_loans(size, _frame(data["previous_application"], place)),
        **record.of_months(size, _frame(data["POS_CASH_balance"], place)),
        **record.of_instalments(size, _frame(data["installments_payments"], place)),
        **record.of_cards(size, _frame(data["credit_card_balance"], place)),
    }


def scales(sums: dict[str, Floats]) -> dict[str, tuple[float, float]]:
    """Give mean and standard deviation of each sum over the clients who have it."""
    return {
        name: (round(float(np.nanmean(values)), 4), round(float(np.nanstd(values)), 4)) for name, values in sums.items()
    }


def _frame(rows: pd.DataFrame, place: pd.Series) -> Frame:
    rows = rows[rows.SK_ID_CURR.isin(place.index)]
    frame: Frame = {"owner": place[rows.SK_ID_CURR].to_numpy()}
    for name in rows.columns:
        column = rows[name]
        frame[name] = column.to_numpy(float) if pd.api.types.is_numeric_dtype(column) else coded(column)
    return frame
