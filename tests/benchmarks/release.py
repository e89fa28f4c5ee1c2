"""The whole, end to end by the command line, and the model's figures beside those of the last release.

`python -m tests.benchmarks.release --clients 100000 --out docs/model.md --record` invents as many clients, stages
them, computes their features, trains and publishes, a command and a process each, by the default settings. It writes
a section of docs/model.md and keeps the figures for the next run, unless they are worse than is allowed.
`--work FOLDER` keeps what was made; `--before FOLDER` names such a folder of an earlier run, so that the scores of
the same clients are compared pair by pair.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from scoring.model import read_manifest
from tests.benchmarks.last_release import RECORD, SIZE, Release, allowed, beside, faults, figures, keep, pairs, recorded
from tests.benchmarks.measure import Cost, cost, defaults
from tests.benchmarks.section import rewrite

SEED = 1


def taken(clients: int, work: Path) -> dict[str, Cost]:
    """Go from nothing to a published store in the folder `work`, a command a step; say what each took."""
    raw = str(work / "raw")
    options = {"synth": ("--clients", str(clients), "--seed", str(SEED), "--out", raw), "stage": ("--raw", raw)}
    return {
        step: cost("-m", "scoring.cli", step, *options.get(step, ()), environment=defaults(work / "data"))
        for step in ("synth", "stage", "features", "train", "publish")
    }


def bundle(work: Path) -> Path:
    """Give the folder of the only model that was trained in a folder."""
    (manifest,) = (work / "data" / "models").glob("*/manifest.json")
    return manifest.parent


def steps(took: Mapping[str, Cost], before: Release | None) -> str:
    """Write as a Markdown table what each step took, and its processor's seconds as a ratio to the last release's."""
    rows = [
        "| step | seconds | of processor | peak MB | of processor, ratio to the last release |",
        "|---|---|---|---|---|",
    ]
    for step, c in took.items():
        ratio = f"{c.processor / before.processor[step]:.2f}" if before else ""
        rows.append(f"| {step} | {c.wall:.1f} | {c.processor:.1f} | {c.memory:,.0f} | {ratio} |")
    return "\n".join(rows)


def measured(clients: int, work: Path) -> tuple[dict[str, Cost], Release]:
    """Run the whole; give what each step took, and the release that it is."""
    took = taken(clients, work)
    spent = {step: round(c.processor, 1) for step, c in took.items()}
    return took, Release(str(date.today()), spent, figures(read_manifest(bundle(work))))


def main() -> None:
    """Measure; print the section, write it if asked to; keep the figures, or fail where they became worse."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=SIZE)
    parser.add_argument("--work", type=Path, help="new folder to keep; a temporary one if not given")
    parser.add_argument("--before", type=Path, help="such a folder of an earlier run")
    parser.add_argument("--out", type=Path, help="the page whose section is rewritten")
    parser.add_argument("--record", action="store_true", help="keep the figures in release.json")
    asked = parser.parse_args()
    before = recorded(asked.clients)
    with tempfile.TemporaryDirectory() as folder:
        work = asked.work or Path(folder)
        took, now = measured(asked.clients, work)
        paired = pairs(bundle(work), bundle(asked.before)) if asked.before else {}
    fall, rise = allowed(asked.clients)
    text = SECTION.format(
        day=now.day, cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
        clients=asked.clients, seed=SEED, steps=steps(took, before), fall=fall, rise=rise,
        figures=beside(now.figures, before, paired), option=" --record" * asked.record,
    )  # fmt: skip
    print(text)
    if asked.out:
        rewrite(asked.out, "release", text, "The model, measured")
    if before and (found := faults(asked.clients, now.figures, before.figures)):
        raise SystemExit("\n".join([*found, f"to accept it all the same, remove its size from {RECORD.name} first"]))
    if asked.record:
        keep(asked.clients, now)


SECTION = """
## From nothing to a published store, and whether the model became worse

Measured {day} on {cores} cores ({machine}, Python {python}) by

```
python -m tests.benchmarks.release --clients {clients} --out docs/model.md{option}
```

which writes this section: {clients:,} invented clients (seed {seed}), a command and a process each step, by the
default settings. Memory is the peak of the process and all it started.

{steps}

How fast or busy the machine is changes nothing of the model's figures. The last release's are kept in
`tests/benchmarks/release.json`; the command, and `make bench`, fail where AUC out of fold is lower by more than
{fall:.4f} or the cost out of fold higher by more than {rise:.4f}: three and two standard errors, or so, of the
difference of two models on the same clients; on fewer clients wider, by the root of the ratio. Times fail nothing.

{figures}

± is the standard error: of a figure, and of a difference as if the clients were others. They are the same from
release to release, so that a difference is known better: `--work FOLDER` keeps what was made, and
`--before FOLDER`, such a folder of an earlier release, gives the paired difference.
"""

if __name__ == "__main__":
    main()
