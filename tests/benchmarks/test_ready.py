"""From starting `scoring api` to the first answer of `/ready`, and what the process then holds. Nothing is asserted.

SCORING_DATA names a data folder with a published store; else BENCH_CLIENTS sets how many invented clients one is built
of (5,000 by default). The store's files are read once before, so that all starts find them in the system's memory: from
a slow disk, add the time of reading them. Processor seconds tell more than the clock where others work too.
"""

from __future__ import annotations

import os
import statistics
from pathlib import Path

import psutil
import pytest

from scoring import store, synthetic
from tests.benchmarks import measure
from tests.benchmarks.service import served
from tests.benchmarks.visits import memory
from tests.stores import built

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "5000"))
STARTS = 5
HEAD = (
    f"| clients | files, MB | to ready, s, median of {STARTS} | slowest | of processor, s | slowest | PSS, MB |\n"
    "|---|---|---|---|---|---|---|"
)
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if given := os.environ.get("SCORING_DATA"):
        return Path(given)
    work = tmp_path_factory.mktemp("bench")
    synthetic.write(work / "raw", CLIENTS, seed=1)
    return built(work / "raw", work / "data").settings.data


def size(folder: Path) -> int:
    """Read every file, and give how many bytes there are."""
    total = 0
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                total += sum(map(len, iter(lambda file=file: file.read(1 << 20), b"")))  # type: ignore[misc]
    return total


def test_from_start_to_ready(data: Path) -> None:
    folder = store.current(data / "store")
    manifest = store.read_store_manifest(folder)
    held = size(folder) + size(data / "models" / manifest.model)
    taken, spent, pss = [], [], []
    for _ in range(STARTS):
        with served(data, SCORING_RECORD="0", SCORING_LOG="faults") as (_, pid, ready):
            taken.append(ready)
            spent.append(sum(map(measure.processor, measure.tree(pid))))
            pss.append(memory([psutil.Process(one) for one in measure.tree(pid)]))
    print(f"\n{HEAD}")
    print(f"| {manifest.clients:,} | {held / 1e6:,.0f} | {statistics.median(taken):.2f} | {max(taken):.2f} ", end="")
    print(f"| {statistics.median(spent):.2f} | {max(spent):.2f} | {statistics.median(pss):,.0f} |", flush=True)
