"""How a table is declared: what each kind of column accepts."""

from __future__ import annotations

import pytest

from scoring.tables import Column, Table
from scoring.tables.declaration import days, flag, identifier, number, text, whole

LOANS = Table("loans", ("loans_2026",), ("SK_ID",), (identifier("SK_ID"), number("AMOUNT", "money"), text("KIND")))


def test_columns_are_found_by_name_in_the_declared_order() -> None:
    assert LOANS.names == ("SK_ID", "AMOUNT", "KIND")
    assert LOANS["AMOUNT"] == Column("AMOUNT", "number", "money")


def test_a_column_that_is_not_declared_is_no_column() -> None:
    with pytest.raises(KeyError, match="amount"):
        LOANS["amount"]


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        (identifier("A"), Column("A", "id", "id")),
        (whole("A", "count"), Column("A", "whole", "count")),
        (number("A", "money"), Column("A", "number", "money")),
        (number("A", "count", sentinel=-1.0), Column("A", "number", "count", sentinels=(-1.0,))),
        (days("A"), Column("A", "number", "days", sentinels=(365243.0,))),
        (flag("A"), Column("A", "whole", "flag", allowed=(0.0, 1.0), least=0.0, most=1.0)),
        (number("A", "share", least=0.0, most=1.0), Column("A", "number", "share", least=0.0, most=1.0)),
        (days("A", most=0.0), Column("A", "number", "days", sentinels=(365243.0,), most=0.0)),
        (text("A", "XNA", categories=("B",)), Column("A", "text", "category", ("XNA",), categories=("B",))),
        (text("A"), Column("A", "text", "category")),
        (text("A", "XNA", "Unknown"), Column("A", "text", "category", sentinels=("XNA", "Unknown"))),
    ],
)
def test_each_kind_of_column(column: Column, expected: Column) -> None:
    assert column == expected


@pytest.mark.parametrize(
    ("least", "most", "given", "nearest"),
    [(None, None, -1e9, -1e9), (0.0, None, -1.0, 0.0), (0.0, 1.0, 2.0, 1.0), (0.0, 1.0, 0.5, 0.5)],
)
def test_the_nearest_number_that_may_be_entered(
    least: float | None, most: float | None, given: float, nearest: float
) -> None:
    assert number("A", "share", least=least, most=most).within(given) == nearest
