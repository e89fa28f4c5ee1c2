"""Which families are said to a client: those that push the score furthest from the accepted clients'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from scoring.reasons.families import FAMILIES, SAYABLE, summed
from scoring.reasons.reference import Reference, Value

Side = Literal["against", "favour"]
SIDES: tuple[Side, ...] = get_args(Side)
SIGN: dict[Side, float] = {"against": 1.0, "favour": -1.0}
"""Which way a side pushes the log-odds of default."""
MOST = 4
"""Families said on each side: more are not listened to."""
NOTICEABLE = 0.03
"""Share of all pushes, either way, from which a family is worth saying."""
NOBODY = -1
"""Stands where fewer than MOST families are worth saying."""


@dataclass(frozen=True)
class Stated:
    """Places (in FAMILIES) of the families said of n clients, strongest first, (n, MOST) for each side."""

    against: np.ndarray
    favour: np.ndarray

    def of(self, granted: np.ndarray) -> np.ndarray:
        """Give the side that the decision rests on: in favour for those granted, against for those refused."""
        return np.where(granted[:, None], self.favour, self.against)


@dataclass(frozen=True)
class Chosen:
    """One reason: the family, the position of the column said and of all its columns, and its log-odds."""

    family: str
    column: int
    columns: tuple[int, ...]
    contribution: float


def relative(values: np.ndarray, reference: Reference) -> np.ndarray:
    """Give n clients' contributions (n, k) relative to the accepted clients' mean contributions."""
    return np.asarray(values - reference.means)


def stated(sums: np.ndarray) -> Stated:
    """Choose the families to say of n clients, by their summed relative contributions (n, families).

    What a family is worth is its share of all pushes, those of families that are never said included.
    """
    least = NOTICEABLE * np.abs(sums).sum(axis=1, keepdims=True)
    return Stated(*(_strongest(SIGN[side] * sums, least) for side in SIDES))


def _strongest(pushes: np.ndarray, least: np.ndarray) -> np.ndarray:
    pushes = np.where(SAYABLE, pushes, 0.0)
    order = np.argsort(-pushes, axis=1, kind="stable")[:, :MOST]
    return np.where(np.take_along_axis(pushes, order, axis=1) > least, order, NOBODY)


def columns_of(families: np.ndarray, place: np.ndarray) -> np.ndarray:
    """Mark which of k columns, whose families' places are given, are of the n clients' `families`, (n, k)."""
    clients, ranks = np.nonzero(families != NOBODY)
    member = np.zeros((len(families), len(FAMILIES)), dtype=bool)
    member[clients, families[clients, ranks]] = True
    return member[:, place]


def choose(contributions: np.ndarray, values: Sequence[Value], reference: Reference) -> dict[Side, tuple[Chosen, ...]]:
    """Choose one client's reasons, from their contributions and values by column, both of length k."""
    moved = relative(contributions, reference)
    sums = summed(moved[None, :], reference.place)
    found = stated(sums)
    return {
        side: tuple(
            _reason(int(family), SIGN[side], moved, values, reference, float(sums[0, family]))
            for family in getattr(found, side)[0]
            if family != NOBODY
        )
        for side in SIDES
    }


def _reason(
    family: int, sign: float, moved: np.ndarray, values: Sequence[Value], reference: Reference, total: float
) -> Chosen:
    """Say the column that pushes most that way; one whose value is the usual one only where none else does."""
    columns = np.flatnonzero(reference.place == family)
    pushing = [int(column) for column in columns[np.argsort(-sign * moved[columns], kind="stable")]]
    pushing = [column for column in pushing if sign * moved[column] > 0.0]
    unusual = (column for column in pushing if values[column] != reference.usual[column].value)
    return Chosen(FAMILIES[family].name, next(unusual, pushing[0]), tuple(columns.tolist()), total)
