"""Runs a service in a process of its own until it answers, and ends it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from advisor.launch import free_port


@contextmanager
def process(command: list[str], alive: str, **settings: str) -> Iterator[tuple[int, float]]:
    """Run a service until it is alive; give its process and the seconds from start to then."""
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    with httpx.Client() as client:  # one: to make it takes as long as to wait, of a processor that the service wants
        start = time.perf_counter()
        running = subprocess.Popen(command, env=os.environ | settings, **quiet)
        try:
            while not _answers(client, alive):
                assert running.poll() is None, command
                time.sleep(0.02)
            yield running.pid, time.perf_counter() - start
        finally:
            running.terminate()
            running.wait()


def _answers(client: httpx.Client, url: str) -> bool:
    try:
        return client.get(url).status_code == 200
    except httpx.TransportError:
        return False


@contextmanager
def served(data: Path, **settings: str) -> Iterator[tuple[str, int, float]]:
    """Serve a data folder; give its address, its process and the seconds from start to ready."""
    port = free_port(0)
    command = [sys.executable, "-m", "scoring.cli", "api", "--port", str(port)]
    with process(command, f"http://127.0.0.1:{port}/ready", SCORING_DATA=str(data), **settings) as (pid, ready):
        yield f"http://127.0.0.1:{port}", pid, ready
