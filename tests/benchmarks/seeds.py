"""What averaging models of several seeds adds: a section of docs/model.md.

`python -m tests.benchmarks.seeds --data FOLDER` takes a data folder staged and computed. The models differ by
CatBoost's seed alone: same clients, folds and settings. Their out-of-fold log-odds are averaged, as `sum_models` would.
"""

from __future__ import annotations

import argparse
import os
import platform
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

from scoring import model
from scoring.model.comparison import auc_difference, cost_difference
from scoring.model.measures import auc
from scoring.model.odds import probability
from scoring.model.threshold import cost, cost_curve
from scoring.pipeline import steps
from scoring.pipeline.evaluation.clients import Clients, labelled
from scoring.settings import Settings
from tests.benchmarks.section import rewrite

HEAD = """| clients | seeds averaged | AUC | less one seed's, on average | cost | less one seed's, on average |
|---|---|---|---|---|---|"""


def of_seeds(settings: Settings, clients: Clients, seeds: int) -> np.ndarray:
    """Give the out-of-fold log-odds of as many trainings, shape (seeds, n)."""
    raw = []
    for seed in range(seeds):
        parameters = replace(steps.parameters(settings), seed=seed)
        features, prior = steps.arranged(settings), steps.prior(settings)
        found = model.train(clients.table, clients.target, clients.fold, features, parameters, print, prior=prior)
        raw.append(np.log(found.probability / (1 - found.probability)))
    return np.array(raw)


def line(group: str, inside: np.ndarray, target: np.ndarray, raw: np.ndarray, number: int, ratio: float) -> str:
    """Compare the average of the first seeds with each of these alone, by the threshold best on all clients."""
    averaged, alone = probability(raw[:number].mean(axis=0)), probability(raw[:number])
    limits = [cost_curve(target, one, ratio).best for one in (averaged, *alone)]
    outcome, chosen = target[inside], averaged[inside]
    aucs = [auc_difference(outcome, chosen, one[inside]) for one in alone]
    pairs = [
        cost_difference(outcome, chosen, one[inside], (limits[0], limit), ratio, 0)
        for one, limit in zip(alone, limits[1:], strict=True)
    ]
    spent = cost(outcome, chosen, limits[0], ratio)
    gains = [
        f"{np.mean([one.value for one in found]):+.4f} ± {np.mean([one.error for one in found]):.4f}"
        if number > 1
        else ""
        for found in (aucs, pairs)
    ]
    return f"| {group} | {number} | {auc(outcome, chosen):.4f} | {gains[0]} | {spent:.4f} | {gains[1]} |"


def main() -> None:
    """Train every seed; print the table, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder, staged and computed")
    parser.add_argument("--seeds", type=int, default=5, help="trainings")
    parser.add_argument("--out", type=Path, help="the page whose section is rewritten")
    asked = parser.parse_args()
    settings = Settings.read(os.environ, data=asked.data)
    clients = labelled(settings)
    raw, numbers = of_seeds(settings, clients, asked.seeds), sorted({1, min(3, asked.seeds), asked.seeds})
    rows = [
        line(group, inside, clients.target, raw, number, settings.cost_ratio)
        for group, inside in clients.groups.items()
        for number in numbers
    ]
    table = "\n".join([HEAD, *rows])
    print(table)
    if asked.out:
        text = SECTION.format(
            date=date.today(), cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
            seeds=asked.seeds, table=table,
        )  # fmt: skip
        rewrite(asked.out, "seeds", text, "The model, measured")


SECTION = """
## Several seeds averaged

Measured {date} on {cores} cores ({machine}, Python {python}) by

```
python -m tests.benchmarks.seeds --data FOLDER --seeds {seeds} --out docs/model.md
```

which writes this section: trainings of the default settings that differ by CatBoost's seed alone, out of fold on the
real clients of the same folds, their log-odds averaged. A difference is the mean of those to each of the seeds alone,
with the mean of the paired standard errors (DeLong; of the cost by bootstrap, each at its own best threshold).

{table}

A gain under two of its errors does not pay for as many times the trees, which make every score and every explanation
as many times slower: then the model is of one seed.
"""

if __name__ == "__main__":
    main()
