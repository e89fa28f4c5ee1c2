"""Answers about many clients at once, one after the other: the store gives each in microseconds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from scoring.faults import Refused, UnknownName
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import MOST_CLIENTS, Exported
from scoring.tables import CLIENT

Answer = TypeVar("Answer")

EXPORTED_AT_ONCE = 10_000
"""Lines of an export held in memory."""


def each(clients: Sequence[int], ask: Callable[[int], Answer]) -> tuple[list[tuple[int, Answer]], tuple[int, ...]]:
    """Ask for each client once, in order; give the answers, and the clients that there are not."""
    if len(clients) > MOST_CLIENTS:
        raise Refused(f"at most {MOST_CLIENTS} clients can be asked for at once; ask in parts")
    answers, unknown = [], []
    for client in dict.fromkeys(clients):
        try:
            answers.append((client, ask(client)))
        except UnknownName:
            unknown.append(client)
    return answers, tuple(unknown)


def export(opened: Opened) -> Iterator[Exported]:
    """Give the score of every client, in the order of ids, without holding them all."""
    with opened.everyone() as session:
        scores = f"SELECT {CLIENT}, PROBABILITY, LOW, HIGH, GRANTED, REVIEW FROM {COLUMNS} ORDER BY {CLIENT}"
        for rows in session.batches(scores, EXPORTED_AT_ONCE):
            for client, probability, low, high, granted, review in rows:
                yield Exported(client, probability, low, high, "granted" if granted else "refused", review)
