"""Reasons: of a known client from the store, of an application live, of many clients in batch.

BENCH_CLIENTS sets the size (10,000 invented clients by default); the batch is compared, in one run and on the
same model, with CatBoost's own call and with `shap.TreeExplainer`.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import model, reasons, store, synthetic
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.settings import Settings

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "10000"))
ASKED = 1000
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("bench")
    synthetic.write(work / "raw", CLIENTS, seed=1)
    run = Run(replace(Settings(), data=work / "data", tracking="off"), (work / "raw",), progress=lambda text: None)
    run.stage()
    run.features()
    run.save(run.train())
    run.publish()
    return work / "data"


@pytest.fixture(scope="module")
def questions(data: Path) -> Iterator[Local]:
    made = Local.open(data)
    yield made
    made.close()


def milliseconds(ask: Callable[[int], object], clients: list[int]) -> np.ndarray:
    """Give the milliseconds of each call, after one that warms up."""
    ask(clients[0])
    taken = []
    for client in clients:
        start = time.perf_counter()
        ask(client)
        taken.append(1000 * (time.perf_counter() - start))
    return np.array(taken)


def processor(work: Callable[[], object]) -> float:
    """Give the seconds of processor that some work takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def test_one_client(questions: Local) -> None:
    clients = list(questions.find("", ASKED).ids)
    ways: dict[str, tuple[Callable[[int], object], list[int]]] = {
        "score and reasons, published": (lambda one: (questions.score(one), questions.reasons(one)), clients),
        "every contribution, published": (lambda one: questions.explanation(one, "accepted"), clients),
        "an application live": (lambda one: questions.predict(Application(one, {"AMT_CREDIT": 5e5})), clients[:60]),
        "the same client again, live": (
            lambda turn: questions.predict(Application(clients[0], {"AMT_CREDIT": 5e5 + turn})),
            list(range(60)),
        ),
    }
    print(f"\none client of {CLIENTS:,}, milliseconds\n\n| what | calls | median | 99th |\n|---|---|---|---|")
    for name, (ask, asked) in ways.items():
        taken = milliseconds(ask, asked)
        print(f"| {name} | {len(asked)} | {np.median(taken):.2f} | {np.quantile(taken, 0.99):.2f} |")


def test_many_clients(data: Path) -> None:
    import shap

    folder = store.current(data / "store")
    bundle = model.load(folder / store.BUNDLE)
    reference = reasons.Reference.read(folder / store.REFERENCE, bundle.features)
    table = pq.read_table(folder / store.COLUMNS)
    pool = model.pool(table, bundle.features)
    explainer = shap.TreeExplainer(bundle.model)
    found = reasons.contributions(bundle, table).values
    granted = table.column("GRANTED").to_numpy(zero_copy_only=False)

    def chosen() -> reasons.Stated:
        why = reasons.contributions(bundle, table).values
        return reasons.stated(reasons.summed(reasons.relative(why, reference), reference.place))

    ways: dict[str, Callable[[], object]] = {
        "CatBoost's own call": lambda: bundle.model.get_feature_importance(pool, type="ShapValues"),
        "shap.TreeExplainer": lambda: explainer.shap_values(pool),
        "contributions, from a table": lambda: reasons.contributions(bundle, table),
        "contributions and reasons": chosen,
        "the check": lambda: reasons.neutral_probability(bundle, table, found, granted, reference),
    }
    taken = {name: processor(work) for name, work in ways.items()}
    own = taken["CatBoost's own call"]
    print(f"\n{CLIENTS:,} clients, {bundle.model.tree_count_} trees: seconds of processor\n")
    print("| what | seconds | ratio |\n|---|---|---|")
    for name, seconds in taken.items():
        print(f"| {name} | {seconds:.2f} | {seconds / own:.2f} |")
    few = table.slice(0, 100)
    assert explainer.shap_values(model.pool(few, bundle.features)) == pytest.approx(found[:100], abs=1e-9)
