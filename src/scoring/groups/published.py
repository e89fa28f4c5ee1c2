"""The published comparisons of one store: who is in a group, and how its clients are distributed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from scoring import store
from scoring.groups.cells import DEFAULT, NOT_KNOWN, REPAID, Cells
from scoring.groups.declaration import Criterion, Group
from scoring.groups.neighbours import Neighbours
from scoring.groups.publication import IDS, MEMBERS, TABLE
from scoring.groups.scale import Scale

OUTCOMES = (NOT_KNOWN, REPAID, DEFAULT)


@dataclass(frozen=True)
class Standing:
    """Where somebody stands among the published clients: what makes clients alike, and near.

    `levels` are those of every criterion, in declared order; `ranks` gives those of the neighbours' features.
    `left_out` is the position of the client who they are, or would be: nobody is near themselves. None for others.
    """

    levels: Sequence[int]
    ranks: Callable[[], np.ndarray]
    left_out: int | None


class Published:
    """Opens the folder that `publish` wrote; safe to share between threads.

    Clients are known by their position, from 0, in the order of their ids. A group that is nearest
    to a client has `most` clients.
    """

    def __init__(self, folder: Path, most: int) -> None:
        self._ids, table, members = (
            np.load(folder / name, mmap_mode="r", allow_pickle=False) for name in (IDS, TABLE, MEMBERS)
        )
        self._cells = Cells(np.array(table), members)
        self._bins = store.Bins(folder)
        self._neighbours = Neighbours(folder)
        self._most = most
        self.scales = {name: Scale.of(record) for name, record in self._bins.scales.items()}

    def position(self, client: int) -> int | None:
        """Give the position of a client; None for one who is not published."""
        found = int(np.searchsorted(self._ids, client))
        return found if found < len(self._ids) and self._ids[found] == client else None

    def standing(self, position: int) -> Standing:
        """Say where the client at a position stands."""
        return Standing(self._cells.levels(position), lambda: self._neighbours.ranks(position), position)

    @property
    def weighty(self) -> tuple[int, ...]:
        """Positions, among the store's features, of those by which clients are near."""
        return self._neighbours.features

    def ids(self, positions: np.ndarray) -> list[int]:
        """Give the ids of clients."""
        return [int(client) for client in self._ids[positions]]

    def outcomes(self, positions: np.ndarray, group: Group | None = None) -> np.ndarray:
        """Give the outcomes of clients, as cells number them; as not known in a group of one outcome."""
        found = np.asarray(self._cells.outcome[self._cells.members[positions]])
        return found if group is None else _told(group, found)

    def nearest(self, standing: Standing, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the clients nearest to somebody, and their distances: nearest first."""
        return self._neighbours.nearest(standing.ranks(), count, standing.left_out)

    def members(self, standing: Standing, group: Group, criteria: Sequence[Criterion]) -> np.ndarray:
        """Give the clients of a group around somebody."""
        inside = self._cells.inside(group, criteria, standing.levels)
        if not group.nearest:
            return np.flatnonzero(inside[self._cells.members])
        among = inside[self._cells.members] if criteria else None
        return self._neighbours.nearest(standing.ranks(), self._most, standing.left_out, among)[0]

    def counts(self, standing: Standing, group: Group, criteria: Sequence[Criterion], variable: str) -> np.ndarray:
        """Count the clients of a group made of cells: (outcomes, fine bands and one for not known).

        Bins are added up: this costs the same whatever the number of clients.
        """
        inside = self._cells.inside(group, criteria, standing.levels)
        outcome = _told(group, self._cells.outcome).astype(np.int64)
        return self._bins.counts(variable, np.where(inside, outcome, -1), len(OUTCOMES))

    def counted(self, positions: np.ndarray, variable: str, codes: np.ndarray, group: Group) -> np.ndarray:
        """Count clients whose fine bands are given, as `counts` does."""
        bands = self.scales[variable].bands + 1
        keys = self.outcomes(positions, group).astype(np.int64) * bands + codes
        return np.bincount(keys, minlength=len(OUTCOMES) * bands).reshape(len(OUTCOMES), bands)


def _told(group: Group, outcome: np.ndarray) -> np.ndarray:
    """Give the outcomes that a group's default rates are of: there are no rates in a group of one outcome."""
    return outcome if group.defaulted is None else np.full_like(outcome, NOT_KNOWN)
