"""A session of an engine that holds no table yet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.engine import DuckDB, Session


@pytest.fixture(scope="session")
def engine() -> Iterator[DuckDB]:
    with DuckDB(memory=400, threads=2) as opened:
        yield opened


@pytest.fixture
def session(engine: DuckDB) -> Iterator[Session]:
    with engine.session() as opened:
        yield opened
