"""What the prior is worth to real clients, made as it is and otherwise: a section of docs/model.md.

`python -m tests.benchmarks.priors --data FOLDER` takes a data folder of real clients, staged and computed.
"""

from __future__ import annotations

import argparse
import os
import platform
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import numpy as np

from scoring import model
from scoring.features import FEATURES
from scoring.model.blend import fit_fold_blends, out_of_fold
from scoring.model.comparison import auc_difference
from scoring.model.matrix import pool
from scoring.model.measures import auc
from scoring.model.odds import probability, raw_log_odds
from scoring.pipeline import prior, steps
from scoring.pipeline.evaluation.clients import Clients, labelled
from scoring.pipeline.labelled import Labelled
from scoring.settings import Settings
from tests.benchmarks.section import rewrite

SEEDS = (0, 1, 2)
"""Draws of the folds over which the figures are averaged."""
MADE = "as it is made"
HEAD = """| prior | clients | its AUC alone | with it | less as it is made |
|---|---|---|---|---|"""

Own = Mapping[int, tuple[np.ndarray, np.ndarray]]
"""By seed, the fold of each of n clients, and their out-of-fold log-odds without a prior."""


def unaided(settings: Settings, clients: Clients) -> Own:
    """Train without a prior on folds of every seed."""
    found, known = {}, Labelled.of(settings)
    for seed in SEEDS:
        fold, features = known.drawn(seed), steps.arranged(settings)
        trained = model.train(clients.table, clients.target, fold, features, steps.parameters(settings))
        found[seed] = fold, np.log(trained.probability / (1 - trained.probability))
    return found


def made(clients: Clients, size: int) -> Mapping[str, np.ndarray]:
    """Make the prior in each way of so many invented clients a seed; give the real clients' log-odds by it."""
    rows, target, chances = prior.invented(size, prior.SEEDS)
    less = prior.less_known(rows)
    ways = {
        MADE: (less, chances),
        "of outcomes in place of probabilities": (less, target.astype(float)),
        "of clients whose histories are all known": (rows, chances),
    }
    real = pool(clients.table, FEATURES)
    return {
        name: raw_log_odds(prior.grown(table, target, labels, prior.TREES)[0], real)
        for name, (table, labels) in ways.items()
    }


def lines(clients: Clients, own: Own, priors: Mapping[str, np.ndarray]) -> list[str]:
    """Give a line per prior and group: AUC of the prior alone, of the blend, and the paired difference."""
    blends = {name: [_blended(clients, *own[seed], known) for seed in SEEDS] for name, known in priors.items()}
    blends["none"] = [probability(own[seed][1]) for seed in SEEDS]
    found = []
    for name, blended in blends.items():
        for group, inside in clients.groups.items():
            outcome = clients.target[inside]
            alone = f"{auc(outcome, priors[name][inside]):.4f}" if name in priors else ""
            both = np.mean([auc(outcome, one[inside]) for one in blended])
            pairs = [
                auc_difference(outcome, one[inside], other[inside])
                for one, other in zip(blended, blends[MADE], strict=True)
            ]
            gap = f"{np.mean([pair.value for pair in pairs]):+.4f} ± {np.mean([pair.error for pair in pairs]):.4f}"
            found.append(f"| {name} | {group} | {alone} | {both:.4f} | {'' if name == MADE else gap} |")
    return found


def _blended(clients: Clients, fold: np.ndarray, raw: np.ndarray, known: np.ndarray) -> np.ndarray:
    return probability(out_of_fold(fit_fold_blends(clients.target, raw, known, fold), raw, known, fold))


def main() -> None:
    """Make every prior; print the table, or write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="a data folder of real clients, staged and computed")
    parser.add_argument("--clients", type=int, default=prior.CLIENTS, help="clients invented of each seed")
    parser.add_argument("--out", type=Path, help="the page whose section is rewritten")
    asked = parser.parse_args()
    settings = Settings.read(os.environ, data=asked.data)
    clients = labelled(settings)
    table = "\n".join([HEAD, *lines(clients, unaided(settings, clients), made(clients, asked.clients))])
    print(table)
    if asked.out:
        text = SECTION.format(
            date=date.today(), cores=os.cpu_count(), machine=platform.machine(), python=platform.python_version(),
            clients=asked.clients, seeds=len(prior.SEEDS), table=table,
        )  # fmt: skip
        rewrite(asked.out, "prior", text, "The model, measured")


SECTION = """
## What the prior is worth, and why it is made so

Measured {date} on {cores} cores ({machine}, Python {python}) by

```
python -m tests.benchmarks.priors --data FOLDER --out docs/model.md
```

which writes this section: real clients, means over folds drawn with three seeds; the prior made of {clients:,} invented
clients of each of {seeds} seeds. `with it` is the AUC of the model trained on the real clients and blended with the
prior, weighed out of fold; differences are paired, with their standard errors (DeLong).

{table}
"""

if __name__ == "__main__":
    main()
