"""Feature rows from staged tables: the same statements for every client and for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring.aside import file_aside
from scoring.engine import Address, DuckDB, Engine, Place, Session, Statements, literal, path
from scoring.features import durations
from scoring.features.application import FEATURES as APPLICATION_FEATURES
from scoring.features.catalogue import BLOCKS, FEATURES
from scoring.features.declaration import Feature
from scoring.features.rendering import (
    HISTORIES,
    application_sql,
    block_sql,
    histories_sql,
    mentioned,
    row_sql,
)
from scoring.tables import APPLICATION, CLIENT, TABLES

PORTION = 15_000
"""Clients computed together at most: some 60 MB of features."""
MOST_AT_ONCE = 8
"""Portions computed at once at most: more than one thread can write meanwhile."""
CATEGORIES = [feature.name for feature in FEATURES if feature.kind == "category"]


def learn_durations(engine: Engine, staged: Place, out: Place) -> None:
    """Learn the table of loan durations from a folder of staged tables into a Parquet file."""
    with engine.session() as session:
        session.view("previous_application", staged / "previous_application.parquet")
        session.write_parquet(f"{durations.durations_sql()} ORDER BY BAND", out)


def name_durations(engine: Session, learnt: Path) -> None:
    """Keep the learnt table of durations as the statements expect it."""
    engine.materialise(durations.RELATION, f"FROM read_parquet({literal(learnt)})")


def write_features(engine: Engine, staged: Place, learnt: Place, out: Place) -> None:
    """Compute the features of a folder of staged tables into one Parquet file, ordered by client.

    `learnt` is the table of durations that the model was, or will be, trained with.
    """
    if isinstance(engine, DuckDB):
        write_portions(engine, path(staged), path(learnt), path(out))
        return
    with engine.session() as session:
        session.write_parquet(features_sql(session, staged, learnt), out)


def write_portions(engine: DuckDB, staged: Path, learnt: Path, out: Path) -> None:
    """Do as `write_features`, some clients at a time: memory does not grow with their number."""

    def computed(portion: str) -> pa.Table:
        with engine.session() as session:
            return session.table(features_sql(session, staged, learnt, portion))

    at_once = min(engine.at_once, MOST_AT_ONCE)
    clients = pq.read_metadata(staged / f"{APPLICATION.name}.parquet").num_rows
    parts = portions(engine, staged, min(PORTION, -(-clients // at_once)))
    with file_aside(out) as aside, ThreadPoolExecutor(at_once) as threads, ExitStack() as opened:
        opened.callback(threads.shutdown, cancel_futures=True)  # what fails does not wait for the other portions
        writer: pq.ParquetWriter | None = None
        for rows in threads.map(computed, parts):
            writer = writer or opened.enter_context(pq.ParquetWriter(aside, rows.schema, use_dictionary=CATEGORIES))
            writer.write_table(rows)


def portions(engine: DuckDB, staged: Path, size: int) -> list[str]:
    """Give the conditions on SK_ID_CURR that part the staged applicants into portions of `size`, in order."""
    numbered = (
        f"SELECT {CLIENT}, (ROW_NUMBER() OVER (ORDER BY {CLIENT}) - 1) // {size} AS portion FROM {APPLICATION.name}"
    )
    with engine.session() as session:
        session.view(APPLICATION.name, staged / f"{APPLICATION.name}.parquet")
        ends = session.rows(f"SELECT MIN({CLIENT}), MAX({CLIENT}) FROM ({numbered}) GROUP BY portion ORDER BY portion")
    return [f"{CLIENT} BETWEEN {first} AND {last}" for first, last in ends]


def features_sql(session: Statements, staged: Place, learnt: Place, part: str = "") -> str:
    """Compute the history features of a folder of staged tables; give the query of its feature rows.

    `part` is a condition on SK_ID_CURR; empty means everyone. The session must be one that nobody
    else reads: its relations are named as the tables.
    """
    for table in TABLES:
        session.view(table.name, staged / f"{table.name}.parquet", where=part)
    if isinstance(learnt, Address):
        session.view(durations.RELATION, learnt)
    else:  # a model's own file lies where it is, out of a cluster's reach
        session.hold(durations.RELATION, pq.read_table(learnt))
    gather_histories(session)
    return f"{row_sql(FEATURES, BLOCKS)}\nORDER BY application.{CLIENT}"


def gather_histories(session: Statements) -> None:
    """Compute every history block over the relations named as the tables; gather each applicant's features.

    They are kept for the application's statement: planned in one with it, that takes seconds.
    """
    for block in BLOCKS:
        session.materialise(block.relation, block_sql(block))
    session.materialise(HISTORIES, histories_sql(BLOCKS))


def feature_rows(session: Session) -> pa.Table:
    """Give the feature row of each applicant of the relations named as the tables, ordered by client."""
    gather_histories(session)
    return session.table(f"{row_sql(FEATURES, BLOCKS)}\nORDER BY application.{CLIENT}")


def application_rows(session: Session, features: Sequence[Feature]) -> pa.Table:
    """Give application features of every row of the application, ordered by client.

    The relation of the histories holds each row's history features that these read; none is computed.
    """
    return session.table(f"{application_sql(features)}\nORDER BY application.{CLIENT}")


def depending(fields: Collection[str]) -> tuple[Feature, ...]:
    """Give the application features that read any of the application's `fields`."""
    return tuple(feature for feature in APPLICATION_FEATURES if not mentioned(feature).isdisjoint(fields))
