"""Histories come to a few numbers per client; who has none is not known, and stands in the middle."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from scoring.synthetic import record
from scoring.synthetic.draws import Coded, Column, Frame
from scoring.synthetic.record import standardised

Row = tuple[float | str | None, ...]


def table(names: str, *rows: Row) -> Frame:
    """Make a frame of rows under names; None is an empty cell."""
    frame: dict[str, Column] = {}
    for place, name in enumerate(names.split()):
        cells = [row[place] for row in rows]
        if any(isinstance(cell, str) for cell in cells):
            values = tuple(dict.fromkeys(str(cell) for cell in cells))
            frame[name] = Coded(np.array([values.index(str(cell)) for cell in cells]), values)
        else:
            frame[name] = np.array([np.nan if cell is None else float(cell) for cell in cells])
    return frame


def shown(sums: Mapping[str, np.ndarray], *names: str) -> list[list[float | None]]:
    return [[None if np.isnan(value) else round(float(value), 3) for value in sums[name]] for name in names]


CREDITS = table(
    "owner DAYS_CREDIT AMT_CREDIT_SUM AMT_CREDIT_SUM_DEBT CREDIT_TYPE CREDIT_ACTIVE AMT_CREDIT_MAX_OVERDUE",
    (0, -100, 1_000, 400, "Consumer credit", "Active", None),
    (0, -900, 1_000, None, "Credit card", "Closed", 50),
    (2, -400, 0, 0, "Microloan", "Closed", 0),
)


def test_credits_elsewhere() -> None:
    sums = record.of_credits(3, CREDITS)
    assert shown(sums, "bureau", "bureau active", "bureau indebted", "bureau overdue", "bureau age") == [
        [1.0, 0.0, 1.0],
        [pytest.approx(np.log(2), abs=1e-3), None, 0.0],
        [0.2, None, None],
        [1.0, None, 0.0],
        [pytest.approx(500**0.5, abs=1e-3), None, 20.0],
    ]


def test_months_of_credits_elsewhere() -> None:
    sums = record.of_reports(2, table("owner STATUS", (1, "0"), (1, "1"), (1, "C"), (1, "C")))
    assert shown(sums, "reports", "reports late", "reports closed") == [[0.0, 1.0], [None, 0.5], [None, 0.5]]


def test_instalments() -> None:
    paid = table(
        "owner DAYS_INSTALMENT DAYS_ENTRY_PAYMENT", (0, -500, -510), (0, -400, -400), (0, -100, -96), (0, -50, None)
    )
    sums = record.of_instalments(2, paid)
    assert shown(sums, "instalments days", "instalments late recently") == [
        [-2.0, None],
        [pytest.approx(0.5**0.5, abs=1e-3), None],
    ]


def test_cards() -> None:
    months = table(
        "owner MONTHS_BALANCE AMT_BALANCE AMT_CREDIT_LIMIT_ACTUAL AMT_DRAWINGS_ATM_CURRENT SK_DPD",
        (1, -30, 50, 100, 0, 0),
        (1, -1, 100, 100, None, 3),
        (1, -1, 0, 0, 0, 0),
    )
    sums = record.of_cards(2, months)
    assert shown(sums, "card", "card use", "card use recently") == [[0.0, 1.0], [None, 0.75], [None, 1.0]]


def test_who_has_no_history_stands_in_the_middle() -> None:
    scaled = standardised({"sum": np.array([3.0, np.nan, 90.0])}, {"sum": (1.0, 2.0)})
    assert scaled["sum"].tolist() == [1.0, 0.0, 4.0]
