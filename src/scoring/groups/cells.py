"""Cells: clients of one decision, one outcome and the same level of every criterion. Groups are made of cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from scoring.groups.declaration import CRITERIA, Criterion, Group

NOT_KNOWN, REPAID, DEFAULT = range(3)
"""Outcomes."""
CRITERION_COLUMNS = slice(2, None)
"""Of the table, in the order of the criteria; before them come outcome and decision."""


@dataclass(frozen=True)
class Cells:
    """The cells that occur: `table` has a row for each, in order: outcome, granted, level of each criterion.

    `members` holds the cell of each of n clients, in the order of their ids.
    """

    table: np.ndarray
    members: np.ndarray

    @property
    def outcome(self) -> np.ndarray:
        """The outcome of each cell."""
        return np.asarray(self.table[:, 0])

    def levels(self, client: int) -> tuple[int, ...]:
        """Give the level of every criterion of the client at a position."""
        return tuple(self.table[self.members[client], CRITERION_COLUMNS].tolist())

    def inside(self, group: Group, criteria: Sequence[Criterion], levels: Sequence[int]) -> np.ndarray:
        """Mark the cells of a group around a client of these levels: shape (cells,), boolean."""
        chosen = np.ones(len(self.table), dtype=bool)
        if group.granted is not None:
            chosen &= self.table[:, 1] == group.granted
        if group.defaulted is not None:
            chosen &= self.outcome == (DEFAULT if group.defaulted else REPAID)
        for place in map(CRITERIA.index, criteria):
            chosen &= self.table[:, CRITERION_COLUMNS][:, place] == levels[place]
        return chosen


def cells(outcome: np.ndarray, granted: np.ndarray, levels: Sequence[np.ndarray]) -> Cells:
    """Gather n clients into cells, given their outcomes, decisions and the levels of each criterion: each (n,)."""
    sizes = (3, 2, *(criterion.levels for criterion in CRITERIA))
    keys = np.ravel_multi_index((outcome, granted.astype(np.uint8), *levels), sizes)
    occurring, members = np.unique(keys, return_inverse=True)
    table = np.column_stack(np.unravel_index(occurring, sizes)).astype(np.uint8)
    return Cells(table, members.astype(np.min_scalar_type(len(table))))
