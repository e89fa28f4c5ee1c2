"""Instalments of the loans, due every thirty days, and how they were paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.synthetic.draws import (
    Flags,
    Floats,
    Frame,
    Ints,
    Random,
    blanked,
    chance,
    money,
    numbers,
    rank,
    spread,
    stacked,
    take,
    texts,
)
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People
from scoring.synthetic.schedule import STEP
from scoring.tables.declaration import DAY_SENTINEL

OLDEST = -2_922.0
MONTHLY = 0.028
"""Interest in an instalment, left out of the large one that ends a loan early."""

RUN = 4
"""Instalments in a row that share their luck."""


@dataclass(frozen=True)
class Repayment:
    """The instalments due before today, in order: position of the loan, number from 0, days and money."""

    loan: Ints
    number: Ints
    due: Floats
    paid: Floats
    owed: Floats
    lump: np.ndarray


def repaid_loans(loans: Frame) -> Frame:
    """Give the loans, other than cards, that were lent and have had an instalment due."""
    kind, first = texts(loans, "NAME_CONTRACT_TYPE"), numbers(loans, "DAYS_FIRST_DUE")
    return take(loans, kind.equals("Consumer loans", "Cash loans") & (first < 0))


def repayment(rng: Random, measures: Measures, people: People, loans: Frame) -> Repayment:
    """Draw when the instalments of these loans were paid; the last one of an early end is large."""
    first, last = numbers(loans, "DAYS_FIRST_DUE"), numbers(loans, "DAYS_LAST_DUE")
    months = numbers(loans, "CNT_PAYMENT")
    ended = last != DAY_SENTINEL
    until = np.where(ended, last, np.minimum(first + STEP * (months - 1), -1.0))
    count = (np.floor((until - first) / STEP) + 1).clip(1).astype(np.int64)
    loan, number = spread(count)
    due = first[loan] + STEP * number
    final = ended[loan] & (number == count[loan] - 1)
    owed = money(numbers(loans, "AMT_ANNUITY"), 0.045)[loan]
    left = months[loan] - number
    # A loan refinanced by the next one ends without a large instalment.
    lump = final & (left > 1) & ~chance(rng, 0.4, len(months))[loan]
    owed = np.where(lump, money(owed * (1 - (1 + MONTHLY) ** -left) / MONTHLY, 0.045), owed)
    late = _lateness(rng, measures, people, np.asarray(loans["owner"]), loan, number, due)
    # An early end is paid ahead of its day: nobody is late with it.
    late = np.where(lump, -np.abs(late), late)
    return Repayment(loan, number, due, due + late, owed, lump)


def _lateness(
    rng: Random, measures: Measures, people: People, owner: Ints, loan: Ints, number: Ints, due: Floats
) -> Floats:
    """Draw days late (negative: early): by client, by loan, by run of months, and by the month itself."""
    shares = [measures.numbers[f"share/late/{part}"] for part in ("client", "loan", "run")]
    runs = np.cumsum((number % RUN == 0).astype(np.int64)) - 1
    normal = (
        np.sqrt(shares[0]) * people.habits["late"][owner][loan]
        + np.sqrt(shares[1]) * rng.standard_normal(len(owner))[loan]
        + np.sqrt(shares[2]) * rng.standard_normal(int(runs.max(initial=-1)) + 1)[runs]
        + np.sqrt(1 - sum(shares)) * rng.standard_normal(len(loan))
    )
    return np.round(measures.quantiles["days_late"].at(rank(normal + _trend(due, number) * normal.clip(0, 1))))


def _trend(due: Floats, number: Ints) -> Floats:
    """Give how much more lateness there was in earlier years, and is as a loan goes on."""
    years = due / -365.25
    return -0.36 + 0.165 * years.clip(None, 2.5) + 0.05 * (years - 2.5).clip(0) + 0.045 * (number.clip(None, 11) - 5.0)


def draw(rng: Random, measures: Measures, loans: Frame, repayment: Repayment) -> Frame:
    """Give installments_payments of these loans: an instalment paid in two parts has two rows."""
    size = len(repayment.loan)
    open_ = repayment.paid > -1
    never = chance(rng, 0.0001, size)
    rows: Frame = {
        "SK_ID_PREV": np.asarray(loans["SK_ID_PREV"])[repayment.loan],
        "SK_ID_CURR": np.asarray(loans["SK_ID_CURR"])[repayment.loan],
        "owner": np.asarray(loans["owner"])[repayment.loan],
        "NUM_INSTALMENT_VERSION": np.where(repayment.lump | _changed(rng, repayment), 2.0, 1.0),
        "NUM_INSTALMENT_NUMBER": repayment.number + 1,
        "DAYS_INSTALMENT": repayment.due,
        "DAYS_ENTRY_PAYMENT": repayment.paid,
        "AMT_INSTALMENT": repayment.owed,
        "AMT_PAYMENT": repayment.owed,
    }
    rows["DAYS_ENTRY_PAYMENT"] = blanked(repayment.paid, never)
    rows["AMT_PAYMENT"] = blanked(repayment.owed, never)
    # From the first that is not paid yet today on, a loan has no rows.
    first = np.full(int(repayment.loan.max(initial=-1)) + 1, np.inf)
    np.minimum.at(first, repayment.loan[open_], repayment.number[open_])
    return _in_parts(rng, measures, take(rows, (repayment.number < first[repayment.loan]) & (repayment.due >= OLDEST)))


def _changed(rng: Random, repayment: Repayment) -> Flags:
    """Tell which instalments follow a change of the plan, which one loan in nine sees."""
    loans = int(repayment.loan.max(initial=-1)) + 1
    since = np.where(chance(rng, 0.11, loans), np.floor(12 * rng.random(loans)), 999)
    return np.asarray(repayment.number >= since[repayment.loan])


def _in_parts(rng: Random, measures: Measures, rows: Frame) -> Frame:
    """Split some payments: a part some weeks before the rest, which more often comes late."""
    paid, due = numbers(rows, "DAYS_ENTRY_PAYMENT"), numbers(rows, "DAYS_INSTALMENT")
    share = np.where(paid > due, 0.3, 0.045)
    split = chance(rng, share, len(paid)) & ~np.isnan(paid)
    part = np.where(split, 0.05 + 0.9 * rng.random(len(paid)), 1.0)
    amount = numbers(rows, "AMT_PAYMENT")
    now = np.where(split, money(amount * part, 0.045), amount)
    rest = take(rows, split)
    rest["AMT_PAYMENT"] = np.round(amount - now, 3)[split]
    rest["DAYS_ENTRY_PAYMENT"] = (paid - np.ceil(rng.gamma(2.0, 10.0, len(paid))))[split]
    return stacked(rows | {"AMT_PAYMENT": now}, rest)
