"""Months of the credits at other lenders: what the bureau was told, month by month."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.bureau import MONTH
from scoring.synthetic.draws import Coded, Frame, Ints, Random, chance, numbers, spread
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People

STATUSES = ("0", "1", "2", "3", "4", "5", "X", "C")
OLDEST = -96
CLOSED, UNKNOWN = 7, 6
LATE = slice(1, 6)


def draw(rng: Random, measures: Measures, people: People, credits: Frame) -> Frame:
    """Draw bureau_balance: of a third of the labelled clients with credits, of all unlabelled ones."""
    owner, start = np.asarray(credits["owner"]), numbers(credits, "DAYS_CREDIT")
    followed = people.test | chance(rng, measures.numbers["followed"], len(people))
    first = (np.floor(start / MONTH) + 1).clip(OLDEST, 0).astype(np.int64)
    last = np.maximum(measures.quantiles["report_last"].at(rng.random(len(owner))).astype(np.int64), first)
    length = np.where(followed[owner], last - first + 1, 0)
    codes = _statuses(rng, measures, people.habits["bureau_overdue"][owner], credits, first, length)
    credit, place = spread(length)
    return {
        "owner": owner[credit],
        "SK_ID_BUREAU": np.asarray(credits["SK_ID_BUREAU"])[credit],
        "MONTHS_BALANCE": first[credit] + place,
        "STATUS": Coded(codes[credit, place], STATUSES),
    }


def _statuses(rng: Random, measures: Measures, habit: np.ndarray, credits: Frame, first: Ints, length: Ints) -> Ints:
    """Walk every followed credit through its months: credits × months of codes into STATUSES."""
    size, longest = len(first), int(length.max(initial=0))
    ended = np.floor(np.nan_to_num(numbers(credits, "DAYS_ENDDATE_FACT"), nan=1e9) / MONTH)
    ended = np.where(chance(rng, measures.numbers["report_unended"], size), 1e9, ended)
    silent = chance(rng, measures.numbers["report_silent"], size)
    steps = _steps(measures, habit)
    start = measures.shares["REPORT"].steps
    now = np.minimum((rng.random(size)[:, None] > start[-1]).sum(axis=1), UNKNOWN)
    walked = np.zeros((size, longest), np.int64)
    for place in range(longest):
        going = np.flatnonzero(length > place)
        state = now[going]
        draw = rng.random(len(going))
        if place:
            state = (draw[:, None] > steps[(habit[going] > 0.8).astype(int), state]).sum(axis=1)
        state = np.where(first[going] + place > ended[going], CLOSED, state)
        state = np.where(silent[going], UNKNOWN, state)
        now[going] = walked[going, place] = state
    return walked


def _steps(measures: Measures, habit: np.ndarray) -> np.ndarray:
    """Give cumulative chances from state to state, for the punctual and for the late fifth of clients."""
    table = measures.shares["REPORT"].steps[:-1]
    chances = np.diff(table, axis=1, prepend=0.0)
    kinds = []
    for weight in (0.55, 2.9):
        mine = chances.copy()
        mine[:1, LATE] *= weight
        mine[UNKNOWN:, LATE] *= weight
        kinds.append(np.cumsum(mine / mine.sum(axis=1, keepdims=True), axis=1))
    return np.stack(kinds)
