"""Several processes append at once, and are killed: what was acknowledged is there, and the chain is whole."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from scoring.faults import Refused, Unavailable
from scoring.ledger import Ledger, Statement, View
from scoring.ledger.head import HeadFile
from scoring.settings import Settings
from tests.ledger.appending import THREADS
from tests.ledger.conftest import ANA, BEN, CLIENT, NEW
from tests.ledger.postgres import Server

ROOT = Path(__file__).parents[2]
PATIENCE = 120.0
pytestmark = pytest.mark.skipif(os.name != "posix", reason="processes are killed the POSIX way")


def start(settings: Settings, name: str, most: int = 10**9) -> subprocess.Popen[bytes]:
    arguments = [str(settings.data), settings.ledger, name, str(most)]
    command = [sys.executable, "-m", "tests.ledger.appending", *arguments]
    # Unbuffered: what a buffer had read beyond the first line would be lost to `communicate`.
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, bufsize=0)


def acknowledged(said: bytes) -> dict[int, str]:
    """Records by number, of the whole lines that were printed."""
    lines = said.decode().splitlines(keepends=True)
    whole = [line.split() for line in lines if line.endswith("\n")]
    return {int(number): text for number, text in whole}


def texts(ledger: Ledger) -> dict[int, str]:
    found = {entry.sequence: entry.personal or {} for entry in ledger.of_client(CLIENT)}
    return {number: personal["text"] for number, personal in found.items()}


def test_two_processes_of_several_threads_at_once(settings: Settings, opened: Callable[[Settings], Ledger]) -> None:
    processes = [start(settings, name, 20) for name in ("ana", "ben")]
    said = [process.communicate(timeout=PATIENCE) for process in processes]
    assert [process.returncode for process in processes] == [0, 0], said
    told = acknowledged(said[0][0]) | acknowledged(said[1][0])
    ledger = opened(settings)
    assert len(told) == ledger.verify().head.count == 2 * THREADS * 20
    assert told == texts(ledger)
    for name in ("ana", "ben"):
        for thread in range(THREADS):  # in the order in which one thread appended them
            own = [text for _, text in sorted(told.items()) if text.startswith(f"{name}-{thread}-")]
            assert own == [f"{name}-{thread}-{number}" for number in range(20)]


def kill_under_load(settings: Settings, turns: int, opened: Callable[[Settings], Ledger]) -> None:
    """Kill one or two processes that append, at a random moment, time and again on the same ledger."""
    told: dict[int, str] = {}
    draw = random.Random(turns)
    for turn in range(turns):
        processes = [start(settings, f"p{turn}{name}") for name in "ab"[turn % 2 :]]
        first = [process.stdout.readline() for process in processes if process.stdout]
        time.sleep(draw.uniform(0.0, 0.3))
        for process in processes:
            process.send_signal(signal.SIGKILL)
        said = [process.communicate(timeout=PATIENCE) for process in processes]
        for line, (rest, error) in zip(first, said, strict=True):
            assert (line.endswith(b"\n"), error) == (True, b"")
            told |= acknowledged(line + rest)
        ledger = opened(settings)
        assert ledger.verify().head.count >= len(told)
        assert told.items() <= texts(ledger).items()
        ledger.close()
    ledger = opened(settings)
    assert ledger.append(ANA, View(NEW, "client")).sequence == ledger.verify().head.count
    assert len(told) >= turns


def test_killed_under_load_nothing_acknowledged_is_lost(
    settings: Settings, opened: Callable[[Settings], Ledger]
) -> None:
    kill_under_load(settings, 4, opened)


@pytest.mark.slow
def test_killed_a_hundred_times_under_load_nothing_acknowledged_is_lost(
    settings: Settings, opened: Callable[[Settings], Ledger]
) -> None:
    kill_under_load(settings, 100, opened)


@pytest.mark.slow
@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
def test_a_server_that_crashes_under_load_has_what_was_acknowledged(
    settings: Settings, server: Server, opened: Callable[[Settings], Ledger]
) -> None:
    told: dict[int, str] = {}
    for turn in range(5):
        process = start(settings, f"p{turn}")
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(0.2)
        server.crash()
        time.sleep(0.5)
        process.kill()
        told |= acknowledged(first + process.communicate(timeout=PATIENCE)[0])
        server.start()
        ledger = opened(settings)
        assert ledger.verify().head.count >= len(told)
        assert told.items() <= texts(ledger).items()


def test_threads_of_one_ledger_are_written_together(ledger: Ledger) -> None:
    with ThreadPoolExecutor(16) as threads:
        entries = list(threads.map(lambda number: ledger.append(ANA, Statement(CLIENT, f"n{number}")), range(64)))
    assert sorted(entry.sequence for entry in entries) == list(range(1, 65))
    assert texts(ledger) == {entry.sequence: f"n{number}" for number, entry in enumerate(entries)}
    assert ledger.verify().head.count == 64


def test_what_is_refused_does_not_stop_those_who_wait_beside_it(ledger: Ledger) -> None:
    def append(number: int) -> int | str:
        try:
            return ledger.append(BEN, View(CLIENT, "client"), 5 if number % 2 else None).sequence
        except Refused as refused:
            return str(refused)

    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(append, range(32)))
    assert sorted(answer for answer in answers if isinstance(answer, int)) == list(range(1, 17))
    assert sum("record 5" in str(answer) for answer in answers) == 16
    assert ledger.verify().head.count == 16


def test_between_commit_and_head_nothing_is_lost(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*given: object) -> None:
        raise Unavailable("head.json: cannot be written: No space left on device")

    ledger.append(ANA, View(NEW, "client"))
    with monkeypatch.context() as patch:
        patch.setattr(HeadFile, "write", full)
        with pytest.raises(Unavailable, match="No space left"):
            ledger.append(ANA, View(NEW, "client"))
    found = ledger.verify()
    assert (found.head.count, found.after_head) == (2, 1)
    assert ledger.append(ANA, View(NEW, "client")).sequence == 3
    assert ledger.verify().after_head == 0
