"""All declared features by vectorised pandas, from the same CSV files: what the engine is compared with.

`python -m tests.benchmarks.pandas_features RAW OUT` writes OUT/features.parquet. It is written as one
who knows pandas and the data would: only the columns that are read, as narrow as they may be; blanks
and sentinels known to the parser; categories as categories; clients and credits as positions, so that
nothing is merged by value; table by table, each freed before the next.
"""

from __future__ import annotations

import sys
from collections.abc import Collection
from pathlib import Path

import numpy as np
import pandas as pd
from sqlglot import exp

from scoring.features import BLOCKS, FEATURES, Block
from scoring.features.durations import LEARNT, READS, band, durations_sql
from scoring.features.rendering import block_sql
from scoring.tables import APPLICATION, BUREAU, CLIENT, PREVIOUS_APPLICATION, TABLE, Column, Table
from tests.benchmarks.pandas_sql import Rows, parsed, selected

PARENT = "SK_ID_BUREAU"
"""What bureau_balance names its client by."""


def dtype(table: Table, column: Column) -> str:
    """Give the narrowest type that holds a column: ids and keys are always known, numbers may be unknown."""
    if column.kind == "text":
        return "str" if table is APPLICATION else "category"
    return "int32" if column.kind == "id" else "int16" if column.name in table.key else "float64"


def read(path: Path, table: Table, names: Collection[str]) -> pd.DataFrame:
    """Read some columns of a CSV file; an empty field or a sentinel is unknown."""
    columns = [column for column in table.columns if column.name in names]
    return pd.read_csv(
        path,
        usecols=[column.name for column in columns],
        dtype={column.name: dtype(table, column) for column in columns},
        na_values={column.name: ["", *column.sentinels] for column in columns},
        keep_default_na=False,
    )


def applications(raw: Path) -> pd.DataFrame:
    """Read every applicant, in order of id."""
    names = {CLIENT, *(feature.name for feature in FEATURES)}
    files = [raw / f"{file}.csv" for file in APPLICATION.files]
    found = pd.concat([read(path, APPLICATION, names) for path in files if path.exists()])
    return found.sort_values(CLIENT, ignore_index=True)


def columns_of(block: Block) -> set[str]:
    """Name the columns that a block's statements read, and those that name the client."""
    statements = [block_sql(block)] + [durations_sql()] * (block.table == PREVIOUS_APPLICATION.name)
    return {CLIENT, PARENT, *(column.name for sql in statements for column in parsed(sql).find_all(exp.Column))}


class Histories:
    """Reads the history tables; the client of each row is a category, one of `clients`, by order of id."""

    def __init__(self, raw: Path, clients: pd.Index) -> None:
        self._raw, self.clients = raw, clients
        self._parents = pd.Series(dtype="int32")

    def read(self, block: Block) -> pd.DataFrame:
        """Read what a block reads of its table; rows of nobody among the clients are left out."""
        table = TABLE[block.table]
        frame = read(self._raw / f"{table.name}.csv", table, columns_of(block))
        codes = self.clients.get_indexer(frame[CLIENT]) if CLIENT in frame else self._of_parents(frame)
        frame[CLIENT] = pd.Categorical.from_codes(codes.astype("int32"), self.clients, validate=False)
        if table is BUREAU:
            self._parents = pd.Series(frame[CLIENT].cat.codes.to_numpy(), frame[PARENT])
        for name in frame.select_dtypes("category").columns.difference([CLIENT, PARENT]):
            known = sorted(frame[name].cat.categories)  # the largest text is that of SQL
            frame[name] = frame[name].cat.set_categories(known, ordered=True)
        return frame if (codes >= 0).all() else frame[codes >= 0]

    def _of_parents(self, frame: pd.DataFrame) -> np.ndarray:
        """Find the clients of months of credits, and make the credits categories."""
        places = self._parents.index.get_indexer(frame[PARENT]).astype("int32")
        frame[PARENT] = pd.Categorical.from_codes(places, self._parents.index, validate=False)
        return np.where(places < 0, -1, self._parents.to_numpy()[places])


def computed(raw: Path) -> pd.DataFrame:
    """Compute every declared feature of every applicant, in order of id; numbers as doubles, categories as text."""
    applied = applications(raw)
    tables, columns = Histories(raw, pd.Index(applied[CLIENT])), dict(applied.items())
    for block in BLOCKS:
        frame = tables.read(block)
        columns |= of_history(block, frame, tables.clients)
        if block.table == PREVIOUS_APPLICATION.name:
            durations = selected(parsed(durations_sql()), {block.table: frame}).set_index("BAND")[LEARNT]
        del frame  # before the next is read
    rows = Rows(columns)
    columns[LEARNT] = rows(parsed(band(*READS))).map(durations)
    passed = {feature.name for block in BLOCKS for feature in block.features}
    found = {f.name: columns[f.name] if f.name in passed else rows(parsed(f.expression)) for f in FEATURES}
    typed = {f.name: found[f.name].astype("str" if f.kind == "category" else "float64") for f in FEATURES}
    return pd.DataFrame({CLIENT: applied[CLIENT], **typed}, copy=False)


def of_history(block: Block, frame: pd.DataFrame, clients: pd.Index) -> dict[str, pd.Series]:
    """Compute the features of a block for every client, those without rows among them."""
    rows = selected(parsed(block_sql(block)), {block.table: frame}).set_index(CLIENT)
    rows = rows.reindex(clients).reset_index(drop=True)
    return {f.name: rows[f.name] if f.absent is None else rows[f.name].fillna(f.absent) for f in block.features}


if __name__ == "__main__":
    computed(Path(sys.argv[1])).to_parquet(Path(sys.argv[2]) / "features.parquet")
