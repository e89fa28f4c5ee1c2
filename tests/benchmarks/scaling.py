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
from tests.benchmarks.measure import Cost, cost, table

DOCS = Path(__file__).parents[2] / "docs"
SIZES = (10_000, 30_000, 100_000, 356_255)
STEP = """
import sys
from pathlib import Path
from scoring.pipeline import Run, steps
run = Run.start(sys.argv[2], data=sys.argv[3], progress=lambda text: None)
run.stage() if sys.argv[1] == "stage" else steps.features(run.settings, run.progress)
"""


@dataclass(frozen=True)
class Line:
    """What one size costs: megabytes of CSV, reading them as text, staging, all features."""

    clients: int
    size: float
    floor: Cost
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


def measured(clients: int, raw: Path, data: Path) -> Line:
    """Prepare the raw files of so many clients in an empty data folder."""
    size = sum(path.stat().st_size for path in raw.glob("*.csv")) / 1e6
    floor = cost("-m", "tests.benchmarks.simple", "floor", str(raw), str(data))
    stage, features = (cost("-c", STEP, step, str(raw), str(data)) for step in ("stage", "features"))
    return Line(clients, size, floor, stage, features)


def features_against_pandas(line: Line, raw: Path, work: Path) -> str:
    """Compute all features by pandas from the files that the line was measured with, and say what each took."""
    theirs = cost("-m", "tests.benchmarks.pandas_features", str(raw), str(work))
    return table({"scoring": line.together, "pandas": theirs}, "scoring")


def aggregates_against_pandas(raw: Path, work: Path) -> str:
    """Compute the simple features both ways from the same files, and say what each took."""
    costs = {}
    for way in ("scoring", "pandas"):
        (work / way).mkdir()
        costs[way] = cost("-m", "tests.benchmarks.simple", way, str(raw), str(work / way))
    return table(costs, "scoring")


def written(lines: list[Line]) -> str:
    """Write the sizes as a Markdown table."""
    rows = [
        "| clients | CSV, MB | as text, s | staging, s | MB/s | features, s | together, s | processor, s | MB, peak |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        peak = max(line.stage.memory, line.features.memory)
        processor = line.stage.processor + line.features.processor
        rows.append(
            f"| {line.clients:,} | {line.size:,.0f} | {line.floor.wall:.1f} | {line.stage.wall:.1f} |"
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
    plot(lines, asked.out / "speed.png")
    command = f"python -m tests.benchmarks.scaling --sizes {' '.join(map(str, asked.sizes))}"
    (asked.out / "speed.md").write_text(PAGE.format(
        date=date.today(), cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
        command=command, table=written(lines), compared=compared, simple=simple,
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
Python and its libraries with it; the engine's own limit is the setting `SCORING_MEMORY`.

{table}

![Seconds against clients](speed.png)

Features are computed for some thousand clients at a time, so memory grows with the largest table's
sort alone, which spills to disk at the limit.

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

if __name__ == "__main__":
    main()
