"""The published comparisons of one store: who is in a group, and how its clients are distributed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from scoring import store
from scoring.groups.cells import DEFAULT, NOT_KNOWN, REPAID, Cells
from scoring.groups.declaration import Criterion, Group
from scoring.groups.neighbours import Neighbours
from scoring.groups.publication import IDS, MEMBERS, TABLE
from scoring.groups.scale import Scale

OUTCOMES = (NOT_KNOWN, REPAID, DEFAULT)


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

    def position(self, client: int) -> int:
        """Give the position of a published client."""
        return int(np.searchsorted(self._ids, client))

    def ids(self, positions: np.ndarray) -> list[int]:
        """Give the ids of clients."""
        return [int(client) for client in self._ids[positions]]

    def outcomes(self, positions: np.ndarray, group: Group | None = None) -> np.ndarray:
        """Give the outcomes of clients, as cells number them; as not known in a group of one outcome."""
        found = np.asarray(self._cells.outcome[self._cells.members[positions]])
        return found if group is None else _told(group, found)

    def nearest(self, client: int, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Give the clients nearest to the one at a position, and their distances: nearest first."""
        return self._neighbours.nearest(client, count)

    def members(self, client: int, group: Group, criteria: Sequence[Criterion]) -> np.ndarray:
        """Give the clients of a group around the one at a position."""
        inside = self._cells.inside(group, criteria, client)
        if not group.nearest:
            return np.flatnonzero(inside[self._cells.members])
        among = inside[self._cells.members] if criteria else None
        return self._neighbours.nearest(client, self._most, among)[0]

    def counts(self, client: int, group: Group, criteria: Sequence[Criterion], variable: str) -> np.ndarray:
        """Count the clients of a group made of cells: (outcomes, fine bands and one for not known).

        Bins are added up: this costs the same whatever the number of clients.
        """
        inside = self._cells.inside(group, criteria, client)
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
