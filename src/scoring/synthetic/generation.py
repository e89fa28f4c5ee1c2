"""From a seed to the eight files, in batches of clients so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np

from scoring.faults import refuse_if
from scoring.synthetic import application, bureau, cards, months, persons, previous
from scoring.synthetic.draws import Frame, Ints, take
from scoring.synthetic.writing import Folder
from scoring.tables import CLIENT

BATCH = 5_000
"""Clients drawn together. The bytes written depend on it, never on threads or memory."""

SMALLEST = 10
FIRST_CLIENT = 100_001
TEST_SHARE = 48_744 / 356_255

Progress = Callable[[str, float], None]


def write(out: Path, clients: int, seed: int, progress: Progress | None = None) -> None:
    """Write the eight Kaggle files of `clients` invented clients into the folder `out`.

    The same number and seed give the same bytes. Raises Refused where the number is too small
    or `out` holds files of another origin; `progress` gets a text and the fraction done, 0 to 1.
    """
    refuse_if(_faults(clients, seed))
    tell = progress or (lambda text, fraction: None)
    with Folder(out) as folder:
        tell("synthetic clients", 0.0)
        done = 0
        for frames in batches(clients, seed):
            folder.append(frames)
            done = min(done + BATCH, clients)
            tell(f"{done:,} of {clients:,} synthetic clients", done / clients)


def _faults(clients: int, seed: int) -> Iterator[str]:
    if clients < SMALLEST:
        yield f"{clients} clients are too few to invent: ask for at least {SMALLEST}."
    if seed < 0:
        yield f"The seed {seed} is negative: give a whole number from 0 on."


def batches(clients: int, seed: int) -> Iterator[dict[str, Frame]]:
    """Yield the rows of every file, batch by batch, in the order of the clients' ids."""
    for number, first in enumerate(range(0, clients, BATCH)):
        rng = np.random.default_rng([seed, number])
        indices = np.arange(first, min(first + BATCH, clients))
        yield _batch(rng, indices)


def _batch(rng: np.random.Generator, indices: Ints) -> dict[str, Frame]:
    test = _test_part(rng, indices)
    ids = FIRST_CLIENT + indices
    people = persons.draw(rng, ids, test)
    rows = application.draw(rng, people)
    credits = bureau.draw(rng, people)
    loans = previous.draw(rng, people)
    labelled = take(rows, ~test)
    unlabelled = take(rows, test)
    return {
        "application_train": labelled,
        "application_test": unlabelled,
        "bureau": credits,
        "bureau_balance": bureau.draw_months(rng, people, credits),
        "previous_application": loans,
        **months.draw(rng, people, loans),
        "credit_card_balance": cards.draw(rng, people, loans),
    }


def _test_part(rng: np.random.Generator, indices: Ints) -> np.ndarray:
    """Choose the unlabelled clients: the exact share of all up to here, anywhere in the batch."""
    total = round((indices[-1] + 1) * TEST_SHARE) - round(indices[0] * TEST_SHARE)
    test = np.zeros(len(indices), bool)
    test[rng.permutation(len(indices))[:total]] = True
    return test


__all__ = ["BATCH", "CLIENT", "batches", "write"]
