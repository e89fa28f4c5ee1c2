"""From nothing to a published store, a process a step: what it takes, and no worse a model than the last release's.

BENCH_CLIENTS sets the size (5,000 invented clients by default; 100000 is the published one).
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.benchmarks.last_release import beside, faults, pairs, recorded
from tests.benchmarks.release import bundle, measured, steps

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "5000"))
LAST = {"auc": 0.7810, "cost": 0.4956}


@pytest.mark.slow
def test_the_whole_and_its_model_beside_the_last_release(tmp_path: Path) -> None:
    before = recorded(CLIENTS)
    took, now = measured(CLIENTS, tmp_path)
    print(f"\n{CLIENTS:,} clients, end to end\n\n{steps(took, before)}\n\n{beside(now.figures, before, {})}")
    itself = pairs(bundle(tmp_path), bundle(tmp_path))
    assert [itself[name].value for name in ("auc", "cost")] == [0, 0]
    assert before is None or faults(CLIENTS, now.figures, before.figures) == []


@pytest.mark.parametrize(
    ("clients", "auc", "cost", "said"),
    [
        (100_000, 0.7810, 0.4956, []),
        (100_000, 0.7791, 0.5005, []),
        (100_000, 0.9000, 0.1000, []),
        (100_000, 0.7789, 0.4956, ["AUC, out of fold fell from 0.7810 to 0.7789, by more than 0.0020"]),
        (100_000, 0.7810, 0.5007, ["cost per applicant, out of fold rose from 0.4956 to 0.5007, by more than 0.0050"]),
        (4_000, 0.7711, 0.5205, []),
        (4_000, 0.7709, 0.4956, ["AUC, out of fold fell from 0.7810 to 0.7709, by more than 0.0100"]),
    ],
)
def test_a_worse_model_is_told_by_its_figures(clients: int, auc: float, cost: float, said: list[str]) -> None:
    assert faults(clients, {"auc": auc, "cost": cost}, LAST) == said
