"""Months and instalments of the loans that the clients had from this lender."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import Coded, Floats, Frame, blanked, chance, money, spread, take, texts
from scoring.synthetic.persons import People
from scoring.tables.declaration import DAY_SENTINEL

OLDEST_MONTH = 96
OLDEST_DAY = -2_922.0


def draw(rng: np.random.Generator, people: People, loans: Frame) -> dict[str, Frame]:
    """Draw POS_CASH_balance and installments_payments, every row under a loan of `loans`."""
    kind, first = texts(loans, "NAME_CONTRACT_TYPE"), np.asarray(loans["DAYS_FIRST_DUE"], float)
    lent = np.asarray(loans["lent"]) & ~kind.equals("Revolving loans") & (first < 0)
    lent &= chance(rng, 0.97, len(lent))
    repaid = take(loans, lent)
    return {
        "POS_CASH_balance": _pos(rng, people, repaid),
        "installments_payments": _instalments(rng, people, repaid),
    }


def _last_day(loans: Frame) -> Floats:
    last = np.asarray(loans["DAYS_LAST_DUE"], float)
    return np.where(last == DAY_SENTINEL, -1.0, last)


def _pos(rng: np.random.Generator, people: People, loans: Frame) -> Frame:
    length = np.asarray(loans["length"], float)
    start = np.ceil(np.asarray(loans["DAYS_DECISION"], float) / 30.44).clip(-OLDEST_MONTH, -1)
    end = np.floor(_last_day(loans) / 30.44).clip(start, -1)
    count = np.minimum(end - start + 1, 1 + length).astype(np.int64)
    loan, since = spread(count)
    future = np.maximum(length[loan] - since, 0.0)
    done = (np.asarray(loans["DAYS_LAST_DUE"], float)[loan] != DAY_SENTINEL) & (since == count[loan] - 1)
    lateness = people.lateness[np.asarray(loans["owner"])[loan]]
    late = chance(rng, 0.024 * np.exp(0.75 * lateness - 0.28), len(loan))
    days = np.where(late, np.ceil(rng.gamma(0.7, 25, len(loan))), 0.0)
    small = chance(rng, 0.55, len(loan))
    codes = np.where(done, 1, np.where((since == 0) & chance(rng, 0.12, len(loan)), 2, 0))
    return {
        "SK_ID_PREV": np.asarray(loans["SK_ID_PREV"])[loan],
        "SK_ID_CURR": np.asarray(loans["SK_ID_CURR"])[loan],
        "MONTHS_BALANCE": start[loan] + since,
        "CNT_INSTALMENT": length[loan],
        "CNT_INSTALMENT_FUTURE": np.where(done, 0.0, future),
        "NAME_CONTRACT_STATUS": Coded(codes, ("Active", "Completed", "Signed")),
        "SK_DPD": days,
        "SK_DPD_DEF": np.where(small, 0.0, days),
    }


def _instalments(rng: np.random.Generator, people: People, loans: Frame) -> Frame:
    length = np.asarray(loans["length"], float)
    first = np.asarray(loans["DAYS_FIRST_DUE"], float)
    count = np.minimum(np.floor((_last_day(loans) - first) / 30) + 1, length).clip(1).astype(np.int64)
    loan, number = spread(count)
    due = first[loan] + 30 * number
    asked = money(np.asarray(loans["AMT_ANNUITY"], float), 0.045)[loan]
    lateness = people.lateness[np.asarray(loans["owner"])[loan]]
    late = chance(rng, 0.075 * np.exp(0.65 * lateness - 0.21), len(loan))
    early = np.where(chance(rng, 0.24, len(loan)), 0.0, np.round(rng.gamma(0.9, 13, len(loan))))
    paid = due + np.where(late, np.ceil(rng.gamma(0.6, 14, len(loan))), -early)
    unpaid = chance(rng, 0.0002 * np.exp(lateness), len(loan))
    short = late & chance(rng, 0.3, len(loan))
    amount = np.where(short, money(asked * (0.2 + 0.7 * rng.random(len(loan))), 0.045), asked)
    rows: Frame = {
        "SK_ID_PREV": np.asarray(loans["SK_ID_PREV"])[loan],
        "SK_ID_CURR": np.asarray(loans["SK_ID_CURR"])[loan],
        "NUM_INSTALMENT_VERSION": np.ones(len(loan)),
        "NUM_INSTALMENT_NUMBER": number + 1,
        "DAYS_INSTALMENT": due.clip(OLDEST_DAY),
        "DAYS_ENTRY_PAYMENT": blanked(paid.clip(OLDEST_DAY - 30, -1), unpaid),
        "AMT_INSTALMENT": asked,
        "AMT_PAYMENT": blanked(amount, unpaid),
    }
    # What was short on the day is paid some days later, in a row of its own.
    rest = take(rows, short & ~unpaid)
    rest["DAYS_ENTRY_PAYMENT"] = (np.asarray(rest["DAYS_ENTRY_PAYMENT"]) + 7).clip(None, -1)
    rest["AMT_PAYMENT"] = np.round(np.asarray(rest["AMT_INSTALMENT"]) - np.asarray(rest["AMT_PAYMENT"]), 3)
    return {name: np.concatenate([np.asarray(rows[name]), np.asarray(rest[name])]) for name in rows}
