"""One application as a feature row: from raw histories, with a changed field, in four hundred variants.

BENCH_CLIENTS sets the size (30,000 invented clients by default; 356255 is the real size).
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import synthetic
from scoring.engine import DuckDB
from scoring.features import learn_durations
from scoring.serving.case import Cases
from scoring.serving.file import File
from scoring.serving.questions import Application, Value
from scoring.staging import Limits, stage
from scoring.tables import CLIENT

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "30000"))
ASKED = 60
VARIANTS = 400
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Path:
    work = tmp_path_factory.mktemp("bench")
    synthetic.write(work / "raw", CLIENTS, seed=1)
    stage([work / "raw"], work / "staged", Limits(3500), progress=lambda text: None)
    with DuckDB(3500, folders=[work]) as engine:
        learn_durations(engine, work / "staged", work / "durations.parquet")
    return work


@pytest.fixture(scope="module")
def cases(work: Path) -> Iterator[Cases]:
    """Cases of a store that has published nothing: a client's row is computed at each question."""
    with DuckDB(1000, 1, [work]) as engine:

        def computed(client: int) -> Mapping[str, Value]:
            with closing(File(engine, client, {})) as file:
                row: Mapping[str, Value] = file.row().to_pylist()[0]
                return row

        yield Cases(engine, work / "staged", work / "durations.parquet", computed)


@pytest.fixture(scope="module")
def clients(work: Path) -> list[int]:
    known = pq.read_table(work / "staged" / "application.parquet", columns=[CLIENT]).column(0).to_numpy()
    return [int(client) for client in np.random.default_rng(0).choice(known, ASKED, replace=False)]


def timed(asked: Callable[[int], object]) -> list[float]:
    """Milliseconds of each call, in order of length."""
    taken = []
    for turn in range(ASKED):
        start = time.perf_counter()
        asked(turn)
        taken.append(1000 * (time.perf_counter() - start))
    return sorted(taken)


def test_one_application(cases: Cases, clients: list[int]) -> None:
    amounts = [{"AMT_CREDIT": 5e5 + 1e3 * n, "AMT_ANNUITY": 2e4 + 10 * n} for n in range(VARIANTS)]
    row = cases.rows(Application(clients[-1]))
    ways: dict[str, Callable[[int], object]] = {
        "from raw histories": lambda turn: cases.rows(Application(clients[turn])),
        "a changed amount": lambda turn: cases.laid(row, amounts[turn : turn + 1]),
        "a changed score": lambda turn: cases.laid(row, [{"EXT_SOURCE_2": turn / ASKED}]),
        f"{VARIANTS} variants": lambda turn: cases.variants(row, amounts),
    }
    print(f"\none application among {CLIENTS:,} clients, milliseconds of {ASKED} calls\n")
    print("| what | median | 95th | longest |\n|---|---|---|---|")
    for name, way in ways.items():
        taken = timed(way)
        print(f"| {name} | {taken[ASKED // 2]:.1f} | {taken[int(0.95 * ASKED)]:.1f} | {taken[-1]:.1f} |")
