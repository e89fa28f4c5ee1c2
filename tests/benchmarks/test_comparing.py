"""A client among 5,000 and among many: milliseconds, and how many times longer the latter take.

BENCH_CLIENTS sets the larger number (30,000 by default; 356255 is the real size), BENCH_FEATURES how many
features there are (300). At the real size the files take about 1.5 GB of disk while it runs.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from typing import Any, cast

import numpy as np
import pytest

from scoring import groups, store
from scoring.pipeline import Run
from scoring.serving.comparing import Comparing
from scoring.serving.questions import Application
from tests.benchmarks import published
from tests.benchmarks.published import Stand

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "30000"))
FEATURES = published.chosen(int(os.environ.get("BENCH_FEATURES", "300")))
FEW, ASKED = 5000, 60
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stands(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[int, Stand]]:
    """What is published of each number of clients; how long it took, and its size, are said."""
    tiny, work = store.current(tiny_run.layout.stores), tmp_path_factory.mktemp("bench")
    weights = np.random.default_rng(1).exponential(size=len(FEATURES))
    print(f"\n{len(FEATURES)} features\n")
    print("| clients | cells | bins MB | all MB | seconds of processor to count |\n|---|---|---|---|---|")
    made = {}
    for clients in (FEW, CLIENTS):
        folder = work / str(clients)
        published.write(tiny, folder, FEATURES, clients)
        start = time.process_time()
        groups.publish(folder / store.COLUMNS, folder / store.GROUPS, FEATURES, weights)
        taken = time.process_time() - start
        sizes = {path.name: path.stat().st_size / 1e6 for path in (folder / store.GROUPS).iterdir()}
        cells = len(np.load(folder / store.GROUPS / "cells.npy"))
        print(f"| {clients:,} | {cells:,} | {sizes['bins.bin']:.1f} | {sum(sizes.values()):.1f} | {taken:.1f} |")
        made[clients] = published.opened(folder, FEATURES)
    yield made
    for stand in made.values():
        stand.engine.close()
        stand.clients.close()


def asked(client: int, turn: int) -> Application:
    """What if this client earned something else."""
    return Application(client, {"AMT_INCOME_TOTAL": 100_000.0 + 1_000.0 * turn})


NUMBERS = [feature.name for feature in FEATURES if feature.kind == "number"]
WAYS: dict[str, Callable[[Comparing, int, int], object]] = {
    "one variable, all": lambda made, client, turn: made.compare(client, NUMBERS[turn], "all", ()),
    "one variable, similar": lambda made, client, turn: made.compare(client, NUMBERS[turn], "similar", ()),
    "one variable, granted and of one income": lambda made, client, turn: made.compare(
        client, NUMBERS[turn], "granted", ("income",)
    ),
    "one variable, nearest": lambda made, client, turn: made.compare(client, NUMBERS[turn], "nearest", ()),
    "ten neighbours": lambda made, client, turn: made.neighbours(client, 10),
    "one variable of a what-if, similar": lambda made, client, turn: made.compare(
        asked(client, turn), NUMBERS[turn], "similar", ()
    ),
    "ten neighbours of a what-if": lambda made, client, turn: made.neighbours(asked(client, turn), 10),
    "a pair, all": lambda made, client, turn: made.pair(client, NUMBERS[turn], NUMBERS[turn + 1], "all", ()),
    "a pair, similar": lambda made, client, turn: made.pair(client, NUMBERS[turn], NUMBERS[turn + 1], "similar", ()),
    "a pair with a category": lambda made, client, turn: made.pair(
        client, NUMBERS[turn], "NAME_INCOME_TYPE", "all", ()
    ),
}


def timed(made: Comparing, way: Callable[[Comparing, int, int], object], clients: int) -> tuple[float, float]:
    """Median and longest of some calls, in milliseconds of processor, each of another client and variable."""
    taken = []
    for turn, client in enumerate(np.random.default_rng(2).integers(100_001, 100_001 + clients, ASKED)):
        start = time.process_time()
        way(made, int(client), turn)
        taken.append(1000 * (time.process_time() - start))
    return float(np.median(taken)), max(taken)


def test_comparing(stands: dict[int, Stand]) -> None:
    comparing = {clients: Comparing(cast(Any, stand), 30, 20) for clients, stand in stands.items()}
    print(f"\nmilliseconds of processor, median (longest) of {ASKED} calls\n")
    print(f"| what | {FEW:,} clients | {CLIENTS:,} clients | ratio of medians |\n|---|---|---|---|")
    for name, way in WAYS.items():
        few, many = (timed(made, way, clients) for clients, made in comparing.items())
        print(f"| {name} | {few[0]:.2f} ({few[1]:.2f}) | {many[0]:.2f} ({many[1]:.2f}) | {many[0] / few[0]:.2f} |")
