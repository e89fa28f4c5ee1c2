"""Where Spark starts to pay: all features by DuckDB and by Spark, each on two cores of this machine.

`python -m tests.benchmarks.engines --sizes 25000 100000 356255 --out docs/cluster.md` invents the clients of each
size, stages them and computes their features by each engine, a command and a process each, and writes a section of
docs/cluster.md. Spark needs Java, see that page.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path

import pyarrow.parquet as pq

from scoring import synthetic
from scoring.engine.starting import missing
from tests.benchmarks.measure import Cost, cost, defaults
from tests.benchmarks.section import rewrite

CORES = 2
ENGINES = {"duckdb": (), "spark": ("--spark-master", f"local[{CORES}]")}
SIZES = (25_000, 100_000, 356_255)


@dataclass(frozen=True)
class Line:
    """What one size costs: staging, which is always DuckDB's, and all features by each engine."""

    clients: int
    stage: Cost
    features: dict[str, Cost]


def measured(clients: int, work: Path) -> Line:
    """Invent clients, stage them and compute their features by each engine, in the empty folder `work`."""
    synthetic.write(work / "raw", clients, seed=1)
    environment = defaults(work / "data") | {"SCORING_THREADS": str(CORES)}
    verb = ("-m", "scoring.cli")
    stage = cost(*verb, "stage", "--raw", str(work / "raw"), environment=environment)
    features: dict[str, Cost] = {}
    for engine, options in ENGINES.items():
        features[engine] = cost(*verb, "features", "--engine", engine, *options, environment=environment)
        file = work / "data" / "work" / "features.parquet"
        assert pq.read_metadata(file).num_rows == clients
        file.unlink()  # else they are up to date for the other engine
    return Line(clients, stage, features)


def written(lines: Sequence[Line]) -> str:
    """Write the sizes as a Markdown table, Spark's features beside DuckDB's of the same size."""
    rows = [
        "| clients | engine | staging, s | features, s | together, s | features, of processor | MB, peak |"
        " features, ratio | of processor, ratio |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        least = line.features["duckdb"]
        for engine, c in line.features.items():
            staging, peak = line.stage.wall, max(c.memory, line.stage.memory)
            rows.append(
                f"| {line.clients:,} | {engine} | {staging:.1f} | {c.wall:.1f} | {staging + c.wall:.1f} |"
                f" {c.processor:.1f} | {peak:,.0f} | {c.wall / least.wall:.1f} | {c.processor / least.processor:.1f} |"
            )
    return "\n".join(rows)


def growth(lines: Sequence[Line]) -> str:
    """Say what a thousand clients more take of each engine, once it has started: the largest size less the smallest."""
    few, many = lines[0], lines[-1]
    thousands = (many.clients - few.clients) / 1000
    duckdb, spark = (
        (many.features[name].processor - few.features[name].processor) / thousands for name in ("duckdb", "spark")
    )
    return GROWTH.format(few=few.clients, many=many.clients, duckdb=duckdb, spark=spark, ratio=spark / duckdb)


GROWTH = """From {few:,} to {many:,} clients, each further thousand takes {duckdb:.2f} s of processor by DuckDB and
{spark:.2f} s by Spark: {ratio:.1f} times as much."""


def main() -> None:
    """Measure every size; print the section, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, help="clients, the least first; two or more")
    parser.add_argument("--out", type=Path, help="the page whose section is rewritten")
    asked = parser.parse_args()
    if lacking := list(missing()):
        raise SystemExit("\n".join(lacking))
    lines = []
    for clients in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            lines.append(measured(clients, Path(folder)))
        print(written(lines[-1:]), flush=True)
    text = SECTION.format(
        date=date.today(), cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
        duckdb=version("duckdb"), spark=version("pyspark"), used=CORES, table=written(lines), growth=growth(lines),
        sizes=" ".join(map(str, asked.sizes)),
    )  # fmt: skip
    print(text)
    if asked.out:
        rewrite(asked.out, "engines", text, "Spark, for those who outgrow one machine")


SECTION = """
## Where Spark starts to pay

Measured {date} on {cores} cores ({machine}, Python {python}, DuckDB {duckdb}, PySpark {spark}) by

```
python -m tests.benchmarks.engines --sizes {sizes} --out docs/cluster.md
```

which writes this section: invented clients, staged by DuckDB, then all features by DuckDB on {used} threads and by
Spark on `local[{used}]`, each in a process of its own that begins and ends with it. Memory is the peak of that
process and all it started, the JVM with it; ratios are to DuckDB at the same size.

{table}

{growth}

That ratio is how many cores a cluster must have for each core of one machine, to be as fast as DuckDB there; with
fewer, Spark costs time. With more it pays, when the answer is wanted sooner than one machine gives it; and whatever
the ratio, when the tables do not fit on one machine's disk, or lie in an object store beside a cluster already.
`make bench ARGS='-k by_spark'` measures two sizes and writes nothing (`BENCH_CLIENTS=100000` for larger ones).
"""

if __name__ == "__main__":
    main()
