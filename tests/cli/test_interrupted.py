"""Preparation killed half-way: what was stands, and running again works."""

from __future__ import annotations

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
