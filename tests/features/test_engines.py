"""Every feature is the same on DuckDB and on Spark, from the one text that both run unmodified."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from scoring import synthetic
from scoring.engine import Spark
from scoring.features import FEATURES
from scoring.pipeline import steps
from scoring.settings import Settings
from scoring.tables import CLIENT, TABLES
from tests.features.agreement import differences
from tests.features.edges import LENGTHS, PATTERNS, REPEATS, write_edges
from tests.staging.outcomes import staged
from tests.stores import TINY, real_sample

LARGE = 100_000
ORIGINS = ("edges", "nan", "invented", "real")
KEPT = ("DAYS_CREDIT", "CNT_PAYMENT", "MONTHS_BALANCE")
"""Never made NaN: DuckDB refuses to spread the first, all learn from the second, the third is a key."""


ASIDE = 10**8
"""What is added to the ids of each set of clients, times its place: several share one run of each engine."""


@dataclass(frozen=True)
class Both:
    """What each engine computed of the same clients."""

    duckdb: pa.Table
    spark: pa.Table

    def of(self, origin: str) -> Both:
        """Keep one set of clients."""
        place = ORIGINS.index(origin)
        known = (pc.field(CLIENT) >= place * ASIDE) & (pc.field(CLIENT) < (place + 1) * ASIDE)
        return Both(self.duckdb.filter(known), self.spark.filter(known))

    def differences(self) -> list[str]:
        """Say of each feature how often the engines differ."""
        return differences(self.duckdb, self.spark)


def both(data: Path) -> Both:
    """Compute every feature of a data folder's staged tables as `scoring features` does, on each engine."""
    return Both(computed(data, "duckdb"), computed(data, "spark"))


def computed(data: Path, engine: str) -> pa.Table:
    settings = Settings(data=data, engine=engine, spark_master="local[2]", memory=1500, threads=2)
    features = steps.features(settings, progress=lambda text: None)
    features.with_suffix(".json").unlink()  # else they are up to date for the other engine
    return pq.read_table(features)


@pytest.fixture(scope="module")
def compared(spark: Spark, tmp_path_factory: pytest.TempPathFactory) -> Both:
    """The edges, the invented clients and, where it is, the real sample, computed together."""
    work = tmp_path_factory.mktemp("engines")
    raws = {"edges": write_edges(work / "raw"), "invented": TINY, "real": real_sample()}
    for origin, raw in raws.items():
        if raw is not None:
            staged(work / origin, raw)
    not_numbers(work / "edges", work / "nan")
    together(work, work / "data" / "work" / "staged")
    return both(work / "data")


def not_numbers(source: Path, out: Path) -> None:
    """Copy staged tables with NaN for every third value: staging lets none pass, the engines may still meet one."""
    out.mkdir()
    for table in TABLES:
        rows = pq.read_table(source / f"{table.name}.parquet")
        for place, field in enumerate(rows.schema):
            if field.type == pa.float64() and field.name not in KEPT:
                marked = (pa.array(np.arange(rows.num_rows)).to_numpy() + place) % 3 == 0
                values = pc.if_else(pa.array(marked), float("nan"), rows.column(field.name))
                rows = rows.set_column(place, field.name, values)
        pq.write_table(rows, out / f"{table.name}.parquet")


def together(work: Path, out: Path) -> None:
    """Put the staged tables of every origin together, with ids of their own."""
    out.mkdir(parents=True)
    shutil.copy(work / "edges" / "report.json", out)
    for table in TABLES:
        found = [
            _set_aside(pq.read_table(work / origin / f"{table.name}.parquet"), place * ASIDE)
            for place, origin in enumerate(ORIGINS)
            if (work / origin).exists()
        ]
        pq.write_table(pa.concat_tables(found), out / f"{table.name}.parquet")


def _set_aside(rows: pa.Table, added: int) -> pa.Table:
    for place, field in enumerate(rows.schema):
        if field.name.startswith("SK_ID"):
            rows = rows.set_column(place, field.name, pc.add(rows.column(field.name), added))
    return rows.cast(pa.schema([(field.name, field.type) for field in rows.schema]))


def test_at_the_edges(compared: Both) -> None:
    edges = compared.of("edges")
    assert edges.duckdb.num_rows == len(PATTERNS) * len(LENGTHS) * REPEATS
    assert edges.differences() == []


def test_the_edges_move_every_feature(compared: Both) -> None:
    found = compared.of("edges").spark
    same = [feature.name for feature in FEATURES if len(found.column(feature.name).drop_null().unique()) < 2]
    assert same == []


def test_for_values_that_are_no_numbers(compared: Both) -> None:
    found = compared.of("nan")
    moved = [name for name in found.duckdb.column_names if _has_nan(found.duckdb.column(name))]
    assert len(moved) > 300
    assert found.differences() == []


def _has_nan(column: pa.ChunkedArray) -> bool:
    return column.type == pa.float64() and bool(pc.any(pc.is_nan(column)).as_py())


def test_for_invented_clients(compared: Both) -> None:
    assert compared.of("invented").differences() == []


@pytest.mark.real
def test_for_real_clients(compared: Both, sample: Path) -> None:
    assert compared.of("real").differences() == []


@pytest.mark.slow
@pytest.mark.usefixtures("spark")
def test_for_a_hundred_thousand_invented_clients(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "raw", LARGE, 5, lambda text, done: None)
    staged(tmp_path / "data" / "work" / "staged", tmp_path / "raw")
    found = both(tmp_path / "data")
    assert found.duckdb.num_rows == LARGE
    assert found.differences() == []


# The comparison itself ----------------------------------------------------------------------------


def features(**changed: object) -> pa.Table:
    """Give a client's features: 1 or "x", but for those changed."""
    kinds = {"category": ("x", pa.string()), "number": (1.0, pa.float64())}
    defaults = {feature.name: kinds[feature.kind] for feature in FEATURES}
    values = {name: pa.array([changed.get(name, usual)], kind) for name, (usual, kind) in defaults.items()}
    return pa.table({CLIENT: [7], **values})


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, 0),
        ({"AMT_CREDIT": 1.0 + 1e-10}, 0),
        ({"AMT_CREDIT": 1.0 + 1e-8}, 1),
        ({"AMT_CREDIT": None}, 1),
        ({"BUREAU_COUNT": 1.0 + 1e-10}, 1),
        ({"NAME_CONTRACT_TYPE": "y"}, 1),
        ({"NAME_CONTRACT_TYPE": None, "AMT_CREDIT": 0.0}, 2),
    ],
)
def test_a_difference_is_found(changed: dict[str, object], found: int) -> None:
    assert len(differences(features(), features(**changed))) == found
