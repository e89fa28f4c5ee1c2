"""Credit cards, each walked from month to month: what is drawn, owed and paid."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.synthetic.bureau import MONTH
from scoring.synthetic.draws import (
    Flags,
    Floats,
    Frame,
    Ints,
    Random,
    chance,
    money,
    numbers,
    rank,
    take,
    texts,
)
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People
from scoring.tables.declaration import DAY_SENTINEL

OLDEST = -96
INTEREST = 0.034
"""Monthly, on what is owed."""


@dataclass(frozen=True)
class Cards:
    """The cards of a batch: positions of their clients, first month, number of months and habits."""

    loans: Frame
    first: Ints
    count: Ints
    used: Flags
    use: Floats
    late: Floats


def cards_of(rng: Random, people: People, loans: Frame) -> Cards:
    """Give the cards among the earlier applications: the revolving loans that were approved."""
    approved = texts(loans, "NAME_CONTRACT_STATUS").equals("Approved")
    kept = approved & texts(loans, "NAME_CONTRACT_TYPE").equals("Revolving loans")
    mine = take(loans, kept)
    decided, owner = numbers(mine, "DAYS_DECISION"), np.asarray(mine["owner"])
    size = len(owner)
    first = (np.floor(decided / MONTH) + chance(rng, 0.52, size)).clip(OLDEST, -1).astype(np.int64)
    end = -1 - np.searchsorted([0.585, 0.897, 0.963], rng.random(size))
    use = 0.8 * people.habits["card_use"][owner] + 0.6 * rng.standard_normal(size)
    late = 0.6 * people.habits["late"][owner] + 0.8 * rng.standard_normal(size)
    used = numbers(mine, "DAYS_FIRST_DRAWING") != DAY_SENTINEL
    return Cards(mine, first, np.maximum(end - first + 1, 1).astype(np.int64), used, use, late)


def walked(rng: Random, measures: Measures, cards: Cards) -> dict[str, Floats]:
    """Walk all cards through their months: arrays of months × cards, by name."""
    size, longest = len(cards.first), int(cards.count.max(initial=0))
    months = {name: np.zeros((longest, size)) for name in WALKED}
    higher = np.maximum(numbers(cards.loans, "AMT_CREDIT"), 22_500.0)
    part = rng.choice([1.0, 0.6, 0.4, 0.25], size, p=[0.55, 0.15, 0.15, 0.15])
    limit = np.round((higher * part).clip(22_500) / 22_500) * 22_500
    raised = rng.integers(2, 40, size)
    start = np.floor(numbers(cards.loans, "DAYS_FIRST_DRAWING") / MONTH) - cards.first
    balance, overdue, shut = np.zeros(size), np.zeros(size), np.zeros(size, bool)
    for place in range(longest):
        limit = np.where(raised == place, np.maximum(higher, limit), limit)
        shut |= (balance <= 0) & (place > np.maximum(start, 0)) & chance(rng, 0.011, size)
        begun = cards.used & (place >= start)
        first = cards.used & (place == np.maximum(start, 0))
        step = _month(rng, measures, cards, balance, np.where(shut, 0.0, limit), begun, first, place)
        overdue = np.where(step["missed"] > 0, overdue + 30.0, 0.0)
        balance = step["balance"]
        step |= {"overdue": (overdue - 30.0).clip(0), "limit": np.where(shut, 0.0, limit)}
        for name in WALKED:
            months[name][place] = step[name]
    return months


WALKED = ("balance", "limit", "atm", "pos", "least", "paid", "overdue")
USE = (0.0, 0.1, 0.3, 0.5, 0.7, 0.9, 1.0)
DRAWS = (0.21, 0.3, 0.38, 0.34, 0.29, 0.28, 0.33)
SIZES = (1.0, 1.0, 1.0, 0.95, 0.85, 0.4, 0.15)
FULL = (0.32, 0.25, 0.12, 0.055, 0.038, 0.03, 0.032)
"""How often money is drawn, how much of the usual, and how often all is paid back, by the use before."""


def _month(
    rng: Random,
    measures: Measures,
    cards: Cards,
    before: Floats,
    limit: Floats,
    begun: Flags,
    first: Flags,
    place: int,
) -> dict[str, Floats]:
    """Let one month pass for all cards: what is drawn, falls due, is paid, and stays."""
    size, owing = len(before), before > 0
    used = np.where(limit > 0, before / np.maximum(limit, 1), 0.0)
    eager = np.exp(0.5 * cards.use - 0.12)
    often = np.where(owing, np.interp(used, USE, DRAWS), 0.13 * np.exp(-place / 26)) * eager
    drawing = begun & (limit > 0) & (first | chance(rng, often, size))
    part = measures.quantiles["card_drawn"].at(rank(0.45 * cards.use + 0.9 * rng.standard_normal(size)))
    part = part * np.where(owing, 1.6 * np.interp(used, USE, SIZES), np.where(first, 3.5, 2.5))
    room = (1.05 * limit - before).clip(0)
    cash = chance(rng, 0.7, size)
    atm = np.minimum(np.ceil(part * limit / 2_250), np.floor(room / 2_250)) * 2_250
    atm = np.where(drawing & cash, atm, 0.0)
    shop = drawing & (~cash | chance(rng, 0.2, size))
    pos = np.where(shop, money(np.minimum(0.8 * part * limit, (room - atm).clip(0)), 0.045), 0.0)
    least = np.where(owing, money(np.minimum(np.maximum(0.05 * before, 0.045 * limit), before), 0.045), 0.0)
    missed = owing & chance(rng, 0.115 * np.exp(0.45 * cards.late - 0.1), size)
    full = chance(rng, np.interp(used, USE, FULL) * np.exp(-0.3 * cards.use), size)
    more = measures.quantiles["card_paid"].at(rng.random(size))
    paid = np.where(full, before, np.minimum(np.ceil(least * more / 45) * 45, before))
    paid = np.where(owing & ~missed, paid, 0.0)
    balance = money((before * (1 + INTEREST * owing) + atm + pos - paid).clip(0), 0.045)
    balance = np.where(balance < 50, 0.0, balance)
    return {
        "balance": balance,
        "atm": atm,
        "pos": pos,
        "least": least,
        "paid": paid,
        "missed": missed.astype(float),
    }
