"""The simple features that many kernels start from, said once and computed two ways.

Of each history table: rows; least, largest, mean, sum and spread of every number; the share of every
category; the numbers again over active and closed credits, approved and refused applications.
`python -m tests.benchmarks.simple WAY RAW OUT` computes them from CSV files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from scoring.engine import DuckDB, Session, identifier, literal
from scoring.features.declaration import Feature
from scoring.features.expressions import largest, mean, part, rows, smallest, spread, total
from scoring.staging import Limits, stage
from scoring.staging.cleaning import RAW_TYPES
from scoring.staging.header import read_header
from scoring.tables import CLIENT, HISTORIES, TABLES, Table

MEMORY = 3500
STATISTICS = {"MIN": smallest, "MAX": largest, "MEAN": mean, "SUM": total, "STD": spread}
SUBSETS = {
    "bureau": ("CREDIT_ACTIVE", ("Active", "Closed")),
    "previous_application": ("NAME_CONTRACT_STATUS", ("Approved", "Refused")),
}
SUBSET_STATISTICS = ("MIN", "MAX", "MEAN")


def numbers(table: Table) -> list[str]:
    """Columns that are aggregated."""
    return [column.name for column in table.columns if column.kind in ("number", "whole")]


def texts(table: Table) -> list[str]:
    """Columns whose categories are counted."""
    return [column.name for column in table.columns if column.kind == "text"]


def features(session: Session, table: Table) -> list[Feature]:
    """The table's simple features, as ours are declared; the categories are those found."""
    found = [Feature("COUNT", rows(), "count")]
    found += [Feature(f"{n}_{s}", make(n), "money") for n in numbers(table) for s, make in STATISTICS.items()]
    for name in texts(table):
        known = session.rows(f"SELECT DISTINCT {name} FROM {table.name} WHERE {name} IS NOT NULL ORDER BY 1")
        found += [Feature(f"{name}_{v}", part(f"{name} = {literal(v)}"), "share") for (v,) in known]
    subset, values = SUBSETS.get(table.name, ("", ()))
    for value in values:
        where = f"{subset} = {literal(value)}"
        found += [
            Feature(f"{value}_{n}_{s}", STATISTICS[s](n, where), "money")
            for n in numbers(table)
            for s in SUBSET_STATISTICS
        ]
    return found


def with_engine(raw: Path, out: Path) -> None:
    """Stage the files, then one statement per table."""
    stage([raw], out / "staged", Limits(MEMORY), progress=lambda text: None)
    with DuckDB(MEMORY, folders=[out]) as engine:
        for table in HISTORIES:
            engine.view(table.name, out / "staged" / f"{table.name}.parquet")
            columns = ", ".join(f"{f.expression} AS {identifier(f.name)}" for f in features(engine, table))
            sql = f"SELECT {CLIENT}, {columns} FROM {table.name} WHERE {CLIENT} IS NOT NULL GROUP BY {CLIENT}"
            engine.write_parquet(f"{sql} ORDER BY {CLIENT}", out / f"{table.name}.parquet")


def with_pandas(raw: Path, out: Path) -> None:
    """The same by pandas, vectorised: read, blank sentinels, indicators of categories, group."""
    parents = None
    for table in HISTORIES:
        frame = pd.read_csv(raw / f"{table.name}.csv")
        if table.name == "bureau":
            parents = frame[["SK_ID_BUREAU", CLIENT]]
        if table.name == "bureau_balance":
            frame = frame.merge(parents, on="SK_ID_BUREAU")
        for column in table.columns:
            if column.sentinels:
                frame[column.name] = frame[column.name].where(~frame[column.name].isin(column.sentinels))
        aggregated(table, frame).reset_index().to_parquet(out / f"{table.name}.parquet")


def aggregated(table: Table, frame: pd.DataFrame) -> pd.DataFrame:
    """Aggregate one table by client."""
    grouped = frame.groupby(CLIENT)
    found = [grouped.size().rename("COUNT").to_frame(), _named(grouped[numbers(table)], tuple(STATISTICS), "")]
    if texts(table):
        indicators = pd.get_dummies(frame[texts(table)])
        found.append(indicators.groupby(frame[CLIENT]).mean())
    subset, values = SUBSETS.get(table.name, ("", ()))
    for value in values:
        chosen = frame[frame[subset] == value].groupby(CLIENT)
        found.append(_named(chosen[numbers(table)], SUBSET_STATISTICS, f"{value}_"))
    return pd.concat(found, axis=1)


def _named(grouped: pd.api.typing.DataFrameGroupBy, statistics: tuple[str, ...], prefix: str) -> pd.DataFrame:
    found = grouped.agg([name.lower() for name in statistics])
    found.columns = pd.Index([f"{prefix}{name}_{statistic.upper()}" for name, statistic in found.columns])
    return found


def floor(raw: Path, out: Path) -> None:
    """Merely read the files."""
    with DuckDB(MEMORY, folders=[raw]) as engine:
        for table in HISTORIES:
            engine.rows(f"SELECT COUNT(*) FROM read_csv('{raw / table.name}.csv', all_varchar = true)")


def copy(raw: Path, out: Path) -> None:
    """Copy every file to Parquet, its values typed: in the order of its lines, and nothing verified."""
    out.mkdir(exist_ok=True)
    with DuckDB(MEMORY, folders=[raw, out]) as engine:
        for path in raw.glob("*.csv"):
            table = next(table for table in TABLES if path.stem in table.files)
            types = ", ".join(f"{literal(n)}: {literal(RAW_TYPES[table[n].kind])}" for n in read_header(path))
            source = f"read_csv({literal(path)}, auto_detect = false, header = true, columns = {{{types}}})"
            copied = out / f"{path.stem}.copied.parquet"
            engine.write_parquet(f"FROM {source}", copied)
            copied.unlink()


WAYS = {"scoring": with_engine, "pandas": with_pandas, "floor": floor, "copy": copy}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
