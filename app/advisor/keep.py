"""Runs one command and outlives it by nothing: `python keep.py COMMAND ...`.

Standard input is a pipe that the launcher holds open. When it closes, because the launcher stopped
or was killed, the command and its process group are ended; nothing the launcher started is left.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from types import FrameType

PATIENCE = 8.0
"""Seconds between asking to stop and ending it: Voilà first stops its kernels."""


def keep(command: list[str]) -> int:
    """Run the command until it ends or standard input closes; give its exit status."""
    child = subprocess.Popen(command, stdin=subprocess.DEVNULL)  # noqa: S603 - the launcher's own command
    threading.Thread(target=_end_with_the_launcher, args=(child,), daemon=True).start()
    return child.wait()


def _end_with_the_launcher(child: subprocess.Popen[bytes]) -> None:
    # Below Python's own buffer: a thread that waits in it would abort this process as it exits.
    while os.read(0, 1):
        continue
    child.terminate()
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        child.kill()


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
