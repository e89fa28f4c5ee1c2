"""Feature rows of the batch and of one client come from the same statements, and are the same."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.engine import DuckDB
from scoring.features import BLOCKS, FEATURES, compute_blocks, feature_rows, write_features
from scoring.tables import CLIENT, TABLES
from tests.staging.outcomes import staged
from tests.stores import TINY

CLOSE = 1e-9


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The staged tables of the invented clients, and their features."""
    work = tmp_path_factory.mktemp("features")
    staged(work / "staged", TINY)
    with DuckDB(400, 2, [work]) as engine:
        write_features(engine, work / "staged", work / "features.parquet")
    return work


@pytest.fixture(scope="module")
def batch(folder: Path) -> pa.Table:
    return pq.read_table(folder / "features.parquet")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[DuckDB]:
    """An engine in which the staged tables are named all_<table>."""
    with DuckDB(400, 2, [folder]) as opened:
        for table in TABLES:
            opened.view(f"all_{table.name}", folder / "staged" / f"{table.name}.parquet")
        yield opened


def test_one_row_per_applicant_in_order_of_id(folder: Path, batch: pa.Table) -> None:
    applicants = pq.read_table(folder / "staged" / "application.parquet", columns=[CLIENT])
    assert batch.column(CLIENT).to_pylist() == sorted(applicants.column(CLIENT).to_pylist())
    assert len(set(batch.column(CLIENT).to_pylist())) == batch.num_rows == 150


def test_columns_are_the_declared_features_in_order_with_their_types(batch: pa.Table) -> None:
    assert batch.column_names == [CLIENT, *(feature.name for feature in FEATURES)]
    types = {"number": "double", "category": "string"}
    assert [str(batch.schema.field(f.name).type) for f in FEATURES] == [types[f.kind] for f in FEATURES]


def test_every_number_is_finite(batch: pa.Table) -> None:
    for feature in FEATURES:
        if feature.kind == "number":
            assert all(math.isfinite(value) for value in batch.column(feature.name).drop_null().to_pylist())


def without_history(batch: pa.Table) -> list[int]:
    counts = ("BUREAU_COUNT", "PREVIOUS_COUNT", "POS_MONTH_COUNT", "CARD_MONTH_COUNT", "INSTALMENT_COUNT")
    return [row[CLIENT] for row in batch.to_pylist() if not any(row[name] for name in counts)]


def test_a_client_without_history_has_the_declared_values(batch: pa.Table) -> None:
    client = without_history(batch)[0]
    [row] = [row for row in batch.to_pylist() if row[CLIENT] == client]
    for block in BLOCKS:
        for feature in block.features:
            assert row[feature.name] == feature.absent, feature.name


def equal(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=CLOSE, abs_tol=CLOSE)
    return bool(one == other)


def test_one_client_alone_equals_the_batch(engine: DuckDB, batch: pa.Table) -> None:
    rows = {row[CLIENT]: row for row in batch.to_pylist()}
    clients = sorted({*list(rows)[::17], without_history(batch)[0]})
    assert len(clients) >= 9
    for client in clients:
        with engine.session() as session:
            for table in TABLES:
                session.materialise(table.name, f'FROM "all_{table.name}" WHERE {CLIENT} = ?', [client])
            compute_blocks(session)
            [alone] = feature_rows(session).to_pylist()
        differing = [name for name, value in alone.items() if not equal(value, rows[client][name])]
        assert differing == [], client


def test_rows_of_several_clients_come_in_order_of_id(engine: DuckDB) -> None:
    with engine.session() as session:
        for table in TABLES:
            session.materialise(table.name, f'FROM "all_{table.name}" ORDER BY {CLIENT} DESC')
        compute_blocks(session)
        clients = feature_rows(session).column(CLIENT).to_pylist()
    assert clients == sorted(clients)
