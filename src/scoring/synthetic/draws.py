"""The few ways in which everything here is drawn: coins, normals, amounts, and rows of a parent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]
Random = np.random.Generator


@dataclass(frozen=True)
class Coded:
    """A text column: codes into its values; a negative code is an empty cell."""

    codes: Ints
    values: tuple[str, ...]

    def take(self, where: Ints | Flags) -> Coded:
        """Give the entries at the positions, or where the mask holds."""
        return Coded(self.codes[where], self.values)

    def equals(self, *values: str) -> Flags:
        """Tell where the text is one of these; a value that never occurs is nowhere."""
        wanted = [self.values.index(value) for value in values if value in self.values]
        return np.isin(self.codes, wanted)

    def emptied(self, where: Flags) -> Coded:
        """Empty the cells where the mask holds."""
        return Coded(np.where(where, -1, self.codes), self.values)

    def replaced(self, where: Flags, value: str) -> Coded:
        """Put one text where the mask holds."""
        values = self.values if value in self.values else (*self.values, value)
        return Coded(np.where(where, values.index(value), self.codes), values)

    def __len__(self) -> int:
        return len(self.codes)


Column = Floats | Ints | Flags | Coded
Frame = dict[str, Column]


def numbers(frame: Mapping[str, Column], name: str) -> Floats:
    """Give a column as doubles; TypeError where it holds text."""
    column = frame[name]
    if isinstance(column, Coded):
        raise TypeError(f"{name} holds texts, not numbers.")
    return column.astype(np.float64)


def wholes(frame: Mapping[str, Column], name: str) -> Ints:
    """Give a column of whole numbers; TypeError where it holds text."""
    return numbers(frame, name).astype(np.int64)


def texts(frame: Mapping[str, Column], name: str) -> Coded:
    """Give a column that holds text; TypeError where it does not."""
    column = frame[name]
    if not isinstance(column, Coded):
        raise TypeError(f"{name} holds numbers, not texts.")
    return column


def take(frame: Mapping[str, Column], where: Ints | Flags) -> Frame:
    """Give the rows at the positions, or where the mask holds."""
    return {name: column.take(where) if isinstance(column, Coded) else column[where] for name, column in frame.items()}


def stacked(first: Frame, second: Frame) -> Frame:
    """Put the rows of a second frame, of the same numeric columns, under the first."""
    return {name: np.concatenate([numbers(first, name), numbers(second, name)]) for name in first}


def among(values: Sequence[str], *conditions: Flags) -> Coded:
    """Give the value of the first condition that holds; the last value where none does."""
    codes = np.select(conditions, list(range(len(conditions))), len(values) - 1)
    return Coded(codes.astype(np.int64), tuple(values))


def chance(rng: Random, probability: Floats | float, size: int) -> Flags:
    """Toss `size` coins of the given probability."""
    return np.asarray(rng.random(size) < probability)


def shared_normals(rng: Random, habit: Floats, owner: Ints, share: float) -> Floats:
    """Draw a unit normal per row, of which the owner's habit explains this share of the variance."""
    return np.asarray(np.sqrt(share) * habit[owner] + np.sqrt(1 - share) * rng.standard_normal(len(owner)))


def rank(normal: Floats) -> Floats:
    """Give the probability below a unit normal, to 2e-4: enough to pick from quantiles."""
    return logistic(1.5976 * normal + 0.070565992 * normal**3)


def logistic(value: Floats) -> Floats:
    """Turn log-odds into a probability."""
    return np.asarray(1.0 / (1.0 + np.exp(-value)))


def spread(counts: Ints) -> tuple[Ints, Ints]:
    """Give each of the counts' rows its parent's position and its own, from 0, under the parent."""
    owner = np.repeat(np.arange(len(counts)), counts)
    first = np.cumsum(counts) - counts
    return owner, np.arange(len(owner)) - first[owner]


def blanked(values: Floats, where: Flags) -> Floats:
    """Empty the cells where the mask holds."""
    return np.where(where, np.nan, values)


def whole_days(days: Floats) -> Floats:
    """Round days to whole ones; 0 never comes out negative."""
    return np.asarray(np.round(days) + 0.0, np.float64)


def money(values: Floats, unit: float = 4.5) -> Floats:
    """Round to the unit in which the source counts money."""
    return np.asarray(np.round(np.round(values / unit) * unit, 3))
