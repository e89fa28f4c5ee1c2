"""The ledger: records appended a second, alone and by many threads; records verified a second.

BENCH_RECORDS sets how many are verified (100,000 by default). Disks differ most: what a flush takes is told.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.ledger import Actor, Ledger, View
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Base, Explanation, Score
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from tests.ledger.conftest import server, settings

__all__ = ["server", "settings"]

RECORDS = int(os.environ.get("BENCH_RECORDS", "100000"))
APPENDED = 320
ANA = Actor("ana", "advisor")
pytestmark = pytest.mark.slow


def flush_seconds(folder: Path) -> float:
    """What flushing a page to this disk takes, the mean of twenty."""
    with (folder / "page").open("wb") as file:
        start = time.perf_counter()
        for _ in range(20):
            file.write(bytes(4096))
            file.flush()
            os.fsync(file.fileno())
        return (time.perf_counter() - start) / 20


def rate(count: int, work: Callable[[], object]) -> tuple[float, float]:
    """Give how many a second, and how many a second of processor."""
    start, processor = time.perf_counter(), time.process_time()
    work()
    return count / (time.perf_counter() - start), count / (time.process_time() - processor)


def fill(ledger: Ledger, count: int) -> None:
    """Append many in a few transactions: what verifying reads, quickly."""
    for first in range(0, count, 5000):
        with ledger._writer.extending() as tail:
            for number in range(first, min(first + 5000, count)):
                tail.add(ledger._writer.pending(ANA, View(100_000 + number % 1000, "client")))


def test_rates(settings: Settings, tmp_path: Path) -> None:
    ledger = Ledger.open(replace(settings, data=tmp_path / "data"))

    def append(threads: int) -> None:
        with ThreadPoolExecutor(threads) as pool:
            list(pool.map(lambda number: ledger.append(ANA, View(number, "client")), range(APPENDED)))

    kind = "PostgreSQL" if settings.ledger else "SQLite"
    print(f"\n{kind}; flushing a page takes {1000 * flush_seconds(tmp_path):.2f} ms here\n")
    print("| what | a second | a second of processor |\n|---|---|---|")
    for threads in (1, 16, 64):
        wall, processor = rate(APPENDED, lambda threads=threads: append(threads))  # type: ignore[misc]
        print(f"| appended by {threads} threads | {wall:,.0f} | {processor:,.0f} |")
    fill(ledger, RECORDS)
    count = ledger.verify().head.count
    wall, processor = rate(count, ledger.verify)
    print(f"| verified, of {count:,} | {wall:,.0f} | {processor:,.0f} |")
    ledger.close()


class Repeated(Local):
    """Answers of one store as if it held as many clients as are asked for: one client's file, read for each."""

    def __init__(self, local: Local, known: int) -> None:
        vars(self).update(vars(local))
        self._known = known

    def score(self, client: int) -> Score:
        return super().score(self._known)

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        return super().explanation(self._known, base)


@pytest.mark.parametrize("settings", ["sqlite"], indirect=True)
def test_bulk_shown(settings: Settings, tiny_run: Run, tmp_path: Path) -> None:
    local, ledger = Local.open(tiny_run.settings.data), Ledger.open(replace(settings, data=tmp_path / "data"))
    questions = Repeated(local, local.find("").ids[0])
    asked = Recorder(questions, local.fingerprint, ledger).by(ANA)
    print("\n| 10,000 clients at once | answered, s of processor | and recorded | ledger, MB more |\n|---|---|---|---|")
    file = tmp_path / "data" / "ledger" / "ledger.db"
    for ask in ("scores", "explanations"):
        before = file.stat().st_size
        bare = 10_000 / rate(10_000, lambda ask=ask: getattr(questions, ask)(range(10_000)))[1]  # type: ignore[misc]
        kept = 10_000 / rate(10_000, lambda ask=ask: getattr(asked, ask)(range(10_000)))[1]  # type: ignore[misc]
        print(f"| {ask} | {bare:.1f} | {kept:.1f} | {(file.stat().st_size - before) / 1e6:.0f} |")
    print(len(local.explanation(questions._known).contributions), "contributions in each explanation")
    ledger.close()
    local.close()
