"""Where Spark starts to pay: all features, by DuckDB and by Spark on two cores of this machine, at two sizes.

BENCH_CLIENTS sets the larger size (30,000 invented clients by default); docs/cluster.md has more of them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from scoring.engine.starting import missing
from tests.benchmarks.engines import Line, growth, measured, written
from tests.benchmarks.measure import Cost

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "30000"))


@pytest.mark.slow
def test_features_by_duckdb_and_by_spark(tmp_path: Path) -> None:
    lacking = list(missing())
    if lacking:
        pytest.skip("; ".join(lacking))
    lines = [measured(clients, tmp_path / str(clients)) for clients in (CLIENTS // 4, CLIENTS)]
    print(f"\nall features, two cores\n\n{written(lines)}\n\n{growth(lines)}")


def test_what_is_said_of_two_sizes() -> None:
    stage = Cost(wall=1.0, memory=400, processor=1.5)
    few, many = (
        Line(clients, stage, {"duckdb": Cost(duckdb, 300, duckdb), "spark": Cost(spark, 900, 2 * spark)})
        for clients, duckdb, spark in ((1_000, 2.0, 10.0), (3_000, 3.0, 14.0))
    )
    assert written([few, many]).splitlines()[2:] == [
        "| 1,000 | duckdb | 1.0 | 2.0 | 3.0 | 2.0 | 400 | 1.0 | 1.0 |",
        "| 1,000 | spark | 1.0 | 10.0 | 11.0 | 20.0 | 900 | 5.0 | 10.0 |",
        "| 3,000 | duckdb | 1.0 | 3.0 | 4.0 | 3.0 | 400 | 1.0 | 1.0 |",
        "| 3,000 | spark | 1.0 | 14.0 | 15.0 | 28.0 | 900 | 4.7 | 9.3 |",
    ]
    assert "0.50 s of processor by DuckDB and\n4.00 s by Spark: 8.0 times as much." in growth([few, many])
