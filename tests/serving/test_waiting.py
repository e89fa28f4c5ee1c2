"""What answers a record, and so what still waits: one table, read by the ledger's side and by the page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import get_args

import pytest

from scoring.ledger import KINDS
from scoring.serving.questions import DECIDES, MATTERS, Matter, unanswered


@dataclass(frozen=True)
class Told:
    """A record as far as it answers another."""

    number: int
    kind: str
    refers: int | None = None
    agrees: bool | None = None


NOTHING: tuple[Told, ...] = ()
"""Of a client without history."""
SEEN = (
    # number, kind,           refers to, agrees
    Told(1, "decision"),
    Told(2, "signature",              1, False),
    Told(3, "override",               1),
    Told(4, "signature",              3, True),
    Told(5, "review_request",         3),
    Told(6, "review_request",         3),
    Told(7, "review_outcome",         5),
    Told(8, "correction_request",     6),
    Told(9, "correction_request",     6),
    Told(10, "correction_request"),
    Told(11, "correction",            8),
    Told(12, "correction_declined",   9),
    Told(13, "correction",            6),
    Told(14, "statement",            10),
    Told(15, "decision"),
    Told(16, "signature",            15, True),
    Told(17, "signature",            15, False),
)  # fmt: skip


@pytest.mark.parametrize(("matter", "records", "open_ones"), [
    ("review", SEEN, [6]),
    ("signature", SEEN, [1, 15]),
    ("correction", SEEN, [10]),
    *((matter, NOTHING, []) for matter in MATTERS),
])  # fmt: skip
def test_what_nothing_answers_waits(matter: Matter, records: tuple[Told, ...], open_ones: list[int]) -> None:
    assert [one.number for one in unanswered(matter, records)] == open_ones


def test_what_answers_may_refer_to_what_asks() -> None:
    assert set(MATTERS) == set(get_args(Matter))
    for turn in MATTERS.values():
        for answer in turn.answered:
            assert set(turn.asked) <= set(KINDS[answer].refers_to)


def test_a_decision_waits_for_a_signature_and_an_outcome_does_not() -> None:
    assert {*DECIDES} - {*MATTERS["signature"].asked} == {"review_outcome"}
