"""How long training takes at growing sizes, and a quick variant by settings alone: a section of docs/model.md.

`python -m tests.benchmarks.training --rows 23005 100000 307511` invents as many labelled clients, prepares
them, and trains in processes of their own: by the default settings, then by those of QUICK. What was known
before (the prior) takes no part, as the clients are invented. With `--device gpu` a GPU trains, and the
section is one of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import synthetic
from scoring.model.comparison import Difference, auc_difference
from scoring.pipeline import Run
from scoring.tables import CLIENT
from tests.benchmarks.measure import Cost, cost
from tests.benchmarks.section import rewrite

LABELLED = 0.863
"""Share of the invented clients whose outcome is known, as in the published files."""
ROWS = (23_005, 100_000, 307_511)
QUICK = {"learning_rate": "0.1", "folds": "4", "patience": "30", "most_features": "150"}
"""A first useful model: longer steps, fewer folds, fewer features."""
STEP = """
import json, sys
import pyarrow as pa, pyarrow.parquet as pq
from pathlib import Path
from scoring.pipeline import steps
from scoring.pipeline.labelled import Labelled
from scoring.settings import Settings
from scoring.tables import CLIENT
settings = Settings.read(json.loads(sys.argv[3]), data=Path(sys.argv[1]), threads=int(sys.argv[4]), prior=0)
training = steps.train(settings, lambda text: None)
clients = Labelled.of(settings).clients
out = Path(sys.argv[2])
pq.write_table(pa.table({
    CLIENT: clients[training.rows],
    "target": training.target,
    "probability": training.probability,
}), out.with_suffix(".parquet"))
out.with_suffix(".json").write_text(json.dumps(training.metrics() | {"labelled": len(clients)}))
"""


@dataclass(frozen=True)
class Trained:
    """One training: what it took, of how many clients, its numbers; ids, outcomes and probabilities out of fold."""

    took: Cost
    labelled: int
    metrics: dict[str, float]
    scored: pa.Table


@dataclass(frozen=True)
class Line:
    """Both trainings of one size."""

    default: Trained
    quick: Trained

    @property
    def apart(self) -> Difference:
        """AUC of the quick variant less that of the default, on the clients of both."""
        both = self.default.scored.join(self.quick.scored, CLIENT, right_suffix="_quick", join_type="inner")
        columns = [np.asarray(both.column(name)) for name in ("target", "probability_quick", "probability")]
        return auc_difference(*columns)


def prepared(rows: int, work: Path) -> Path:
    """Invent and prepare so many labelled clients, within some; give their data folder."""
    synthetic.write(work / "raw", round(rows / LABELLED), seed=1, format="parquet")
    run = Run.start(work / "raw", data=work / "data", progress=lambda text: None)
    run.stage()
    run.features()
    return work / "data"


def trained(data: Path, work: Path, threads: int, chosen: dict[str, str]) -> Trained:
    """Train with some settings in a process of its own."""
    settings = json.dumps({f"SCORING_{name.upper()}": value for name, value in chosen.items()})
    took = cost("-c", STEP, str(data), str(work / "trained"), settings, str(threads))
    metrics = json.loads((work / "trained.json").read_text())
    return Trained(took, metrics.pop("labelled"), metrics, pq.read_table(work / "trained.parquet"))


def measured(rows: int, work: Path, threads: int, device: str) -> Line:
    """Train both ways on as many labelled clients."""
    data = prepared(rows, work)
    default, quick = (trained(data, work, threads, chosen | {"device": device}) for chosen in ({}, QUICK))
    return Line(default, quick)


def written(lines: list[Line]) -> str:
    """Write the trainings as a Markdown table."""
    rows = [
        "| labelled clients | settings | seconds | of processor | MB, peak | trees | AUC | less the default's | cost |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for line in lines:
        apart = f"{line.apart.value:+.4f} ± {line.apart.error:.4f}"
        for name, one, less in (("default", line.default, ""), ("quick", line.quick, apart)):
            found = one.metrics
            rows.append(
                f"| {one.labelled:,} | {name} | {one.took.wall:.0f} | {one.took.processor:.0f} |"
                f" {one.took.memory:,.0f} | {found['trees']} | {found['auc']:.4f} | {less} |"
                f" {found['cost_per_applicant']:.4f} |"
            )
    return "\n".join(rows)


def main() -> None:
    """Measure every size; print the table, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=ROWS, help="labelled clients of each size")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", choices=("cpu", "gpu"), default="cpu", help="what trains")
    parser.add_argument("--out", type=Path, help="the page whose section is rewritten")
    asked = parser.parse_args()
    lines = []
    for rows in asked.rows:
        with tempfile.TemporaryDirectory() as folder:
            lines.append(measured(rows, Path(folder), asked.threads, asked.device))
        print(written(lines[-1:]), flush=True)
    text = SECTION.format(
        date=date.today(), cores=os.cpu_count(), threads=asked.threads, machine=platform.machine(),
        python=platform.python_version(), rows=" ".join(map(str, asked.rows)), table=written(lines),
        quick=" ".join(f"SCORING_{name.upper()}={value}" for name, value in QUICK.items()), **DEVICES[asked.device],
    )  # fmt: skip
    if asked.out:
        rewrite(asked.out, DEVICES[asked.device]["section"], text, "The model, measured")


DEVICES = {
    "cpu": {"section": "training", "title": "How long training takes", "on": "", "asked": "", "setting": ""},
    "gpu": {
        "section": "training-gpu",
        "title": "How long training takes on a GPU",
        "on": " and a GPU",
        "asked": " --device gpu",
        "setting": "SCORING_DEVICE=gpu ",
    },
}
"""What each device's section says that the other's does not."""
SECTION = """
## {title}

Measured {date} on {cores} cores{on} ({machine}, Python {python}), {threads} threads, by

```
python -m tests.benchmarks.training --rows {rows} --threads {threads}{asked} --out docs/model.md
```

which writes this section: invented clients with all declared features, in a process of its own, from the
file of features to the trained model: folds, the selection of features of each, calibration, threshold,
holdout and the model on everyone. Cost is per applicant at the chosen
threshold; a missed default costs ten refused good clients.

A first useful model is a matter of settings alone:

```
{setting}{quick} scoring train
```

{table}

AUC is out of fold; the difference is paired, on the clients in the folds of both, with its
standard error (DeLong).
"""

if __name__ == "__main__":
    main()
