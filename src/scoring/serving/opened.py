"""One published store, verified and opened: what every answer is made from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from scoring import groups, model, reasons, store
from scoring.engine import DuckDB, Session
from scoring.faults import UnknownName
from scoring.features import FEATURES, Feature
from scoring.features.arrow import column
from scoring.serving.case import Cases
from scoring.serving.file import lay, staged_rows
from scoring.serving.questions import Decision, Record, Score, Value
from scoring.tables import APPLICATION, CLIENT, TABLES

COLUMNS = "columns"
"""Relation of the published columns, a row for each client."""
PUBLISHED, AMENDED = "published_columns", "amended_columns"
SCORED = ("PROBABILITY", "LOW", "HIGH", "GRANTED", "REVIEW")
"""Columns of a score, named as the members of what the store gives of a client."""


class Opened:
    """The files, the model and the engine of one store. Safe to share between threads.

    `position` is each feature's place in the bundle's order; `reference` tells of the accepted clients.
    """

    def __init__(self, folder: Path, memory: int, threads: int, neighbours: int, until: str = store.ALWAYS) -> None:
        """Verify every file, then open. Raises Damaged when a file is not the one that was published.

        Amendments after the time `until` are not seen.
        """
        self.folder = folder
        store.begin_verifying(folder)
        load = model.load  # CatBoost takes a second or two to be loaded, and the files to be hashed
        self.manifest = store.verify(folder)
        self.bundle = load(folder / store.BUNDLE)
        model.check_code(self.bundle.manifest)
        names = [feature.name for feature in self.bundle.features]
        self.position = {name: position for position, name in enumerate(names)}
        self.reference = reasons.Reference.read(folder / store.REFERENCE, self.bundle.features)
        self.clients = store.Clients(folder / store.CLIENTS, names)
        self.groups = groups.Published(folder / store.GROUPS, neighbours)
        self.engine = DuckDB(memory, threads, [folder])
        for name in (COLUMNS, PUBLISHED):
            self.engine.view(name, folder / store.COLUMNS)
        self.amended = store.amended(folder)
        self.amendments = store.Amendments(self.amended, until)
        self._told: tuple[Mapping[int, int], pa.Table] = {}, pa.table({})
        durations = folder / store.BUNDLE / model.DURATIONS
        self.cases = Cases(self.engine, folder / store.STAGED, durations, self.values, self.amendments)

    @property
    def features(self) -> tuple[Feature, ...]:
        """The bundle's features, in its order."""
        return self.bundle.features

    def row(self, client: int) -> store.ClientRow:
        """Give what is answered of a client: published, or amended since; raises UnknownName for nobody."""
        amended = self.amendments.current(client)
        row = self.clients.get(client) if amended is None else amended.after.row
        if row is None:
            raise UnknownName("there is no client with this id in the store")
        return row

    def values(self, client: int) -> dict[str, Value]:
        """Give a client's published values by feature."""
        return self.named(self.row(client))

    def named(self, row: store.ClientRow) -> dict[str, Value]:
        """Give a row's values by feature."""
        return dict(zip(self.position, row.values, strict=True))

    def score(
        self,
        probability: float,
        low: float,
        high: float,
        granted: bool,
        review: bool,
        amended: str | None = None,
    ) -> Score:
        """Say a score with the threshold and the model it comes from."""
        decision: Decision = "granted" if granted else "refused"
        manifest, marked = self.bundle.manifest, amended is not None
        points = model.points_of(probability)
        return Score(probability, low, high, manifest.threshold, decision, review, manifest.id, points, marked, amended)

    def score_of(self, row: store.ClientRow) -> Score:
        """Say a client's score."""
        return self.score(row.probability, row.low, row.high, row.granted, row.review, row.amended)

    def staged(self, client: int) -> dict[str, list[Record]]:
        """Give a client's staged rows by table."""
        with self.file(client) as session:
            return {table.name: staged_rows(session, table, client) for table in TABLES}

    @contextmanager
    def file(self, client: int) -> Iterator[Session]:
        """Give a session whose staged tables tell of a client as amended."""
        amended = self.amendments.current(client)
        with self.engine.session() as session:
            if amended is not None:
                lay(session, amended.after)
            yield session

    @contextmanager
    def everyone(self) -> Iterator[Session]:
        """Give a session in which COLUMNS tells of every client as amended, added ones among them."""
        latest = self.amendments.latest()
        with self.engine.session() as session:
            if latest:
                session.hold(AMENDED, self._amended(latest))
                session.run(
                    f"CREATE TEMP VIEW {COLUMNS} AS SELECT * FROM {PUBLISHED}"
                    f" WHERE {CLIENT} NOT IN (SELECT {CLIENT} FROM {AMENDED})"
                    f" UNION ALL BY NAME SELECT * FROM {AMENDED}"
                )
            yield session

    def _amended(self, latest: Mapping[int, int]) -> pa.Table:
        """Give what is told of the amended clients, made again where any was amended since."""
        known, table = self._told
        if known != latest:
            found = [one for client in latest if (one := self.amendments.current(client)) is not None]
            table = pa.table(self._columns([one.after for one in found]))
            self._told = latest, table
        return table

    def _columns(self, versions: Sequence[store.Version]) -> dict[str, pa.Array]:
        """Give what is published of every client, as columns, of some versions."""
        columns = {CLIENT: pa.array([one.row.id for one in versions], pa.int64())}
        for name in SCORED:
            columns[name] = pa.array([getattr(one.row, name.lower()) for one in versions])
        for feature in FEATURES:
            columns[feature.name] = column(feature, [self._value(feature.name, one) for one in versions])
        return columns

    def _value(self, feature: str, version: store.Version) -> Value:
        """Give a feature of the bundle, or a column of the application that is none."""
        if feature in self.position:
            return version.row.values[self.position[feature]]
        return version.staged[APPLICATION.name][0].get(feature)

    def close(self) -> None:
        """Free the engine and the clients file."""
        self.amendments.close()
        self.engine.close()
        self.clients.close()
