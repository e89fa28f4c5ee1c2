"""How much the API answers on loopback: bare, and complete with keys and the log. Nothing is asserted of speed.

BENCH_SECONDS sets how long each question is asked (3 by default), SCORING_DATA a data folder with a published store.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from advisor.launch import free_port
from scoring.api.access.keys import Keys

SECONDS = os.environ.get("BENCH_SECONDS", "3")
CONNECTIONS = "16"
pytestmark = pytest.mark.slow


@contextmanager
def served(data: Path, **settings: str) -> Iterator[tuple[str, float]]:
    """Serve a data folder in a process of its own; give its address and the seconds from start to ready."""
    port, start = free_port(0), time.perf_counter()
    environment = os.environ | {"SCORING_DATA": str(data), **settings}
    command = [sys.executable, "-m", "scoring.cli", "api", "--port", str(port)]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield f"http://127.0.0.1:{port}", _ready(f"http://127.0.0.1:{port}/ready", start)
    finally:
        process.terminate()
        process.wait()


def _ready(url: str, start: float) -> float:
    while True:
        try:
            if httpx.get(url).status_code == 200:
                return time.perf_counter() - start
        except httpx.TransportError:
            time.sleep(0.02)


@pytest.fixture(scope="module")
def data(request: pytest.FixtureRequest) -> Path:
    """The folder that SCORING_DATA names, or that of the tiny clients."""
    given = os.environ.get("SCORING_DATA")
    return Path(given) if given else request.getfixturevalue("tiny_run").settings.data


def test_how_much_is_answered(data: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    token = Keys(file).add("load", "manager", 1)
    bare = {"SCORING_LOG": "faults"}
    complete = {"SCORING_KEYS": str(file), "SCORING_LOCAL_ROLE": "nobody", "SCORING_RATE": "0"}
    for name, settings, key in (("bare", bare, []), ("keys and log", complete, [token])):
        with served(data, **settings) as (url, ready):
            print(f"\n{name}: ready after {ready:.2f} s; {CONNECTIONS} connections, {SECONDS} s each\n")
            print("| question | requests/s | median, ms | 99th, ms |\n|---|---|---|---|", flush=True)
            command = [sys.executable, "-m", "tests.benchmarks.load", url, SECONDS, CONNECTIONS, *key]
            subprocess.run(command, check=True)
