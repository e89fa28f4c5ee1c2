"""Runs one command and outlives it by nothing: `python keep.py COMMAND ...`.

Standard input is a pipe that the launcher holds open. When it closes, because the launcher stopped
or was killed, the command and all it started are ended; nothing the launcher started is left.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from types import FrameType

import psutil

PATIENCE = 8.0
"""Seconds between asking to stop and ending it: Voilà first stops its kernels."""


def keep(command: list[str]) -> int:
    """Run the command until it ends or standard input closes; give its exit status."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - the launcher's own command
    below: set[psutil.Process] = set()
    threading.Thread(target=_end_with_the_launcher, args=(child, below), daemon=True).start()
    status = child.wait()
    for one in tuple(below):
        with suppress(psutil.NoSuchProcess):
            one.kill()
    return status


def _end_with_the_launcher(child: subprocess.Popen[bytes], below: set[psutil.Process]) -> None:
    """End the command; `below` gathers what it started: kernels are in sessions of their own, beyond its group."""
    # Below Python's own buffer: a thread that waits in it would abort this process as it exits.
    while os.read(0, 1):
        continue
    _gather(child, below)
    child.terminate()
    deadline = time.monotonic() + PATIENCE
    while child.poll() is None and time.monotonic() < deadline:
        _gather(child, below)
        time.sleep(0.1)
    child.kill()


def _gather(child: subprocess.Popen[bytes], below: set[psutil.Process]) -> None:
    with suppress(psutil.NoSuchProcess):
        below.update(psutil.Process(child.pid).children(recursive=True))


def _stay(_signal: int, _frame: FrameType | None) -> None:
    """Do nothing: the launcher decides when to stop, not a signal to the whole terminal."""


if __name__ == "__main__":
    for name in ("SIGINT", "SIGTERM", "SIGHUP"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), _stay)
    status = keep(sys.argv[1:])
    if hasattr(os, "killpg"):
        os.killpg(os.getpgrp(), signal.SIGTERM)  # whatever the command left in its group
    sys.exit(status if status >= 0 else 1)
