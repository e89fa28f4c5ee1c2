"""Makes the prior again: `python -m scoring.pipeline.prior`, some twenty minutes and 6 GB on two cores.

Needed when a feature that it reads is renamed or computed otherwise, or when clients are invented
otherwise. One hundred thousand clients of each seed are invented, prepared, and learnt from.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa

from scoring import model, synthetic
from scoring.features import FEATURES
from scoring.model.growing import Grower
from scoring.model.prior import FOLDER
from scoring.pipeline import steps
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.run import Run
from scoring.settings import Settings

CLIENTS, SEEDS = 100_000, (1, 2, 3, 4)
TREES = 900
LEARNING = {"learning_rate": 0.06, "l2": 50.0, "most_features": 280, "monotone": 0}
"""Apart from these it is trained as any model: it has defaults enough to be less regularised."""


def prepared(clients: int, seed: int, work: Path) -> tuple[pa.Table, np.ndarray]:
    """Invent clients, stage them and compute their features; give those of the labelled, and outcomes (0/1)."""
    synthetic.write(work / "raw", clients, seed, format="parquet")
    run = Run.start(work / "raw", data=work)
    run.stage()
    run.features()
    labelled = Labelled.of(run.settings)
    rows = labelled.rows()
    shutil.rmtree(work)
    return rows, labelled.target


def make(clients: int, seeds: Sequence[int], trees: int, folder: Path) -> None:
    """Make the prior from so many invented clients of each seed, in place of the one in the folder."""
    with tempfile.TemporaryDirectory() as work:
        parts = [prepared(clients, seed, Path(work, str(seed))) for seed in seeds]
    target = np.concatenate([outcomes for _, outcomes in parts])
    parameters = steps.parameters(replace(Settings(), **LEARNING))  # type: ignore[arg-type]
    grower = Grower.of(pa.concat_tables([rows for rows, _ in parts]), target, FEATURES, parameters)
    del parts
    learnt, selection = grower.to(trees, np.arange(len(target)))
    model.save_prior(
        learnt,
        FEATURES,
        folder,
        dropped={FEATURES[position].name: reason for position, reason in selection.reasons.items()},
        clients=len(target),
        seeds=list(seeds),
        trees=trees,
        made=f"{date.today()}",
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m scoring.pipeline.prior", description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--seeds", type=int, nargs="+", default=SEEDS)
    parser.add_argument("--trees", type=int, default=TREES)
    parser.add_argument("--out", type=Path, default=FOLDER)
    given = parser.parse_args()
    make(given.clients, given.seeds, given.trees, given.out)
