"""Reasons: of a known client from the store, of an application live, of many clients in batch.

SCORING_DATA names a data folder with a published store; else BENCH_CLIENTS sets the size (10,000 invented
clients by default). The batch is compared, in one run and on the same model, with CatBoost's own call and
with `shap.TreeExplainer`.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import model, reasons, store, synthetic
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Application
from scoring.settings import Settings
from scoring.tables import APPLICATION, CLIENT, HISTORIES, TARGET

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "10000"))
ASKED, LIVE, TURNS = 1000, 100, 3
Asked = TypeVar("Asked")
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if given := os.environ.get("SCORING_DATA"):
        return Path(given)
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


def raw(data: Path, clients: Sequence[int]) -> list[Application]:
    """Clients as applicants whom nobody knows: every field and every row of their histories."""
    folder = store.current(data / "store") / store.STAGED
    found: dict[tuple[int, str], list[dict[str, float | str | None]]] = defaultdict(list)
    for table in (APPLICATION, *HISTORIES):
        rows = pq.read_table(folder / f"{table.name}.parquet", filters=[(CLIENT, "in", list(clients))]).to_pylist()
        names = [name for name in table.names if name not in (CLIENT, TARGET)]
        for row in rows:
            found[row[CLIENT], table.name].append({name: row[name] for name in names})
    return [
        Application(
            None,
            found[client, APPLICATION.name][0],
            {table.name: found[client, table.name] for table in HISTORIES},
        )
        for client in clients
    ]


def milliseconds(ask: Callable[[Asked], object], asked: Sequence[Asked]) -> np.ndarray:
    """Give the milliseconds of each call by the clock and of the processor, (2, n), after one that warms up."""
    ask(asked[-1])
    taken = []
    for one in asked:
        clock, processor = time.perf_counter(), time.thread_time()
        ask(one)
        taken.append((time.perf_counter() - clock, time.thread_time() - processor))
    return 1000 * np.array(taken).T


def test_one_client(questions: Local, data: Path) -> None:
    def said(client: int) -> object:
        return questions.score(client), questions.reasons(client)

    every = questions.find("", ASKED)
    clients, few = every.ids, every.ids[:LIVE]
    changed = [Application(client, {"AMT_CREDIT": 5e5}) for client in few]
    ways: dict[str, np.ndarray] = {
        "score and reasons, published": milliseconds(
            lambda one: (questions.score(one), questions.reasons(one)), clients
        ),
        "every contribution, published": milliseconds(lambda one: questions.explanation(one, "accepted"), clients),
        "a known client, live": milliseconds(questions.predict, [Application(client) for client in few]),
        "a known client, another amount": milliseconds(questions.predict, changed),
        "an applicant nobody knows, with histories": milliseconds(questions.predict, raw(data, few)),
    }
    print(f"\none client of {every.total:,}, milliseconds by the clock (of the processor)\n")
    print("| what | calls | median | 99th |\n|---|---|---|---|")
    for name, taken in ways.items():
        (middle, spent), (late, most) = np.median(taken, axis=1), np.quantile(taken, 0.99, axis=1)
        print(f"| {name} | {taken.shape[1]} | {middle:.2f} ({spent:.2f}) | {late:.2f} ({most:.2f}) |")


def processor(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """Give the seconds of processor that each takes: the least of some turns, each taken by all."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(TURNS):
        for name, work in ways.items():
            start = time.process_time()
            work()
            taken[name].append(time.process_time() - start)
    return {name: min(seconds) for name, seconds in taken.items()}


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
    taken = processor(ways)
    own = taken["CatBoost's own call"]
    print(f"\n{table.num_rows:,} clients, {bundle.model.tree_count_} trees: seconds of processor\n")
    print("| what | seconds | ratio |\n|---|---|---|")
    for name, seconds in taken.items():
        print(f"| {name} | {seconds:.2f} | {seconds / own:.2f} |")
    few = table.slice(0, 100)
    assert explainer.shap_values(model.pool(few, bundle.features)) == pytest.approx(found[:100], abs=1e-9)
