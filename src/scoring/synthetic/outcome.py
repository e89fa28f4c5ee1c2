"""Whether the loan went wrong: log-odds linear in what form and histories show, then a coin."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from scoring.synthetic.draws import Floats, Frame, Ints, Random, logistic
from scoring.synthetic.measures import Measures
from scoring.synthetic.persons import People
from scoring.synthetic.terms import terms


def odds(measures: Measures, frame: Frame, record: Mapping[str, Floats]) -> Floats:
    """Give the log-odds of default of each client."""
    found = terms(frame, record)
    total = np.zeros(len(found["1"]))
    for name, weight in measures.risk.items():
        total += weight * found[name]
    return total


def draw(rng: Random, measures: Measures, people: People, frame: Frame, record: Mapping[str, Floats]) -> Ints:
    """Draw TARGET; a person who defaulted in an earlier application does so again every other time."""
    chances = logistic(odds(measures, frame, record))
    ranks = rng.random(len(people))
    target = ranks < chances
    again = people.earlier >= 0
    bad = target[people.earlier] & again
    # The published pair: 49 % after a default, 3.9 % after none.
    after = np.where(bad, (6.1 * chances).clip(0.3, 0.75), 0.54 * chances)
    return np.where(again, ranks < after, target).astype(np.int64)
