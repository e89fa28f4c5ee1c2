"""CSV files to features at growing sizes, and against plain pandas: the table and plot of docs/speed.md.

`python -m tests.benchmarks.scaling --sizes 10000 30000 100000 356255` invents the clients of each
size, prepares them, and writes docs/speed.md and docs/speed.png. Every size runs in a process of its
own; reading the files as text, which nothing that reads them can avoid, is the floor.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from scoring import synthetic
from scoring.figures.style import GREY, RISK_DOWN, axes
from tests.benchmarks.instalments import multiply
from tests.benchmarks.measure import Cost, cost, table

DOCS = Path(__file__).parents[2] / "docs"
SIZES = (10_000, 30_000, 100_000, 356_255)
PACE, TIME, MEMORY = 200, 1 / 4, 1 / 3
"""Aims: MB of CSV staged a second, and the share of vectorised pandas' time and peak memory for the same features."""
SMALL = "2500"
"""MB for the engine, so that it, Python and its libraries stay below 4 GiB whatever the number of rows."""
STEP = """
import sys
from pathlib import Path
from scoring.pipeline import Run, steps
memory = int(sys.argv[4]) if sys.argv[4:] else None
run = Run.start(sys.argv[2], data=sys.argv[3], progress=lambda text: None, memory=memory)
run.stage() if sys.argv[1] == "stage" else steps.features(run.settings, run.progress)
"""


@dataclass(frozen=True)
class Line:
    """What one size costs: megabytes of CSV, reading them as text, a plain copy, staging, all features."""

    clients: int
    size: float
    floor: Cost
    copy: Cost
    stage: Cost
    features: Cost

    @property
    def seconds(self) -> float:
        """Staging and features together."""
        return self.stage.wall + self.features.wall

    @property
    def together(self) -> Cost:
        """Cost of staging, then features: processes of their own, one after the other."""
        peak = max(self.stage.memory, self.features.memory)
        return Cost(self.seconds, peak, self.stage.processor + self.features.processor)


def measured(clients: int, raw: Path, data: Path, *memory: str) -> Line:
    """Prepare the raw files of so many clients in an empty data folder; `memory` in MB, if not the default."""
    size = sum(path.stat().st_size for path in raw.glob("*.csv")) / 1e6
    floor, copy = (cost("-m", "tests.benchmarks.simple", way, str(raw), str(data)) for way in ("floor", "copy"))
    stage, features = (cost("-c", STEP, step, str(raw), str(data), *memory) for step in ("stage", "features"))
    return Line(clients, size, floor, copy, stage, features)


def features_against_pandas(line: Line, raw: Path, work: Path) -> tuple[str, str]:
    """Compute all features by pandas from the files that the line was measured with; say what each took, and aims."""
    theirs = cost("-m", "tests.benchmarks.pandas_features", str(raw), str(work))
    return table({"scoring": line.together, "pandas": theirs}, "scoring"), aims(line, theirs)


def aims(line: Line, theirs: Cost) -> str:
    """Say of each aim whether it is met, by how much and why; `theirs` is what pandas took for the same features."""
    ours = line.together
    reached = line.size / line.stage.wall, ours.wall / theirs.wall, ours.memory / theirs.memory
    held = reached[0] >= PACE, reached[1] <= TIME, reached[2] <= MEMORY
    staging, quicker, smaller = ("met" if met else "missed" for met in held)
    return AIMS.format(
        clients=line.clients, pace=PACE, staging=staging, quicker=quicker, smaller=smaller,
        staged=reached[0], copied=line.size / line.copy.wall, times=reached[1], share=reached[2],
        ours=ours, theirs=theirs, processor=ours.processor / theirs.processor, stage=line.stage.wall,
    )  # fmt: skip


def aggregates_against_pandas(raw: Path, work: Path) -> str:
    """Compute the simple features both ways from the same files, and say what each took."""
    costs = {}
    for way in ("scoring", "pandas"):
        (work / way).mkdir()
        costs[way] = cost("-m", "tests.benchmarks.simple", way, str(raw), str(work / way))
    return table(costs, "scoring")


def with_instalments(rows: int, clients: int, work: Path) -> str:
    """Prepare clients with so many instalments, and say what it took; `work` holds their raw files."""
    line = measured(clients, multiply(work / "raw", work / "many", rows), work / "data_of_many", SMALL)
    return MANY.format(rows=rows, clients=clients, memory=SMALL, table=written([line]))


