"""Monthly balances of the loans: what is left of each, and how many days it was past due."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.bureau import MONTH
from scoring.synthetic.draws import (
    Coded,
    Flags,
    Floats,
    Frame,
    Ints,
    Random,
    chance,
    numbers,
    spread,
)
from scoring.synthetic.instalments import Repayment
from scoring.synthetic.measures import Measures
from scoring.synthetic.schedule import STEP
from scoring.tables.declaration import DAY_SENTINEL

OLDEST = -96
STATUSES = ("Active", "Completed", "Signed", "Returned to the store", "Demand")


def draw(rng: Random, measures: Measures, loans: Frame, repayment: Repayment) -> Frame:
    """Give POS_CASH_balance of these loans: from the decision to the month after the last payment."""
    decided, last = numbers(loans, "DAYS_DECISION"), numbers(loans, "DAYS_LAST_DUE")
    size = len(decided)
    ended = last != DAY_SENTINEL
    first = np.floor(decided / MONTH) + chance(rng, 0.49, size)
    end = np.where(ended, np.floor(last / MONTH) + chance(rng, 0.56, size), -1 - chance(rng, 0.41, size))
    stuck = ended & chance(rng, measures.numbers["stuck"], size)
    over = np.minimum(np.maximum(end, first), -1)
    end = np.minimum(over + np.where(stuck, rng.geometric(1 / 30, size), 0), -1)
    count = (end - first.clip(OLDEST) + 1).clip(0).astype(np.int64)
    loan, place = spread(count)
    month = first.clip(OLDEST)[loan] + place.astype(float)
    beyond = (month - over[loan]).clip(0)
    overdue = _overdue(repayment, loan, month)
    overdue = np.where(beyond > 0, np.round(beyond * MONTH + 4), overdue)
    done = ended[loan] & (place == count[loan] - 1) & ~chance(rng, 0.12, size)[loan]
    months = numbers(loans, "CNT_PAYMENT")
    passed = np.maximum(np.floor((month + 1) * MONTH - numbers(loans, "DAYS_FIRST_DUE")[loan]) // 30 + 1, 0)
    future = np.where(done | (beyond > 0), 0.0, (months[loan] - passed).clip(0))
    counted = np.where(ended, (last - numbers(loans, "DAYS_FIRST_DUE")) / STEP + 1, months)
    unset, status = _status(rng, size, loan, place, done)
    return {
        "SK_ID_PREV": np.asarray(loans["SK_ID_PREV"])[loan],
        "SK_ID_CURR": np.asarray(loans["SK_ID_CURR"])[loan],
        "owner": np.asarray(loans["owner"])[loan],
        "MONTHS_BALANCE": month,
        "CNT_INSTALMENT": np.where(unset, np.nan, _agreed(rng, months, counted, ended, loan)),
        "CNT_INSTALMENT_FUTURE": np.where(unset, np.nan, future),
        "NAME_CONTRACT_STATUS": status,
        "SK_DPD": overdue,
        "SK_DPD_DEF": np.where((beyond > 0) | _tolerated(rng, size, loan), 0.0, overdue),
    }


def _agreed(rng: Random, months: Floats, counted: Floats, ended: Flags, loan: Ints) -> Floats:
    """Give the instalments agreed; of half the loans that ended early, the source gives those paid."""
    rewritten = ended & chance(rng, 0.5, len(months))
    return np.where(rewritten, counted.clip(1), months)[loan]


def _overdue(repayment: Repayment, loan: Ints, month: Floats) -> Floats:
    """Give days past due at the end of each month: of the instalment due in it, if still unpaid then."""
    late = np.flatnonzero(repayment.paid > repayment.due)
    due, paid = repayment.due[late], repayment.paid[late]
    overdue = np.zeros(len(month))
    width = -OLDEST + 2
    where = loan * width + (month - OLDEST).astype(np.int64)
    for ahead in range(2):
        shut = np.floor(due / MONTH) + ahead
        close = (shut + 1) * MONTH
        still = (paid > close) & (shut >= OLDEST) & (shut < 0)
        key = repayment.loan[late][still] * width + (shut[still] - OLDEST).astype(np.int64)
        days = np.ceil(close - due)[still]
        place = np.searchsorted(where, key)
        hit = (place < len(where)) & (where[place.clip(None, max(len(where) - 1, 0))] == key)
        np.maximum.at(overdue, place[hit], days[hit])
    return overdue


def _tolerated(rng: Random, size: int, loan: Ints) -> Flags:
    """Tell whose debts past due are too small to count; mostly the same for all months of a loan."""
    return np.asarray(rng.random(size)[loan] < 0.34)


def _status(rng: Random, size: int, loan: Ints, place: Ints, done: Flags) -> tuple[Flags, Coded]:
    signed = chance(rng, 0.084, size)[loan] & (place == 0)
    returned = chance(rng, 0.006, size)[loan] & (place == 0)
    demand = chance(rng, 0.0009, size)[loan] & (place > 3)
    codes = np.select([done, signed, returned, demand], [1, 2, 3, 4], 0)
    unset = ((signed & (rng.random(size) < 0.28)[loan]) | returned) & ~done
    return unset, Coded(codes, STATUSES)
