"""Pairs of subset and measure: how they are named, and what each measure gives of a subset's rows."""

from __future__ import annotations

import pytest

from scoring.engine import Session
from scoring.features.subsets import (
    ALL,
    Measure,
    Subset,
    averaged,
    counted,
    highest,
    latest,
    lowest,
    numbered,
    over,
    proportion,
    quotient,
    spreading,
    summed,
)

ROWS = """(VALUES
    (1, 'a', 10e0, 2e0), (1, 'a', 30e0, 0e0), (1, 'a', NULL, 4e0), (1, 'b', 99e0, 1e0),
    (2, 'b', 10e0, 1e0),
    (3, NULL, NULL, NULL),
    (4, 'a', 0e0, 0e0)
) AS drawn(client, kind, amount, months)"""
"""Client 1 has rows in the subset and beside it, 2 only beside it, 3 an empty row, 4 divides by zero."""
KIND_A = Subset("A", "kind = 'a'")


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        (counted(), (3, 0, 0, 1)),
        (counted("N", "amount > 10e0"), (1, 0, 0, 0)),
        (averaged("N", "amount", "money"), (20, None, None, 0)),
        (summed("N", "amount", "money"), (40, None, None, 0)),
        (summed("N", "amount", "count", 0.0), (40, 0, 0, 0)),
        (highest("N", "amount", "money"), (30, None, None, 0)),
        (lowest("N", "amount", "money"), (10, None, None, 0)),
        (spreading("N", "amount", "money"), (200**0.5, None, None, None)),
        (proportion("N", "amount > 10e0"), (1 / 3, None, None, 0)),
        (quotient("N", "amount", "months"), (40 / 6, None, None, None)),
    ],
)
def test_a_measure_over_a_subset(session: Session, measure: Measure, expected: tuple[float | None, ...]) -> None:
    [feature] = over("P", [KIND_A], [measure])
    found = session.rows(f"SELECT {feature.expression} FROM {ROWS} GROUP BY client ORDER BY client")
    assert [value for (value,) in found] == [pytest.approx(value) for value in expected]
    assert (feature.name, feature.unit, feature.absent) == (f"P_A_{measure.name}", measure.unit, measure.absent)


def test_over_all_rows(session: Session) -> None:
    [feature] = over("P", [ALL], [counted()])
    assert feature.name == "P_COUNT"
    assert session.rows(f"SELECT {feature.expression} FROM {ROWS} GROUP BY client ORDER BY client") == [
        (4,),
        (1,),
        (1,),
        (1,),
    ]


def test_every_pair_once_subset_by_subset() -> None:
    pairs = over("P", [ALL, KIND_A], [counted(), highest("MAX", "x", "money")])
    assert [feature.name for feature in pairs] == ["P_COUNT", "P_MAX", "P_A_COUNT", "P_A_MAX"]


def test_a_subset_within_another() -> None:
    new = Subset("NEW", "day > 1e0")
    assert KIND_A.within(new) == Subset("A_NEW", "kind = 'a' AND day > 1e0")
    assert KIND_A.within(ALL) == ALL.within(KIND_A) == KIND_A
    assert ALL.within(ALL) == ALL


def test_rows_are_numbered_from_the_last_and_unknown_values_come_after_all(session: Session) -> None:
    rows = "(VALUES (1, 5e0, 1), (1, 5e0, 2), (1, 9e0, 0), (1, NULL, 9), (2, NULL, 1)) AS t(SK_ID_CURR, day, id)"
    recency = numbered("day DESC, id DESC")
    assert session.rows(f"SELECT SK_ID_CURR, id, {recency} FROM {rows} ORDER BY 1, 3") == [
        (1, 0, 1),
        (1, 2, 2),
        (1, 1, 3),
        (1, 9, 4),
        (2, 1, 1),
    ]
    last = f"SELECT {latest('day', 'r')} FROM (SELECT *, {recency} AS r FROM {rows}) AS t GROUP BY SK_ID_CURR"
    assert session.rows(f"{last} ORDER BY SK_ID_CURR") == [(9,), (None,)]
