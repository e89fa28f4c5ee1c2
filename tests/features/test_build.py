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
from scoring.features import (
    BLOCKS,
    FEATURES,
    application_rows,
    build,
    depending,
    feature_rows,
    gather_histories,
    learn_durations,
    name_durations,
    write_features,
)
from scoring.features.application import FEATURES as OF_APPLICATION
from scoring.features.build import portions
from scoring.tables import CLIENT, TABLES

CLOSE = 1e-9


@pytest.fixture(scope="module")
def batch(folder: Path) -> pa.Table:
    return pq.read_table(folder / "features.parquet")


@pytest.fixture(scope="module")
def engine(folder: Path) -> Iterator[DuckDB]:
    """An engine in which the staged tables are named all_<table>."""
    with DuckDB(400, 2, [folder]) as opened:
        for table in TABLES:
            opened.view(f"all_{table.name}", folder / "staged" / f"{table.name}.parquet")
        name_durations(opened, folder / "durations.parquet")
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
            [alone] = feature_rows(session).to_pylist()
        assert list(alone) == list(rows[client])
        differing = [name for name, value in alone.items() if not equal(value, rows[client][name])]
        assert differing == [], client


def test_another_application_is_read_over_histories_computed_before(engine: DuckDB, batch: pa.Table) -> None:
    row = next(row for row in batch.to_pylist() if row["BUREAU_DEBT_TOTAL"] and row["INSTALMENT_DUE_MAX"])
    with engine.session() as session:
        for table in TABLES:
            session.materialise(table.name, f'FROM "all_{table.name}" WHERE {CLIENT} = ?', [row[CLIENT]])
        gather_histories(session)
        changed = f'SELECT * REPLACE (1e6 AS AMT_INCOME_TOTAL) FROM "all_application" WHERE {CLIENT} = ?'
        session.materialise("application", changed, [row[CLIENT]])
        [own] = application_rows(session, OF_APPLICATION).to_pylist()
    assert list(own) == [CLIENT, *(feature.name for feature in OF_APPLICATION)]
    assert own["BUREAU_DEBT_TO_INCOME"] == pytest.approx(row["BUREAU_DEBT_TOTAL"] / 1e6)
    assert own["ANNUITY_TO_LARGEST_INSTALMENT"] == row["ANNUITY_TO_LARGEST_INSTALMENT"]


def test_every_applicant_s_row_is_the_batch_s_whatever_the_order_of_rows(engine: DuckDB, batch: pa.Table) -> None:
    with engine.session() as session:
        for table in TABLES:
            session.materialise(table.name, f'FROM "all_{table.name}" ORDER BY {CLIENT} DESC')
        found = feature_rows(session)
    assert found.column_names == batch.column_names
    for one, other in zip(found.to_pylist(), batch.to_pylist(), strict=True):
        assert [name for name in one if not equal(one[name], other[name])] == []


def test_durations_are_learnt_once_and_read_by_band(folder: Path, batch: pa.Table) -> None:
    learnt = dict(zip(*pq.read_table(folder / "durations.parquet").to_pydict().values(), strict=True))
    assert list(learnt) == sorted(learnt)
    assert learnt
    told = 0
    for row in batch.to_pylist():
        asked, payment = row["AMT_CREDIT"], row["AMT_ANNUITY"]
        band = None if asked is None or not payment else math.floor(2 * asked / payment)
        assert row["IMPLIED_DURATION"] == learnt.get(band)
        told += row["IMPLIED_DURATION"] is not None
    assert 0 < told < batch.num_rows


def test_learning_again_gives_the_same_file(folder: Path, tmp_path: Path) -> None:
    with DuckDB(400, 1, [folder, tmp_path]) as engine:
        learn_durations(engine, folder / "staged", tmp_path / "again.parquet")
        write_features(engine, folder / "staged", tmp_path / "again.parquet", tmp_path / "features.parquet")
    assert pq.read_table(tmp_path / "again.parquet").equals(pq.read_table(folder / "durations.parquet"))
    assert (tmp_path / "features.parquet").exists()


@pytest.mark.parametrize(
    ("field", "read_by", "not_read_by"),
    [
        ("AMT_CREDIT", {"AMT_CREDIT", "CREDIT_TO_ANNUITY", "IMPLIED_DURATION", "IMPLIED_RATE"}, {"AMT_ANNUITY"}),
        ("AMT_ANNUITY", {"CREDIT_TO_ANNUITY", "IMPLIED_DURATION", "ANNUITY_TO_LARGEST_INSTALMENT"}, {"AMT_CREDIT"}),
        ("EXT_SOURCE_2", {"EXT_SOURCE_2", "EXT_SOURCE_MEAN", "EXT_SOURCE_KNOWN"}, {"EXT_SOURCE_1", "AMT_CREDIT"}),
        ("SK_ID_CURR", set(), {"AMT_CREDIT"}),
    ],
)
def test_features_that_read_a_field_depend_on_it(field: str, read_by: set[str], not_read_by: set[str]) -> None:
    names = {feature.name for feature in depending({field})}
    assert read_by <= names
    assert not names & not_read_by


@pytest.mark.parametrize(("size", "parts"), [(1, 150), (67, 3), (150, 1), (10**9, 1)])
def test_portions_hold_every_applicant_once_in_order(
    engine: DuckDB, folder: Path, batch: pa.Table, size: int, parts: int
) -> None:
    conditions = portions(engine, folder / "staged", size)
    with engine.session() as session:
        found = [session.rows(f'SELECT {CLIENT} FROM "all_application" WHERE {part} ORDER BY 1') for part in conditions]
    assert len(conditions) == parts
    assert max(map(len, found)) <= size
    assert [client for rows in found for (client,) in rows] == batch.column(CLIENT).to_pylist()


@pytest.mark.parametrize(("portion", "apart"), [(11, False), (11, True), (10**9, True)])
def test_portions_change_nothing(
    folder: Path, batch: pa.Table, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, portion: int, apart: bool
) -> None:
    monkeypatch.setattr(build, "PORTION", portion)
    with DuckDB(400, 2, [folder, tmp_path], apart) as engine:
        write_features(engine, folder / "staged", folder / "durations.parquet", tmp_path / "features.parquet")
    found = pq.read_table(tmp_path / "features.parquet")
    assert found.schema.equals(batch.schema)
    for one, other in zip(found.to_pylist(), batch.to_pylist(), strict=True):
        assert [name for name in one if not equal(one[name], other[name])] == []
