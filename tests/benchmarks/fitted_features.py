"""What fitted features add: a mean outcome of neighbours, and models of single rows of the histories.

`python -m tests.benchmarks.fitted_features --data FOLDER ...` takes data folders staged and computed.
Every model is trained with and without the added columns on the same folds, with the same parameters
and number of trees. Nobody's own outcome is in their column: within the learning folds it comes from the
other learning folds, for held-out clients from all of them.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
from catboost import CatBoostClassifier
from sklearn.neighbors import KNeighborsRegressor
from sklearn.preprocessing import StandardScaler

from scoring.features import FEATURES, Feature
from scoring.model import Parameters, auc, pool
from scoring.model.comparison import auc_difference
from scoring.model.growing import Grower
from scoring.pipeline import steps
from scoring.pipeline.invented import is_invented
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import staged_report
from scoring.settings import Settings
from scoring.tables import CLIENT
from tests.benchmarks.section import rewrite

NEAREST = 500
NEAR = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3", "CREDIT_TO_ANNUITY")
ROW_TREES, ROW_RATE, ROW_DEPTH, ROW_SHARE = 100, 0.1, 4, 0.5
"""The model of rows: quick, as its columns are few."""
TREES = 300
LATEST = {"previous_application": "DAYS_DECISION", "bureau": "DAYS_CREDIT"}
"""The column that tells the last row of a client."""

Estimate = Callable[[frozenset[int]], np.ndarray]
"""Columns (n, k) of n clients, learnt without the outcomes of some folds; of use for these folds alone."""


@dataclass(frozen=True)
class Clients:
    """Labelled clients of one data folder, in client order."""

    name: str
    staged: Path
    table: pa.Table
    target: np.ndarray
    fold: np.ndarray
    parameters: Parameters


@dataclass(frozen=True)
class Result:
    """What added columns change."""

    clients: str
    added: str
    without: float
    difference: float
    error: float

    @property
    def verdict(self) -> str:
        """A gain of two standard errors stays."""
        return "stays" if self.difference > 2 * self.error else "goes"


def read(folder: Path, most: int | None, threads: int) -> Clients:
    """Take the first `most` labelled clients of a data folder."""
    settings = Settings.read(os.environ, data=folder, threads=threads)
    labelled = Labelled.of(settings)
    table, target = labelled.rows(), labelled.target
    layout = Layout.of(settings)
    kind = "invented" if is_invented(staged_report(layout)) else "real"
    taken = slice(most)
    fold = labelled.fold[taken]
    rows = table.slice(0, most)
    name = f"{rows.num_rows:,} {kind} clients"
    return Clients(name, layout.staged, rows, target[taken], fold, steps.parameters(settings))


def neighbours(clients: Clients) -> Estimate:
    """Give the mean outcome of the nearest clients."""
    frame = clients.table.select(NEAR).to_pandas().astype(float)
    place = StandardScaler().fit_transform(frame.fillna(frame.mean()))

    @cache
    def estimate(without: frozenset[int]) -> np.ndarray:
        asked = np.isin(clients.fold, list(without))
        nearest = KNeighborsRegressor(NEAREST).fit(place[~asked], clients.target[~asked])
        column = np.full((len(asked), 1), np.nan)
        column[asked, 0] = nearest.predict(place[asked])
        return column

    return estimate


def nested(clients: Clients, name: str) -> Estimate:
    """Give mean, maximum and last of what a model of a history's rows says of each client."""
    known = clients.table.column(CLIENT).to_numpy()
    rows = pq.read_table(clients.staged / f"{name}.parquet")
    rows = rows.filter(pa.array(np.isin(rows.column(CLIENT).to_numpy(), known)))
    owner = np.searchsorted(known, rows.column(CLIENT).to_numpy())
    texts = {field.name for field in rows.schema if pa.types.is_string(field.type)}
    columns = [
        Feature(column, "", "", "category" if column in texts else "number")
        for column in rows.column_names
        if not column.startswith("SK_ID")
    ]
    data = pool(rows, columns, clients.target[owner])
    order = np.argsort(rows.column(LATEST[name]).to_numpy(), kind="stable")

    @cache
    def estimate(without: frozenset[int]) -> np.ndarray:
        learnt = ~np.isin(clients.fold[owner], list(without))
        model = CatBoostClassifier(
            **clients.parameters.catboost()
            | {"learning_rate": ROW_RATE, "depth": ROW_DEPTH, "rsm": ROW_SHARE, "iterations": ROW_TREES}
        )
        model.fit(data.slice(np.flatnonzero(learnt)))
        said = pd.Series(model.predict(data, prediction_type="RawFormulaVal"))[order]
        of_each = said.groupby(owner[order]).agg(["mean", "max", "last"])
        return np.asarray(of_each.reindex(range(len(known))))

    return estimate


