"""A session of an engine that holds no table yet, and the invented clients' features."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB, Session
from scoring.features import learn_durations, write_features
from scoring.tables import CLIENT
from tests.features.reference import Tiny
from tests.staging.outcomes import staged
from tests.stores import TINY


@pytest.fixture(scope="session")
def engine() -> Iterator[DuckDB]:
    with DuckDB(memory=400, threads=2) as opened:
        yield opened


@pytest.fixture
def session(engine: DuckDB) -> Iterator[Session]:
    with engine.session() as opened:
        yield opened


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staged tables of the invented clients, what is learnt of them and their features."""
    work = tmp_path_factory.mktemp("features")
    staged(work / "staged", TINY)
    with DuckDB(400, 2, [work]) as engine:
        learn_durations(engine, work / "staged", work / "durations.parquet")
        write_features(engine, work / "staged", work / "durations.parquet", work / "features.parquet")
    return work


@pytest.fixture(scope="session")
def tiny(folder: Path) -> Tiny:
    return Tiny(folder / "staged", pq.read_table(folder / "features.parquet").to_pandas().set_index(CLIENT))
