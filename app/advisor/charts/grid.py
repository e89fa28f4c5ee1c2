"""What the chart of two variables shows, worked out without any drawing library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from advisor.charts.ticks import TICKS, round_step, ticks
from scoring.letters.bands import labels
from scoring.serving.questions import Axis, Cell, Pair, Range
from scoring.words.formats import AGE, Formats

CLASSES = 6
"""Colours of cells, from few to many; 0 is a cell without one."""
LETTERS = 12
"""Of a category beside an axis; the table has it whole."""
ACROSS = 4
"""Most ticks across: they also stand in a narrow window."""


@dataclass(frozen=True)
class Side:
    """One axis: its title, its bands in words, its ticks, and the band of the client."""

    title: str
    bands: tuple[str, ...]
    ticks: dict[float, str]
    mine: int | None


@dataclass(frozen=True)
class Square:
    """One cell that is shown, by the bands it is in."""

    across: int
    up: int
    count: int
    default_rate: float | None
    colour: int


@dataclass(frozen=True)
class Grid:
    """Cells from the lower left, row by row, and what each colour from 1 on means."""

    across: Side
    up: Side
    squares: tuple[Square, ...]
    colours: tuple[str, ...]

    @property
    def own(self) -> Square | None:
        """The client's cell, where it is shown."""
        return next((one for one in self.squares if (one.across, one.up) == (self.across.mine, self.up.mine)), None)

    @property
    def marked(self) -> tuple[int, int] | None:
        """Where the client is, shown or not; None where one of the values is not known."""
        return None if self.across.mine is None or self.up.mine is None else (self.across.mine, self.up.mine)


def grid(pair: Pair, shade: str, formats: Formats) -> Grid:
    """Work out the picture of a pair, coloured by default rate or by count; age from the youngest."""
    values = {cell: cell.default_rate if shade == "rate" else float(cell.count) for cell in pair.cells}
    step = round_step(max((value for value in values.values() if value), default=1.0) / CLASSES)
    squares = [_square(cell, pair, _class(value, step)) for cell, value in values.items()]
    drawn = max((one.colour for one in squares), default=0)
    unit = "share" if shade == "rate" else "count"
    ends = formats.ticks("", [step * number for number in range(drawn + 1)], unit)
    colours = tuple(formats.words.text("page.band", low=ends[i], high=ends[i + 1]) for i in range(drawn))
    squares.sort(key=lambda one: (one.up, one.across))
    across = _side(pair.across, formats)
    across = replace(across, ticks=_some(across.ticks))
    return Grid(across, _side(pair.up, formats), tuple(squares), colours)


def _class(value: float | None, step: float) -> int:
    return 0 if value is None else min(CLASSES, 1 + int(value / step + 1e-9))


def _square(cell: Cell, pair: Pair, colour: int) -> Square:
    across, up = _turned(cell.across, pair.across), _turned(cell.up, pair.up)
    return Square(across, up, cell.count, cell.default_rate, colour)


def _turned(place: int, axis: Axis) -> int:
    return len(axis.bands) - 1 - place if axis.variable.name == AGE else place


def _side(axis: Axis, formats: Formats) -> Side:
    variable = axis.variable
    bands = axis.bands[::-1] if variable.name == AGE else axis.bands
    unit = formats.axis(variable.name, variable.unit)
    name = formats.words.label(variable.name)
    said = tuple(labels(bands, variable, formats))
    marks = _categories(said) if variable.kind == "category" else _numbers(bands, axis, formats)
    mine = None if axis.place is None else _turned(axis.place, axis)
    return Side(f"{name} ({unit})" if unit and variable.name != AGE else name, said, marks, mine)


def _numbers(bands: Sequence[Range], axis: Axis, formats: Formats) -> dict[float, str]:
    return ticks(bands, axis.variable, formats)


def _categories(said: Sequence[str]) -> dict[float, str]:
    every = ceil(len(said) / (2 * TICKS))
    return {float(i): _short(text) for i, text in enumerate(said) if i % every == 0}


def _some(marks: dict[float, str]) -> dict[float, str]:
    """Leave out ticks, evenly, until few enough are left."""
    return dict([*marks.items()][:: max(1, ceil(len(marks) / ACROSS))])


def _short(text: str) -> str:
    return text if len(text) <= LETTERS else text[: LETTERS - 1].rstrip() + "…"
