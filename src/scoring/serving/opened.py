"""One published store, verified and opened: what every answer is made from."""

from __future__ import annotations

from pathlib import Path

from scoring import groups, model, reasons, store
from scoring.engine import DuckDB
from scoring.faults import UnknownName
from scoring.features import Feature
from scoring.serving.case import Cases
from scoring.serving.questions import Decision, Score, Value

COLUMNS = "columns"
"""Relation of the published columns, a row for each client."""


class Opened:
    """The files, the model and the engine of one store. Safe to share between threads.

    `position` is each feature's place in the bundle's order; `reference` tells of the accepted clients.
    """

    def __init__(self, folder: Path, memory: int, threads: int, neighbours: int) -> None:
        """Verify every file, then open. Raises Damaged when a file is not the one that was published."""
        self.folder, self.manifest = folder, store.verify(folder)
        self.bundle = model.load(folder / store.BUNDLE)
        model.check_code(self.bundle.manifest)
        names = [feature.name for feature in self.bundle.features]
        self.position = {name: position for position, name in enumerate(names)}
        self.reference = reasons.Reference.read(folder / store.REFERENCE, self.bundle.features)
        self.clients = store.Clients(folder / store.CLIENTS, names)
        self.groups = groups.Published(folder / store.GROUPS, neighbours)
        self.engine = DuckDB(memory, threads, [folder])
        self.engine.view(COLUMNS, folder / store.COLUMNS)
        self.cases = Cases(self.engine, folder / store.STAGED, folder / store.BUNDLE / model.DURATIONS)

    @property
    def features(self) -> tuple[Feature, ...]:
        """The bundle's features, in its order."""
        return self.bundle.features

    def row(self, client: int) -> store.ClientRow:
        """Give what was published of a client; raises UnknownName for one that was not."""
        row = self.clients.get(client)
        if row is None:
            raise UnknownName("there is no client with this id in the store")
        return row

    def values(self, client: int) -> dict[str, Value]:
        """Give a client's published values by feature."""
        return dict(zip(self.position, self.row(client).values, strict=True))

    def score(self, probability: float, low: float, high: float, granted: bool, review: bool) -> Score:
        """Say a score with the threshold and the model it comes from."""
        decision: Decision = "granted" if granted else "refused"
        manifest = self.bundle.manifest
        return Score(probability, low, high, manifest.threshold, decision, review, manifest.id)

    def close(self) -> None:
        """Free the engine and the clients file."""
        self.cases.close()
        self.engine.close()
        self.clients.close()