def column_of(estimate: Estimate, fold: np.ndarray, held: int) -> np.ndarray:
    """Give columns in which each client's come from learning folds other than their own."""
    parts = {int(number): estimate(frozenset({int(number), held})) for number in np.unique(fold)}
    return np.asarray(sum(np.where((fold == number)[:, None], part, 0.0) for number, part in parts.items()))


def scored(clients: Clients, estimate: Estimate | None, trees: int) -> np.ndarray:
    """Give each client's log-odds by a model that did not learn from them."""
    found = np.empty(len(clients.target))
    for held in map(int, np.unique(clients.fold)):
        table, features = clients.table, FEATURES
        if estimate is not None:
            for place, column in enumerate(column_of(estimate, clients.fold, held).T):
                name = f"FITTED_{place}"
                table = table.append_column(name, pa.array(column))
                features = (*features, Feature(name, "", "share"))
        data = pool(table, features, clients.target)
        learn, score = np.flatnonzero(clients.fold != held), np.flatnonzero(clients.fold == held)
        model, _ = Grower(data, features, clients.parameters).to(trees, learn)
        found[score] = model.predict(data.slice(score), prediction_type="RawFormulaVal")
    return found


def measured(clients: Clients, trees: int) -> list[Result]:
    """Train without, then with each kind of fitted columns."""
    plain = scored(clients, None, trees)
    results = []
    for added, estimate in (
        (f"mean outcome of {NEAREST} neighbours", neighbours(clients)),
        ("nested model of previous applications", nested(clients, "previous_application")),
        ("nested model of bureau credits", nested(clients, "bureau")),
    ):
        paired = auc_difference(clients.target, scored(clients, estimate, trees), plain)
        results.append(Result(clients.name, added, auc(clients.target, plain), paired.value, paired.error))
        print(line(results[-1]), flush=True)
    return results


def line(result: Result) -> str:
    """Write a result as a row of the table."""
    return (
        f"| {result.clients} | {result.added} | {result.without:.4f} | {result.difference:+.4f} |"
        f" {result.error:.4f} | {result.verdict} |"
    )


def main() -> None:
    """Measure every folder; print the table, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, nargs="+", required=True, help="data folders, staged and computed")
    parser.add_argument("--trees", type=int, default=TREES)
    parser.add_argument("--clients", type=int, help="the first so many labelled clients of each folder")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--out", type=Path, help="the page whose section is rewritten")
    asked = parser.parse_args()
    folders = [read(folder, asked.clients, asked.threads) for folder in asked.data]
    table = "\n".join(line(result) for clients in folders for result in measured(clients, asked.trees))
    options = f" --clients {asked.clients}" * bool(asked.clients) + f" --trees {asked.trees}"
    text = SECTION.format(
        date=date.today(), cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
        options=options, trees=asked.trees, table=table, rows=ROW_TREES,
    )  # fmt: skip
    print(text)
    if asked.out:
        rewrite(asked.out, "fitted features", text, "The model, measured")


SECTION = """
## What was tried and does not enter

Measured {date} on {cores} cores ({machine}, Python {python}) by

```
python -m tests.benchmarks.fitted_features --data FOLDER ...{options} --out docs/model.md
```

which writes this section. Each line adds columns that are themselves learnt from outcomes to all declared
features, and compares out-of-fold AUC with that of the same model without them: same clients, folds and
parameters, {trees} trees. The standard error is that of the paired difference (DeLong). A gain of more than
two of them stays, anything else goes.

Neighbours are nearest in the three EXT_SOURCE and the credit per annuity, standardised, missing values as
the mean. A nested model of {rows} trees gives every row of a history its client's outcome; a client's columns
are mean, maximum and last of what it says of their rows. Both are out of fold by client: within the learning
folds from the other learning folds, for held-out clients from all learning folds.

| clients | added | AUC without | difference | standard error | verdict |
|---|---|---|---|---|---|
{table}

Where few clients have histories, as 3,005 of the real ones, nested models have little to learn from: no gain
there does not speak against them at size. The outcomes of invented clients follow a rule, not life.
"""

if __name__ == "__main__":
    main()
