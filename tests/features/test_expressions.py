"""The vocabulary of expressions, by what each gives of a few rows."""

from __future__ import annotations

import pytest

from scoring.engine import Session
from scoring.features.expressions import (
    different,
    divided,
    largest,
    mean,
    part,
    rows,
    smallest,
    spread,
    total,
    when,
)

ROWS = """(VALUES
    (1, 'a', 10e0, 2e0), (1, 'b', 30e0, 0e0), (1, 'b', NULL, 4e0),
    (2, NULL, NULL, NULL)
) AS drawn(client, kind, amount, months)"""


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        (rows(), (3, 1)),
        (rows("kind = 'b'"), (2, 0)),
        (rows("amount > 10e0"), (1, 0)),
        (mean("amount"), (20, None)),
        (mean("amount", "kind = 'b'"), (30, None)),
        (total("amount"), (40, None)),
        (total("amount", "kind = 'a'"), (10, None)),
        (largest("amount"), (30, None)),
        (smallest("amount"), (10, None)),
        (smallest("amount", "kind = 'b'"), (30, None)),
        (part("kind = 'b'"), (2 / 3, 0)),
        (part("amount > 10e0", of="amount IS NOT NULL"), (0.5, None)),
        (different("kind"), (2, 0)),
        (spread("months"), (2, None)),
        (spread("amount", "kind = 'a'"), (None, None)),
        (total(divided("amount", "months")), (5, None)),
        (total(when("months > 0e0", "amount")), (10, None)),
        (total(when(None, "amount")), (40, None)),
        (divided(total("amount"), rows("kind = 'c'")), (None, None)),
        (divided("SUM(amount) - 10e0", "COUNT(*) - 1"), (15, None)),
    ],
)
def test_of_a_client_with_rows_and_one_whose_row_is_empty(
    session: Session, expression: str, expected: tuple[float | None, ...]
) -> None:
    found = session.rows(f"SELECT {expression} FROM {ROWS} GROUP BY client ORDER BY client")
    assert tuple(value for (value,) in found) == expected
