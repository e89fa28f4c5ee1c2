"""When an earlier loan began, should have ended, and ended."""

from __future__ import annotations

import numpy as np

from scoring.synthetic.draws import Floats, Frame, Random, blanked, chance, numbers, texts
from scoring.synthetic.measures import Measures
from scoring.tables.declaration import DAY_SENTINEL

STEP = 30.0
"""Days between two instalments."""


USED_AFTER = (45.0, 135.0, 270.0, 540.0, 1_000.0, 1_700.0)
USED = (0.15, 0.42, 0.55, 0.65, 0.64, 0.92)
"""Share of the cards that have been used, by their age in days."""


def dates(rng: Random, measures: Measures, frame: Frame) -> Frame:
    """Draw the six columns of dates; empty unless the application was approved.

    Loans fall due every 30 days; some end early with one large instalment. Cards know the day
    of the first drawing, if any.
    """
    kind = texts(frame, "NAME_CONTRACT_TYPE")
    card = kind.equals("Revolving loans")
    loan, drawn = _loan(rng, measures, frame), _card(rng, measures, frame)
    never = ~texts(frame, "NAME_CONTRACT_STATUS").equals("Approved")
    return {name: blanked(np.where(card, drawn[name], loan[name]), never) for name in loan}


def _loan(rng: Random, measures: Measures, frame: Frame) -> dict[str, Floats]:
    day, months = numbers(frame, "DAYS_DECISION"), np.nan_to_num(numbers(frame, "CNT_PAYMENT"), nan=1.0)
    total = len(day)
    first = day + np.round(measures.quantiles["first_due"].at(rng.random(total)))
    planned = first + STEP * (months - 1)
    early = np.full(total, 999.0)
    kind = texts(frame, "NAME_CONTRACT_TYPE")
    for name in ("Consumer loans", "Cash loans"):
        here = np.flatnonzero(kind.equals(name))
        early[here] = measures.quantiles[f"early_end/{name}"].at(rng.random(len(here)))
    last = first + STEP * (np.minimum(months, early) - 1)
    ended = last + np.round(measures.quantiles["terminated"].at(rng.random(total)))
    return {
        "DAYS_FIRST_DRAWING": np.full(total, DAY_SENTINEL),
        "DAYS_FIRST_DUE": np.where(first > -2, DAY_SENTINEL, first),
        "DAYS_LAST_DUE_1ST_VERSION": planned,
        "DAYS_LAST_DUE": np.where(last > -2, DAY_SENTINEL, last),
        "DAYS_TERMINATION": np.where((last > -2) | (ended > -2), DAY_SENTINEL, ended),
    }


def _card(rng: Random, measures: Measures, frame: Frame) -> dict[str, Floats]:
    day = numbers(frame, "DAYS_DECISION")
    total = len(day)
    drawn = day + np.round(measures.quantiles["first_drawing"].at(rng.random(total)))
    used = chance(rng, np.interp(-day, USED_AFTER, USED), total) & (drawn < -2)
    due = drawn + 14 + np.round(30 * rng.random(total))
    closed = used & chance(rng, 0.3, total) & (due < -60)
    last = np.round(due + (-30 - due) * rng.beta(2.0, 1.2, total))
    gone = closed & chance(rng, 0.6, total)
    return {
        "DAYS_FIRST_DRAWING": np.where(used, drawn, DAY_SENTINEL),
        "DAYS_FIRST_DUE": np.where(used & (due < -2), due, DAY_SENTINEL),
        "DAYS_LAST_DUE_1ST_VERSION": np.full(total, DAY_SENTINEL),
        "DAYS_LAST_DUE": np.where(closed, last, DAY_SENTINEL),
        "DAYS_TERMINATION": np.where(gone, np.minimum(last + np.round(rng.exponential(300, total)), -2), DAY_SENTINEL),
    }
