"""Measures of the habits: what a client's histories have in common, and with the person."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from scoring.synthetic.calibrate.entries import Part
from scoring.synthetic.calibrate.normals import linear, normal_scores
from scoring.synthetic.draws import Floats


def measured(data: dict[str, pd.DataFrame], inputs: Mapping[str, Floats], between: Mapping[str, float]) -> Part:
    """Give the normals of the habits; `inputs` are the persons, one per client, by name."""
    clients = data["application"].SK_ID_CURR
    columns, trust = {}, {}
    for name, (rows, owner, share) in _facts(data, between).items():
        grouped = rows.groupby(owner)
        columns[name] = normal_scores(clients.map(grouped.mean()).to_numpy(float))
        count = grouped.count()
        trust[name] = float(np.clip((count * share / (1 + (count - 1) * share)).mean(), 0.35, 1.0))
    for name, table in (("bureau_count", "bureau"), ("previous_count", "previous_application")):
        counts = clients.map(data[table].SK_ID_CURR.value_counts()).fillna(0)
        columns[name] = normal_scores(counts.to_numpy(float))
    normals = linear(pd.DataFrame(columns), pd.DataFrame(dict(inputs)), reliability=trust)
    return Part(normals={"habits": normals})


Fact = tuple[pd.Series, pd.Series, float]
"""The rows that show a habit, their clients, and the share of variance between clients."""


def _facts(data: dict[str, pd.DataFrame], between: Mapping[str, float]) -> dict[str, Fact]:
    return {
        **_of_credits(data["bureau"], between),
        **_of_loans(data["previous_application"], between),
        "late": _by_loan(data["POS_CASH_balance"], data["POS_CASH_balance"].SK_DPD > 0, 0.25),
        "card_use": _by_loan(data["credit_card_balance"], _use(data["credit_card_balance"]), 0.8),
    }


def _apart(rows: pd.DataFrame, values: pd.Series, *by: str) -> pd.Series:
    """Give what is left of the values once the mean of their kind is taken off."""
    return values - values.groupby([rows[name] for name in by]).transform("mean")


def _log(values: pd.Series) -> pd.Series:
    return np.log(values.where(values > 0))


def _use(months: pd.DataFrame) -> pd.Series:
    return (months.AMT_BALANCE / months.AMT_CREDIT_LIMIT_ACTUAL.replace(0, np.nan)).clip(0, 1.5)


def _by_loan(months: pd.DataFrame, values: pd.Series, share: float) -> Fact:
    """Give one value per loan: its months are no independent witnesses."""
    mean = values.groupby([months.SK_ID_CURR, months.SK_ID_PREV]).mean()
    return mean, mean.index.get_level_values(0).to_series(index=mean.index), share


def _of_credits(rows: pd.DataFrame, between: Mapping[str, float]) -> dict[str, Fact]:
    owner = rows.SK_ID_CURR
    active = _apart(rows, (rows.CREDIT_ACTIVE == "Active").astype(float), "CREDIT_TYPE", "END", "START")
    overdue = (rows.AMT_CREDIT_MAX_OVERDUE.dropna() > 0).astype(float)
    size = _apart(rows, _log(rows.AMT_CREDIT_SUM), "CREDIT_TYPE")
    return {
        "bureau_age": (-rows.DAYS_CREDIT, owner, between["share/bureau_age"]),
        "bureau_size": (size, owner, between["share/bureau_size"]),
        "bureau_open": (active, owner, 0.1),
        "bureau_overdue": (overdue, owner[overdue.index], 0.15),
    }


def _of_loans(rows: pd.DataFrame, between: Mapping[str, float]) -> dict[str, Fact]:
    owner, kind = rows.SK_ID_CURR, "NAME_CONTRACT_TYPE"
    priced = rows[rows.NAME_YIELD_GROUP != "XNA"]
    dear = _apart(priced, (priced.NAME_YIELD_GROUP == "high").astype(float), kind)
    refused = _apart(rows, (rows.NAME_CONTRACT_STATUS == "Refused").astype(float), kind, "DECISION")
    revolving = _apart(rows, (rows.NAME_CONTRACT_TYPE == "Revolving loans").astype(float), "DECISION")
    return {
        "previous_age": (-rows.DAYS_DECISION, owner, between["share/previous_age"]),
        "previous_size": (_apart(rows, _log(rows.AMT_APPLICATION), kind), owner, between["share/previous_size"]),
        "revolving": (revolving, owner, between["share/revolving"]),
        "refusal": (refused, owner, between["share/refusal"]),
        "price": (dear, priced.SK_ID_CURR, between["share/price"]),
    }
