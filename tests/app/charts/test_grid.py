"""What the chart of two variables shows."""

from __future__ import annotations

import pytest

from advisor.charts.grid import CLASSES, Grid, grid
from scoring.serving.questions import Axis, Cell, Pair, Range, Value, Variable
from scoring.words.formats import formats

INCOME = Variable("AMT_INCOME_TOTAL", "number", "money")
AGE = Variable("DAYS_BIRTH", "number", "days")
KIND = Variable("NAME_INCOME_TYPE", "category", "category")

INCOMES = (Range(0.0, 100.0, None), Range(100.0, 200.0, None), Range(200.0, 300.0, None))
AGES = (Range(-21915.0, -14610.0, None), Range(-14610.0, -7305.0, None))
KINDS = (Range(None, None, "Working"), Range(None, None, "Commercial associate"))


def drawn(across: Axis, up: Axis, *cells: Cell, shade: str = "count") -> Grid:
    return grid(Pair(across, up, "all", (), 900, 900, 30, cells), shade, formats("en"))


def income(value: Value = 150.0, place: int | None = 1) -> Axis:
    return Axis(INCOME, value, place, INCOMES)


def age(place: int | None = 1) -> Axis:
    return Axis(AGE, -9000.0, place, AGES)


def test_age_runs_from_the_youngest() -> None:
    found = drawn(income(), age(), Cell(1, 1, 60, None), Cell(0, 0, 30, None))
    assert found.up.bands == ("20 years old to 40 years old", "40 years old to 60 years old")
    assert found.marked == (1, 0)
    assert [(one.across, one.up, one.count) for one in found.squares] == [(1, 0, 60), (0, 1, 30)]
    assert found.own == found.squares[0]


@pytest.mark.parametrize(
    ("across", "up", "marked"),
    [
        (income(None, None), age(), None),  # a client without history
        (income(), age(None), None),
        (income(250.0, 2), age(0), (2, 1)),  # known, in a cell that is not shown
    ],
)
def test_a_cell_that_is_not_shown_is_not_the_clients_own(
    across: Axis, up: Axis, marked: tuple[int, int] | None
) -> None:
    found = drawn(across, up, Cell(1, 1, 60, None))
    assert (found.marked, found.own) == (marked, None)


@pytest.mark.parametrize(
    ("shade", "cells", "colours", "said"),
    [
        ("count", [Cell(0, 0, 30, None), Cell(1, 0, 118, None)], [2, 6], "100 to 120"),
        ("rate", [Cell(0, 0, 30, 0.01), Cell(1, 0, 118, None), Cell(2, 0, 40, 0.11)], [1, 0, 6], "10% to 12%"),
        ("rate", [Cell(0, 0, 30, 0.0), Cell(1, 0, 118, 0.0)], [1, 1], "0% to 20%"),
        ("rate", [Cell(0, 0, 30, None)], [0], ""),
    ],
)
def test_colours_are_round_steps(shade: str, cells: list[Cell], colours: list[int], said: str) -> None:
    found = drawn(income(), Axis(INCOME, None, None, INCOMES), *cells, shade=shade)
    assert [one.colour for one in found.squares] == colours
    assert len(found.colours) == max(colours) <= CLASSES
    assert (found.colours or ("",))[-1] == said


def test_categories_are_shortened_beside_the_axis_alone() -> None:
    found = drawn(Axis(KIND, "Working", 0, KINDS), age())
    assert list(found.across.ticks.values()) == ["Employment", "Commercial as…"]
    assert found.across.bands[1] == "Commercial associate"
    assert found.squares == ()
