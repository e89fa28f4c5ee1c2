"""Makes the prior again: `python -m scoring.pipeline.prior`, some two minutes and 4 GB on two cores.

Needed when a feature that it reads is renamed or computed otherwise, or when clients are invented
otherwise. One hundred thousand clients of each seed are invented, prepared, and learnt from. What is
learnt are their probabilities of default, which are known of who is invented, not their outcomes.
"""

from __future__ import annotations

import argparse
import json
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from catboost import CatBoostClassifier

from scoring import model, synthetic
from scoring.features import BLOCKS, FEATURES, depending
from scoring.model.growing import Grower
from scoring.model.matrix import pool
from scoring.model.parameters import Parameters
from scoring.model.prior import FOLDER
from scoring.model.selection import Selection
from scoring.model.support import Support
from scoring.pipeline import steps
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.run import Run
from scoring.settings import Settings
from scoring.tables import BUREAU, BUREAU_BALANCE

CLIENTS, SEEDS = 100_000, (1, 2)
TREES = 700
LEARNING = {"learning_rate": 0.12, "l2": 50.0, "most_features": 280, "monotone": 0}
"""Apart from these it is trained as any model: it has clients enough to be less regularised."""

UNKNOWN, LOST = 0.5, 0.25
"""How many clients' histories are taken away, all of them; of the others, how often each table's.

Who has no history, as far as a lender's files tell, mostly has one that is not in them: what is
known before must hold of these, too.
"""


class Probable(Parameters):
    """Parameters of a training on probabilities in place of outcomes (0/1).

    CatBoost's counts of categories take outcomes: each category has a split of its own instead.
    """

    def catboost(self) -> dict[str, object]:
        """Translate to CatBoost."""
        return super().catboost() | {"loss_function": "CrossEntropy", "one_hot_max_size": 100}


def prepared(clients: int, seed: int, work: Path) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Invent clients, stage them and compute their features.

    Give those of the n labelled, their outcomes (0/1) and their probabilities of default, both of shape (n,).
    """
    synthetic.write(work / "raw", clients, seed, format="parquet")
    run = Run.start(work / "raw", data=work)
    run.stage()
    run.features()
    labelled = Labelled.of(run.settings)
    rows = labelled.rows()
    shutil.rmtree(work)
    ids, chances = synthetic.chances(clients, seed)
    return rows, labelled.target, chances[np.searchsorted(ids, labelled.clients)]


def invented(clients: int, seeds: Sequence[int]) -> tuple[pa.Table, np.ndarray, np.ndarray]:
    """Prepare so many clients of each seed, one after the other."""
    with tempfile.TemporaryDirectory() as work:
        parts = [prepared(clients, seed, Path(work, str(seed))) for seed in seeds]
    rows, target, chances = zip(*parts, strict=True)
    return pa.concat_tables(rows), np.concatenate(target), np.concatenate(chances)


def less_known(rows: pa.Table) -> pa.Table:
    """Give feature rows with some of the histories taken away, as if the clients had none, and all that reads them."""
    rng = np.random.default_rng(0)
    nothing = rng.random(rows.num_rows) < UNKNOWN
    lost: dict[str, np.ndarray] = {}
    for block in BLOCKS:
        # The months of a credit reach their client through it alone.
        already = lost[BUREAU.name] if block.table == BUREAU_BALANCE.name else nothing
        lost[block.table] = already | (rng.random(rows.num_rows) < LOST)
        for feature in (*block.features, *depending([feature.name for feature in block.features])):
            place = rows.column_names.index(feature.name)
            absent = pa.scalar(feature.absent, rows.schema.field(place).type)
            rows = rows.set_column(
                place, feature.name, pc.if_else(pa.array(lost[block.table]), absent, rows.column(place))
            )
    return rows


def grown(rows: pa.Table, target: np.ndarray, chances: np.ndarray, trees: int) -> tuple[CatBoostClassifier, Selection]:
    """Learn the probabilities of n clients in so many trees; outcomes (0/1) tell which features they pay for."""
    parameters = Probable(**asdict(steps.parameters(replace(Settings(), **LEARNING))))  # type: ignore[arg-type]
    grower = Grower(pool(rows, FEATURES, chances), Support.of(rows, target, FEATURES), FEATURES, parameters)
    learnt, selection = grower.to(trees, np.arange(len(target)))
    # CatBoost adds up models of the same classes only, and names none where probabilities are learnt.
    classes = json.loads(learnt.get_metadata()["class_params"])
    named = classes | {"class_names": [0, 1], "class_label_type": "Float"}
    learnt.get_metadata()["class_params"] = json.dumps(named, separators=(",", ":"))
    return learnt, selection


def make(clients: int, seeds: Sequence[int], trees: int, folder: Path) -> None:
    """Make the prior from so many invented clients of each seed, in place of the one in the folder."""
    rows, target, chances = invented(clients, seeds)
    learnt, selection = grown(less_known(rows), target, chances, trees)
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
