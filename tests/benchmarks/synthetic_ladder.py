"""What a fixed LightGBM finds in the synthetic data, rung by rung, and what it learns for the real.

`python -m tests.benchmarks.synthetic_ladder` prints both tables. It invents the clients, prepares
them as `scoring build` does, and cross-validates one model on ever more of the features. With
HOME_CREDIT_DATA it also trains on the invented applications and tests on real ones, which took no
part in the calibration. Nothing here is tuned: one setting of the model serves every line.
"""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import lightgbm
import numpy as np
import pandas as pd
from sklearn.model_selection import StratifiedKFold

from scoring import synthetic
from scoring.features import FEATURE
from scoring.features.application import DERIVED
from scoring.model import auc, auc_error
from scoring.pipeline import Run
from scoring.tables import APPLICATION, CLIENT, TARGET

FOLDS = 5
TREES = 300
THREADS = 1
"""On a busy machine two threads of LightGBM wait for one another longer than one works."""

REAL = Path("more") / "application_train.csv.gz"
FORM = tuple(column.name for column in APPLICATION.columns if column.name not in (CLIENT, TARGET))
"""Every column of the form, the applicant's sex among them, as in the published ladder."""

SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
RATIOS = tuple(feature.name for feature in DERIVED)
RUNGS: dict[str, tuple[tuple[str, ...], float]] = {
    "the three EXT_SOURCE": (SCORES, 0.72),
    "columns of the application": (FORM, 0.757),
    "+ ratios and summaries of them": (FORM + RATIOS, 0.768),
    "+ features of all histories": (tuple(dict.fromkeys(FORM + tuple(FEATURE))), 0.785),
}
"""Columns of each rung, and its area under the curve on all 307,511 real labelled clients."""


@dataclass(frozen=True)
class Rows:
    """Labelled clients: their columns, staged and computed, and outcomes (0/1)."""

    columns: pd.DataFrame
    target: np.ndarray


def classifier() -> lightgbm.LGBMClassifier:
    """Give the fixed model; the same rows give the same trees."""
    return lightgbm.LGBMClassifier(
        n_estimators=TREES, learning_rate=0.05, num_leaves=31, colsample_bytree=0.2, reg_lambda=100,
        n_jobs=THREADS, random_state=0, deterministic=True, force_row_wise=True, verbose=-1,
    )  # fmt: skip


def prepared(raw: Path, work: Path, histories: bool) -> Rows:
    """Stage raw files and compute their features: form alone, or with all histories'."""
    run = Run.start(raw, data=work, progress=lambda text: None)
    run.stage()
    form = pd.read_parquet(run.layout.staged / "application.parquet").sort_values(CLIENT)
    form = form[form[TARGET].notna()].set_index(CLIENT)
    columns = form[list(FORM)]
    if histories:
        run.features()
        wanted = [name for name in FEATURE if name not in FORM]
        computed = pd.read_parquet(run.layout.features, columns=[CLIENT, *wanted]).set_index(CLIENT)
        columns = columns.join(computed)
    return Rows(columns, form[TARGET].to_numpy(int))


def coded(*frames: pd.DataFrame) -> Iterator[pd.DataFrame]:
    """Give the frames with texts as categories, which all of them share."""
    texts = [name for name in frames[0] if not pd.api.types.is_numeric_dtype(frames[0][name])]
    kinds = {
        name: pd.CategoricalDtype(sorted(pd.concat([frame[name] for frame in frames]).dropna().unique()))
        for name in texts
    }
    return (frame.astype(kinds) for frame in frames)


def held_out(rows: Rows, names: tuple[str, ...]) -> np.ndarray:
    """Predict each client by the model that learnt from the other folds."""
    (columns,) = coded(rows.columns[list(names)])
    found = np.zeros(len(rows.target))
    for learn, test in StratifiedKFold(FOLDS, shuffle=True, random_state=0).split(columns, rows.target):
        fitted = classifier().fit(columns.iloc[learn], rows.target[learn])
        found[test] = fitted.predict_proba(columns.iloc[test])[:, 1]
    return found


def ladder(rows: Rows) -> Iterator[str]:
    """Give a Markdown line per rung."""
    yield f"| columns of {len(rows.target):,} labelled invented clients | number | AUC | error | real data | apart |"
    yield "|---|---|---|---|---|---|"
    for name, (columns, aim) in RUNGS.items():
        found = held_out(rows, columns)
        area, error = auc(rows.target, found), auc_error(rows.target, found)
        yield f"| {name} | {len(columns)} | {area:.4f} | {error:.4f} | {aim:.3f} | {area - aim:+.4f} |"


def transfer(invented: Rows, real: Rows) -> Iterator[str]:
    """Give a Markdown line for learning from invented applications, and one for real ones."""
    learn, test = coded(invented.columns[list(FORM)], real.columns[list(FORM)])
    fitted = classifier().fit(learn, invented.target)
    ways = {
        f"{len(invented.target):,} invented": fitted.predict_proba(test)[:, 1],
        f"the same real ones, {FOLDS} folds": held_out(real, FORM),
    }
    yield f"| learnt from | AUC on {len(real.target):,} real clients | error |"
    yield "|---|---|---|"
    for name, found in ways.items():
        yield f"| {name} | {auc(real.target, found):.4f} | {auc_error(real.target, found):.4f} |"


def main() -> None:
    """Print both tables, under what they were measured with."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.synthetic_ladder", description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    file = Path(os.environ.get("HOME_CREDIT_DATA", "")) / REAL
    print(f"{date.today()}, {os.cpu_count()} cores {platform.machine()}, Python {platform.python_version()}")
    print(f"{given.clients:,} clients, seed {given.seed}, LightGBM {lightgbm.__version__}\n", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        synthetic.write(work / "raw", given.clients, given.seed, format="parquet")
        invented = prepared(work / "raw", work / "invented", histories=True)
        for line in ladder(invented):
            print(line, flush=True)
        if not file.is_file():
            print(f"\nnothing real to test on: HOME_CREDIT_DATA names no folder with {REAL}")
            return
        print()
        real = prepared(file, work / "real", histories=False)
        for line in transfer(invented, real):
            print(line, flush=True)


if __name__ == "__main__":
    main()
