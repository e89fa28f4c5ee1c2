"""Where Spark starts to pay: all features, by DuckDB and by Spark on this machine's cores, at two sizes.

BENCH_CLIENTS sets the larger size (30,000 invented clients by default).
"""

from __future__ import annotations

import os
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from scoring import staging, synthetic
from scoring.engine.starting import missing
from tests.benchmarks.measure import Cost, cost, table

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "30000"))
SIZES = (CLIENTS // 4, CLIENTS)
FEATURES = """
import sys
from pathlib import Path
from scoring.pipeline import steps
from scoring.settings import Settings
steps.features(Settings(data=Path(sys.argv[1]), engine=sys.argv[2]), progress=lambda text: None)
"""
pytestmark = pytest.mark.slow


def test_features_by_duckdb_and_by_spark(tmp_path: Path) -> None:
    lacking = list(missing())
    if lacking:
        pytest.skip("; ".join(lacking))
    costs: dict[str, Cost] = {}
    for clients in SIZES:
        data = staged(tmp_path / str(clients), clients)
        for engine in ("duckdb", "spark"):
            costs[f"{engine}, {clients:,} clients"] = cost("-c", FEATURES, str(data), engine)
            features = data / "work" / "features.parquet"
            assert pq.read_metadata(features).num_rows == clients
            features.unlink()  # else they are up to date for the other engine
    print(f"\nall features, {os.cpu_count()} cores\n\n{table(costs, f'duckdb, {CLIENTS:,} clients')}")
    duckdb, spark = (grown(costs, engine) for engine in ("duckdb", "spark"))
    print(f"\nof processor, for each further thousand clients: DuckDB {duckdb:.2f} s, Spark {spark:.2f} s")


def grown(costs: dict[str, Cost], engine: str) -> float:
    """Seconds of processor that a thousand clients more take, once the engine has started."""
    few, many = (costs[f"{engine}, {clients:,} clients"].processor for clients in SIZES)
    return (many - few) / (SIZES[1] - SIZES[0]) * 1000


def staged(folder: Path, clients: int) -> Path:
    """Invent clients and stage them; give their data folder."""
    synthetic.write(folder / "raw", clients, seed=1)
    limits = staging.Limits(2000)
    staging.stage([folder / "raw"], folder / "data" / "work" / "staged", limits, progress=lambda text: None)
    return folder / "data"