def written(lines: list[Line]) -> str:
    """Write the sizes as a Markdown table."""
    rows = [
        "| clients | CSV, MB | as text, s | copy, s | MB/s | staging, s | MB/s | features, s | together, s |"
        " of processor | MB, peak |",
        "|---|---|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        peak = max(line.stage.memory, line.features.memory)
        processor = line.stage.processor + line.features.processor
        rows.append(
            f"| {line.clients:,} | {line.size:,.0f} | {line.floor.wall:.1f} | {line.copy.wall:.1f} |"
            f" {line.size / line.copy.wall:.0f} | {line.stage.wall:.1f} |"
            f" {line.size / line.stage.wall:.0f} | {line.features.wall:.1f} | {line.seconds:.1f} | {processor:.0f} |"
            f" {peak:,.0f} |"
        )
    return "\n".join(rows)


def plot(lines: list[Line], path: Path) -> None:
    """Draw seconds against clients, with the line of the largest size through nothing."""
    last = lines[-1]
    title = f"{last.clients:,} clients take {last.seconds:.0f} s, {last.size:,.0f} MB of CSV"
    figure, drawn = axes(title, "clients, thousands", "seconds, staging and all features")
    thousands = [line.clients / 1000 for line in lines]
    drawn.plot([0, thousands[-1]], [0, last.seconds], color=GREY, linestyle="--", label="in proportion")
    drawn.plot(thousands, [line.seconds for line in lines], "o-", color=RISK_DOWN, label="measured")
    drawn.legend(frameon=False)
    figure.savefig(path, dpi=120)


def main() -> None:
    """Measure every size, then the largest against pandas; write the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES)
    parser.add_argument("--instalments", type=int, default=0, help="prepare the largest size with so many, too")
    parser.add_argument("--out", type=Path, default=DOCS)
    asked = parser.parse_args()
    lines = []
    with tempfile.TemporaryDirectory() as folder:
        for clients in asked.sizes:
            work = Path(folder) / str(clients)
            work.mkdir()
            synthetic.write(work / "raw", clients, seed=1)
            lines.append(measured(clients, work / "raw", work / "data"))
            print(written(lines[-1:]))
        compared = features_against_pandas(lines[-1], work / "raw", work)
        simple = aggregates_against_pandas(work / "raw", work)
        many = with_instalments(asked.instalments, clients, work) if asked.instalments else ""
    plot(lines, asked.out / "speed.png")
    command = f"python -m tests.benchmarks.scaling --sizes {' '.join(map(str, asked.sizes))}"
    command += f" --instalments {asked.instalments}" * bool(asked.instalments)
    (asked.out / "speed.md").write_text(PAGE.format(
        date=date.today(), cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
        command=command, table=written(lines), compared="\n\n".join(compared), simple=simple, many=many,
        pandas=pd.__version__, clients=asked.sizes[-1],
    ), encoding="utf-8")  # fmt: skip


PAGE = """# How long preparation takes

Measured {date} on {cores} cores ({machine}, Python {python}) by

```
{command}
```

which writes this page. Files just written are in the system's memory: from a slow disk, add the time
of reading them.

## Eight CSV files to 519 features

Staging types every value, refuses what does not fit, blanks sentinels, verifies keys, sorts each table
by client and writes Parquet; features are all that are declared. Peak memory is that of the larger step,
Python and its libraries with it; the engine's own limit is the setting `SCORING_MEMORY`. Two floors stand
beside: DuckDB counting the lines of the histories, and a plain DuckDB `COPY` of every file to Parquet,
typed, neither sorted nor checked.

{table}

![Seconds against clients](speed.png)

Features are computed for some thousand clients at a time, so memory grows with the largest table's
sort alone, which spills to disk at the limit.
{many}
## The same features by pandas

All 519 features at {clients:,} clients, from the same files: by staging and declared SQL, and by
vectorised pandas {pandas} (`tests/benchmarks/pandas_features.py`): narrow columns, only those that are
read, categories, shared conditions computed once, pandas' own aggregates. It holds each history table
in memory as a whole, verifies nothing and keeps nothing staged. `make test` and `make bench` hold the
two results to 1e-9.

{compared}

Counts, means, maxima, sums and shares of the six histories alone (`tests/benchmarks/simple.py`), as
public kernels begin:

{simple}
"""

AIMS = """What was aimed at, at {clients:,} clients on two cores: CSV to Parquet at {pace} MB/s is **{staging}**:
staging does {staged:.0f} MB/s, and a plain DuckDB `COPY` of the same files, neither sorted nor checked, does
{copied:.0f}, which bounds it on this machine. Four times faster than vectorised pandas for the same features is
**{quicker}**: staging and features take {times:.2f} times as long as pandas ({ours.wall:.1f} s against
{theirs.wall:.1f} s), and {processor:.1f} times the processor. A third of pandas' peak memory is **{smaller}**: it is
{share:.0%} of it ({ours.memory:,.0f} MB against {theirs.memory:,.0f} MB). Of the time {stage:.1f} s go into staging:
every value and key checked, every table sorted by client and kept. This pandas does none of that: it reads only the
columns that it needs, into memory, once."""

MANY = """
## {rows:,} instalments

The same {clients:,} clients, whose instalments are written again and again under other loans' ids, with
`SCORING_MEMORY={memory}`: what does not fit is spilled to disk.

{table}
"""

if __name__ == "__main__":
    main()
