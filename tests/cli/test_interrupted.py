"""Preparation on a disk that gets full, and killed half-way: what was stands, and running again works."""

from __future__ import annotations

import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.conftest import REFUSAL, Scoring
from tests.stores import TINY

STEPS = ("stage", "features")
ROOM = 20_000
"""Bytes that a file may have on the disk that is full; the invented clients' tables have more."""


def limited() -> None:
    """Let no file of the process grow past ROOM."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (ROOM, ROOM))


def arguments(step: str) -> list[str]:
    return [sys.executable, "-m", "scoring.cli", step, *(("--raw", str(TINY)) if step == "stage" else ())]


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def spoil(step: str, data: Path) -> None:
    """Make the step necessary again: what it made seems to come from other files."""
    stamp = data / "work" / ("staged/report.json" if step == "stage" else "features.json")
    fingerprint = stamp.read_text(encoding="utf-8").partition('"fingerprint": "')[2][:8]
    stamp.write_text(stamp.read_text(encoding="utf-8").replace(fingerprint, "00000000", 1), encoding="utf-8")


@pytest.fixture
def prepared(scoring: Scoring, empty: Path) -> Path:
    assert scoring("stage", "--raw", TINY).code == 0
    assert scoring("features").code == 0
    return empty


@pytest.mark.parametrize("step", STEPS)
def test_a_disk_that_gets_full_leaves_what_was(scoring: Scoring, prepared: Path, step: str) -> None:
    spoil(step, prepared)
    before = files(prepared)
    ended = subprocess.run(
        arguments(step), capture_output=True, text=True, check=False, timeout=120, preexec_fn=limited
    )
    [line] = ended.stderr.splitlines()
    assert ended.returncode == REFUSAL
    assert line.startswith("scoring: ")
    assert line.endswith(".parquet: cannot be written: File too large; make space, then try again")
    after = files(prepared)
    assert {name for name in before if after.get(name) != before[name]} <= {"work/features.json"}
    assert after.keys() <= before.keys()
    assert scoring(*arguments(step)[3:]).code == 0


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
