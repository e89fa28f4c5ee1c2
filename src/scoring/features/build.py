"""Feature rows from staged tables: the same statements for every client and for one."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from scoring.engine import DuckDB, Session
from scoring.features.catalogue import BLOCKS, FEATURES
from scoring.features.rendering import block_sql, row_sql
from scoring.tables import CLIENT, TABLES


def compute_blocks(session: Session) -> None:
    """Compute every history block over the session's staged relations, named as their tables."""
    for block in BLOCKS:
        session.materialise(block.relation, block_sql(block))


def feature_rows(session: Session) -> pa.Table:
    """Give the feature rows of the session's applicants, ordered by client; blocks come first."""
    return session.table(f"{row_sql(FEATURES, BLOCKS)} ORDER BY {CLIENT}")


def write_features(engine: DuckDB, staged: Path, out: Path) -> None:
    """Compute the features of a folder of staged tables into one Parquet file, ordered by client."""
    for table in TABLES:
        engine.view(table.name, staged / f"{table.name}.parquet")
    with engine.session() as session:
        compute_blocks(session)
        session.write_parquet(f"{row_sql(FEATURES, BLOCKS)} ORDER BY {CLIENT}", out)
