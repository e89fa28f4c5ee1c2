"""Feature rows from staged tables: the same statements for every client and for one."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring.engine import Address, Engine, Place, Session, Statements
from scoring.features import durations
from scoring.features.application import FEATURES as APPLICATION_FEATURES
from scoring.features.catalogue import BLOCKS, FEATURES
from scoring.features.declaration import Feature
from scoring.features.rendering import HISTORIES, application_sql, block_sql, histories_sql, mentioned, row_sql
from scoring.tables import CLIENT, TABLES


def learn_durations(engine: Engine, staged: Place, out: Place) -> None:
    """Learn the table of loan durations from a folder of staged tables into a Parquet file."""
    with engine.session() as session:
        session.view("previous_application", staged / "previous_application.parquet")
        session.write_parquet(f"{durations.durations_sql()} ORDER BY BAND", out)


def name_durations(engine: Session, learnt: Path) -> None:
    """Name the learnt table of durations as the statements expect it."""
    engine.view(durations.RELATION, learnt)


def write_features(engine: Engine, staged: Place, learnt: Place, out: Place) -> None:
    """Compute the features of a folder of staged tables into one Parquet file, ordered by client.

    `learnt` is the table of durations that the model was, or will be, trained with.
    """
    with engine.session() as session:
        session.write_parquet(features_sql(session, staged, learnt), out)


def features_sql(session: Statements, staged: Place, learnt: Place) -> str:
    """Compute the history blocks of a folder of staged tables; give the query of its feature rows.

    The session must be one that nobody else reads: its relations are named as the tables.
    """
    for table in TABLES:
        session.view(table.name, staged / f"{table.name}.parquet")
    if isinstance(learnt, Address):
        session.view(durations.RELATION, learnt)
    else:  # a model's own file lies where it is, out of a cluster's reach
        session.hold(durations.RELATION, pq.read_table(learnt))
    compute_blocks(session)
    return f"{row_sql(FEATURES, BLOCKS)} ORDER BY {CLIENT}"


def compute_blocks(session: Statements) -> None:
    """Compute every history block over the session's staged relations, named as their tables."""
    for block in BLOCKS:
        session.materialise(block.relation, block_sql(block))


def compute_histories(session: Session) -> pa.Table:
    """Compute the blocks and gather each applicant's history features; give and keep them."""
    compute_blocks(session)
    session.materialise(HISTORIES, histories_sql(BLOCKS))
    return session.table(f"FROM {HISTORIES}")


def application_rows(session: Session, features: Sequence[Feature] = APPLICATION_FEATURES) -> pa.Table:
    """Give features of every row of the session's application, all read over one client's histories.

    The histories must have been computed; they are not computed again. The rows, told apart by
    their SK_ID_CURR and ordered by it, may be variants of one application.
    """
    read = mentioned(features)
    known = "".join(f", {f.name}" for block in BLOCKS for f in block.features if f.name in read)
    histories = f"(SELECT own.{CLIENT}{known} FROM application AS own CROSS JOIN {HISTORIES})"
    return session.table(f"{application_sql(features, histories)}\nORDER BY application.{CLIENT}")


def depending(fields: Collection[str]) -> tuple[Feature, ...]:
    """Give the application features that read any of the application's `fields`."""
    return tuple(feature for feature in APPLICATION_FEATURES if not mentioned([feature]).isdisjoint(fields))
