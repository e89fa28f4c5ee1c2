"""The simple features that many kernels start from, said once and computed two ways.

Of each history table: rows, and mean, maximum and sum of every number; shares of the main
categories. `python -m tests.benchmarks.simple ENGINE RAW OUT` computes them from CSV files.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from scoring.engine import DuckDB, identifier
from scoring.features.declaration import Feature
from scoring.features.expressions import largest, mean, part, rows, total
from scoring.staging import Limits, stage
from scoring.tables import CLIENT, HISTORIES, Table

CATEGORIES = {
    "bureau": {"CREDIT_ACTIVE": ["Active", "Closed"], "CREDIT_TYPE": ["Consumer credit", "Credit card"]},
    "bureau_balance": {"STATUS": ["C", "0", "1", "X"]},
    "previous_application": {"NAME_CONTRACT_STATUS": ["Approved", "Refused", "Canceled"]},
    "POS_CASH_balance": {"NAME_CONTRACT_STATUS": ["Active", "Completed"]},
    "credit_card_balance": {"NAME_CONTRACT_STATUS": ["Active"]},
    "installments_payments": {},
}
MEMORY = 3500


def numbers(table: Table) -> list[str]:
    """Columns that are aggregated."""
    return [column.name for column in table.columns if column.kind in ("number", "whole")]


def features(table: Table) -> list[Feature]:
    """The table's simple features, as ours are declared."""
    of = {"MEAN": mean, "MAX": largest, "SUM": total}
    found = [Feature(f"{table.name}_COUNT", rows(), "count")]
    found += [Feature(f"{table.name}_{n}_{s}", make(n), "money") for n in numbers(table) for s, make in of.items()]
    for column, values in CATEGORIES[table.name].items():
        found += [Feature(f"{table.name}_{column}_{v}", part(f"{column} = '{v}'"), "share") for v in values]
    return found


def with_engine(raw: Path, out: Path) -> None:
    """Stage the files, then one statement per table."""
    stage([raw], out / "staged", Limits(MEMORY), progress=lambda text: None)
    with DuckDB(MEMORY, folders=[out]) as engine:
        for table in HISTORIES:
            engine.view(table.name, out / "staged" / f"{table.name}.parquet")
            columns = ", ".join(f"{f.expression} AS {identifier(f.name)}" for f in features(table))
            sql = f"SELECT {CLIENT}, {columns} FROM {table.name} WHERE {CLIENT} IS NOT NULL GROUP BY {CLIENT}"
            engine.write_parquet(f"{sql} ORDER BY {CLIENT}", out / f"{table.name}.parquet")


def with_pandas(raw: Path, out: Path) -> None:
    """The same by pandas, vectorised: read, blank sentinels, group."""
    parents = None
    for table in HISTORIES:
        frame = pd.read_csv(raw / f"{table.name}.csv")
        if table.name == "bureau":
            parents = frame[["SK_ID_BUREAU", CLIENT]]
        if table.name == "bureau_balance":
            frame = frame.merge(parents, on="SK_ID_BUREAU")
        for column in table.columns:
            if column.kind == "number" and column.sentinels:
                frame[column.name] = frame[column.name].where(~frame[column.name].isin(column.sentinels))
        grouped = frame.groupby(CLIENT)
        found = grouped[numbers(table)].agg(["mean", "max", "sum"])
        found.columns = [f"{table.name}_{name}_{statistic.upper()}" for name, statistic in found.columns]
        found[f"{table.name}_COUNT"] = grouped.size()
        for column, values in CATEGORIES[table.name].items():
            for value in values:
                found[f"{table.name}_{column}_{value}"] = (frame[column] == value).groupby(frame[CLIENT]).mean()
        found.reset_index().to_parquet(out / f"{table.name}.parquet")


def floor(raw: Path, out: Path) -> None:
    """Merely read the files."""
    with DuckDB(MEMORY, folders=[raw]) as engine:
        for table in HISTORIES:
            engine.rows(f"SELECT COUNT(*) FROM read_csv('{raw / table.name}.csv', all_varchar = true)")


WAYS = {"scoring": with_engine, "pandas": with_pandas, "floor": floor}

if __name__ == "__main__":
    WAYS[sys.argv[1]](Path(sys.argv[2]), Path(sys.argv[3]))
