"""Credits of the clients at other lenders, as the credit bureau reports them, and their months."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import (
    Coded,
    Frame,
    among,
    blanked,
    chance,
    coded,
    constant,
    logistic,
    money,
    spread,
)
from scoring.synthetic.persons import People
from scoring.tables.bureau import BUREAU

FIRST_CREDIT = 5_000_000
MOST = 116
STATUSES = ("C", "0", "X", "1", "2", "3", "4", "5")
TYPES = {
    "Consumer credit": 0.7292,
    "Credit card": 0.2343,
    "Car loan": 0.0161,
    "Mortgage": 0.0107,
    "Microloan": 0.0072,
    "Loan for business development": 0.0012,
    "Another type of loan": 0.0006,
}


def draw(rng: np.random.Generator, people: People) -> Frame:
    """Draw the credits of each client: none for one client in seven, some 5.6 for the others."""
    size = len(people)
    known = chance(rng, np.where(people.test, 0.868, 0.857), size)
    rate = rng.gamma(1.1, 4.2, size) * np.exp(0.2 * people.appetite - 0.02)
    owner, _ = spread(np.where(known, 1 + rng.poisson(rate), 0).clip(0, MOST))
    total = len(owner)
    kind = coded(rng, TYPES, total)
    card = kind.equals("Credit card")
    debt = people.debt[owner]
    start = -np.round(1 + 2_921 * rng.beta(1.0, 1.55 + 0.25 * np.exp(0.35 * debt), total))
    length = rng.choice([183.0, 365.0, 731.0, 1_096.0, 1_826.0], total, p=[0.2, 0.3, 0.18, 0.17, 0.15])
    planned = start + np.round(length + rng.normal(0, 8, total))
    actual = np.where(chance(rng, 0.3, total), planned, start + np.round(length * rng.beta(2.2, 1.2, total)))
    open_ended = card & chance(rng, 0.3, total)
    closed = ((actual < -2) & ~card) | (card & chance(rng, np.asarray(start, np.float64) / -4_200.0, total))
    sold = closed & chance(rng, 0.004 * np.exp(0.4 * debt), total)
    actual = np.where(actual < -2, actual, np.round(start * rng.random(total)).clip(None, -2))
    amount = np.exp(11.7 + 0.9 * rng.standard_normal(total) + 0.25 * debt + 2.0 * kind.equals("Mortgage"))
    amount = np.where(card, np.round(amount / 45_000) * 45_000, money(amount))
    left = ((planned - 0.0) / np.maximum(planned - start, 1)).clip(0.02, 1.0)
    owed = amount * np.where(card, logistic(debt - 1.0), left ** np.exp(-0.3 * debt))
    overdue = ~closed & chance(rng, 0.006 * np.exp(0.5 * people.lateness[owner]), total)
    worst = chance(rng, 0.24 * np.exp(0.25 * people.lateness[owner]), total)
    update = np.where(closed, actual + np.round(rng.exponential(120, total)), -np.round(rng.exponential(25, total)))
    return {
        "owner": owner,
        "SK_ID_CURR": people.ids[owner],
        # Every client has a range of ids of his own, so that batches need not count each other's rows.
        "SK_ID_BUREAU": _identities(people, owner),
        "CREDIT_ACTIVE": among(("Sold", "Closed", "Active"), sold, closed),
        "CREDIT_CURRENCY": coded(rng, {"currency 1": 0.99918, "currency 2": 0.00071, "currency 3": 0.0001}, total),
        "DAYS_CREDIT": start,
        "CREDIT_DAY_OVERDUE": np.where(overdue, np.ceil(rng.exponential(60, total)), 0.0),
        "DAYS_CREDIT_ENDDATE": blanked(planned, open_ended),
        "DAYS_ENDDATE_FACT": blanked(actual, ~closed),
        "AMT_CREDIT_MAX_OVERDUE": blanked(
            np.where(worst, money(np.exp(rng.normal(8.2, 1.3, total)), 0.045), 0.0), chance(rng, 0.655, total)
        ),
        "CNT_CREDIT_PROLONG": rng.binomial(2, 0.003, total),
        "AMT_CREDIT_SUM": amount,
        "AMT_CREDIT_SUM_DEBT": blanked(np.where(closed, 0.0, money(owed)), chance(rng, 0.15, total)),
        "AMT_CREDIT_SUM_LIMIT": blanked(
            np.where(card & ~closed, money((amount - owed).clip(0)), 0.0), chance(rng, 0.345, total)
        ),
        "AMT_CREDIT_SUM_OVERDUE": np.where(overdue, money(owed * 0.1), 0.0),
        "CREDIT_TYPE": kind,
        "DAYS_CREDIT_UPDATE": update.clip(start, 0),
        "AMT_ANNUITY": blanked(np.where(closed, 0.0, money(amount / 22)), chance(rng, 0.715, total)),
    }


def draw_months(rng: np.random.Generator, people: People, credits: Frame) -> Frame:
    """Draw the monthly statuses of the credits: of 35 % of the labelled clients, of all others."""
    owner = np.asarray(credits["owner"])
    followed = people.test | chance(rng, 0.35, len(people))
    start = -np.asarray(credits["DAYS_CREDIT"], float)
    length = np.where(followed[owner], 1 + np.floor(start / 30.44), 0).clip(0, 97).astype(np.int64)
    credit, since = spread(length)
    month = since - length[credit] + 1
    finished = np.asarray(credits["DAYS_ENDDATE_FACT"], float)[credit]
    over = ~np.isnan(finished) & (month >= np.ceil(finished / 30.44))
    late = chance(rng, 0.022 * np.exp(0.6 * people.lateness[owner[credit]] - 0.18), len(month))
    depth = 1 + np.minimum(rng.geometric(0.72, len(month)) - 1, 4)
    unknown = chance(rng, np.where((rng.random(len(length)) < 0.6)[credit], 0.5, 0.0), len(month))
    codes = np.select([over, unknown, late], [0, 2, 2 + depth], 1)
    return {
        "SK_ID_BUREAU": np.asarray(credits["SK_ID_BUREAU"])[credit],
        "MONTHS_BALANCE": month,
        "STATUS": Coded(codes, STATUSES),
    }


def _identities(people: People, owner: np.ndarray) -> np.ndarray:
    counts = np.bincount(owner, minlength=len(people))
    _, place = spread(counts)
    return np.asarray(FIRST_CREDIT + (people.ids[owner] - 100_000) * (MOST + 4) + place)


__all__ = ["BUREAU", "constant", "draw", "draw_months"]
