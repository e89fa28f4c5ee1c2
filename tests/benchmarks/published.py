"""A store's files of many clients, made cheaply: each value drawn from the tiny clients', with noise.

Variables are drawn apart from one another, so that more cells occur than among real clients, who are alike:
what is measured is on the safe side. Nothing is trained or explained: weights are drawn.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import groups, store
from scoring.engine import DuckDB
from scoring.features import FEATURES, Feature
from scoring.serving.opened import COLUMNS
from scoring.serving.questions import Application, Value
from scoring.store import SCORED, ClientRow
from scoring.tables import CLIENT

BATCH = 20_000
FEW = 20
"""A number of so few values is a flag or a rating: it is drawn as it is."""


def chosen(number: int) -> tuple[Feature, ...]:
    """Choose features evenly from the catalogue, with those of the criteria."""
    needed = {criterion.variable for criterion in groups.CRITERIA}
    evenly = {FEATURES[place].name for place in np.linspace(0, len(FEATURES) - 1, number).astype(int)}
    return tuple(feature for feature in FEATURES if feature.name in needed | evenly)


def write(tiny: Path, folder: Path, features: Sequence[Feature], clients: int) -> None:
    """Write the columns and the clients of a store, and all but what comparisons precompute, into a new folder."""
    folder.mkdir()
    given = pq.read_table(tiny / store.COLUMNS)
    names = [feature.name for feature in features]
    known = {one.name: given.column(one.name).unique().drop_null().to_pylist() for one in features}
    categories = {one.name: known[one.name] for one in features if one.kind == "category"}
    writer = store.ClientWriter(folder / store.CLIENTS, names, categories)
    with pq.ParquetWriter(folder / store.COLUMNS, _schema(features), compression="snappy") as file:
        for table in _batches(given, features, clients):
            file.write_table(table)
            columns = {one.name: _plain(table, one) for one in features}
            scores = {name: np.zeros(table.num_rows) for name in SCORED}
            scores |= {"probability": table.column("PROBABILITY").to_numpy()}
            scores |= {"granted": table.column(groups.GRANTED).to_numpy()}
            ids = table.column(CLIENT).to_pylist()
            writer.write(ids, scores, columns, np.zeros((table.num_rows, len(names))))
            writer.check(ids, scores["probability"])
    writer.close()


def _schema(features: Sequence[Feature]) -> pa.Schema:
    kinds = {"category": pa.string(), "number": pa.float64()}
    fields = [(CLIENT, pa.int64()), *((one.name, kinds[one.kind]) for one in features)]
    added = [("PROBABILITY", pa.float64()), (groups.GRANTED, pa.bool_()), (groups.DEFAULTED, pa.bool_())]
    return pa.schema([*fields, *added])


def _batches(given: pa.Table, features: Sequence[Feature], clients: int) -> Iterator[pa.Table]:
    draw = np.random.default_rng(0)
    for first in range(0, clients, BATCH):
        size = min(BATCH, clients - first)
        columns: dict[str, pa.Array] = {CLIENT: pa.array(np.arange(100_001 + first, 100_001 + first + size))}
        for one in features:
            columns[one.name] = _drawn(draw, given.column(one.name), one, size)
        risk = draw.beta(1, 11, size)
        columns["PROBABILITY"] = pa.array(risk)
        columns[groups.GRANTED] = pa.array(risk < 0.12)
        columns[groups.DEFAULTED] = pa.array(draw.random(size) < risk, mask=draw.random(size) < 0.14)
        yield pa.table(columns, _schema(features))


def _drawn(draw: np.random.Generator, column: pa.ChunkedArray, feature: Feature, size: int) -> pa.Array:
    places = draw.integers(0, len(column), size)
    if feature.kind == "category":
        return column.combine_chunks().take(pa.array(places))
    values = column.to_numpy()
    distinct = np.unique(values[~np.isnan(values)])
    if len(distinct) <= FEW:
        return pa.array(values[places], from_pandas=True)
    noise = draw.normal(0, 0.2 * float(np.std(distinct)), size)
    whole = bool((distinct == np.rint(distinct)).all())
    return pa.array(values[places] + (np.rint(noise) if whole else noise), from_pandas=True)


def _plain(table: pa.Table, feature: Feature) -> Sequence[Value] | np.ndarray:
    column = table.column(feature.name)
    return column.to_pylist() if feature.kind == "category" else np.asarray(column.to_numpy())


@dataclass(frozen=True)
class Stand:
    """What stands for an opened store when clients are compared: all but a model."""

    features: tuple[Feature, ...]
    position: dict[str, int]
    clients: store.Clients
    groups: groups.Published
    engine: DuckDB

    def row(self, client: int) -> ClientRow:
        """Give what was written of a client."""
        row = self.clients.get(client)
        assert row is not None
        return row

    def values(self, client: int) -> dict[str, Value]:
        """Give a client's values by feature."""
        return self.named(self.row(client))

    def named(self, row: ClientRow) -> dict[str, Value]:
        """Give a row's values by feature."""
        return dict(zip(self.position, row.values, strict=True))

    @property
    def cases(self) -> Stand:
        """What makes feature rows of applications: here the same, as nothing is computed."""
        return self

    def rows(self, application: Application) -> pa.Table:
        """Give the row of a client with fields laid over it."""
        assert application.client is not None
        laid, schema = self.values(application.client) | application.fields, _schema(self.features)
        return pa.table({name: pa.array([laid[name]], schema.field(name).type) for name in self.position})


def opened(folder: Path, features: tuple[Feature, ...]) -> Stand:
    """Open the files of a folder."""
    names = [feature.name for feature in features]
    engine = DuckDB(1000, 1, [folder])
    engine.view(COLUMNS, folder / store.COLUMNS)
    position = {name: place for place, name in enumerate(names)}
    published = groups.Published(folder / store.GROUPS, 500)
    clients = store.Clients(folder / store.CLIENTS, names)
    return Stand(features, position, clients, published, engine)
