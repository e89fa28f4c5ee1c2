"""Steps killed half-way: what was stands, running again works, and no client is left in the clear."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import Scoring, files, spoil
from tests.stores import TINY

STEPS = ("stage", "features")


def arguments(step: str) -> list[str]:
    return [sys.executable, "-m", "scoring.cli", step, *(("--raw", str(TINY)) if step == "stage" else ())]


@pytest.fixture
def prepared(scoring: Scoring, empty: Path) -> Path:
    assert scoring("stage", "--raw", TINY).code == 0
    assert scoring("features").code == 0
    return empty


def beginnings(step: str, data: Path) -> Callable[[], bool]:
    """Give what says that a step has begun to write."""
    pattern = ".staged.aside/*" if step == "stage" else ".features.parquet.aside"
    return lambda: any((data / "work").glob(pattern))


@pytest.mark.parametrize("step", STEPS)
def test_a_step_killed_half_way_is_simply_run_again(scoring: Scoring, prepared: Path, step: str) -> None:
    made = "staged" if step == "stage" else "features.parquet"
    expected = {name: content for name, content in files(prepared).items() if made in name}
    spoil(step, prepared)
    begun = beginnings(step, prepared)
    killed = subprocess.Popen(arguments(step), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 60
    while not begun() and killed.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert begun()
    assert scoring(*arguments(step)[3:]).code == 0
    assert not begun()
    assert {name: content for name, content in files(prepared).items() if made in name} == expected


def test_a_scoring_killed_half_way_leaves_no_client_after_the_next(tiny: Path, tmp_path: Path) -> None:
    spilled = tmp_path / "tmp"
    spilled.mkdir()
    verb = [sys.executable, "-m", "scoring.cli", "score", "--raw", str(TINY), "--out", str(tmp_path / "s.parquet")]
    environment = os.environ | {"TMPDIR": str(spilled)}

    def left() -> list[str]:
        own = [*(tiny / "work").glob(".batch-*"), *spilled.glob("scoring-*")]
        return sorted(path.name.rpartition("-")[0] for path in own)

    killed = subprocess.Popen(verb, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment)
    deadline = time.monotonic() + 60
    while left() != [".batch", "scoring-spill"] and killed.poll() is None and time.monotonic() < deadline:
        time.sleep(0.001)
    killed.send_signal(signal.SIGKILL)
    assert killed.wait() == -signal.SIGKILL
    assert left() == [".batch", "scoring-spill"]
    subprocess.run(verb, stdout=subprocess.DEVNULL, check=True, timeout=120, env=environment)
    assert left() == []
    assert (tmp_path / "s.parquet").is_file()
