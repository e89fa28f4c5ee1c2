"""The processes of the page: each under a keeper, which leaves nothing of it behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import IO

HERE = Path(__file__).parent
LOOPBACK = "127.0.0.1"
STOPPING = 12.0
"""Seconds a process may take to end before its group is killed."""


@dataclass(frozen=True)
class Part:
    """One process of the page, held by its keeper, and the path that answers once it is ready."""

    name: str
    keeper: subprocess.Popen[bytes]
    port: int
    path: str
    host: str = LOOPBACK

    def ready(self) -> bool:
        """Say whether it answers."""
        connection = HTTPConnection(self.host, self.port, timeout=2.0)
        try:
            connection.request("GET", self.path)
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def check(self) -> None:
        """Raise Ended when it has ended."""
        if (status := self.keeper.poll()) is not None:
            raise Ended(f"The {self.name} ended by itself (status {status}): stopped everything.")


class Ended(Exception):
    """A process of the page is no longer there, or never answered."""


@contextmanager
def kept(command: list[str], environment: dict[str, str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run a command under a keeper, which ends it when this process leaves or dies."""
    keeper = subprocess.Popen(  # noqa: S603 - our own modules, no shell
        [sys.executable, str(HERE / "keep.py"), *command],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        cwd=folder,
        start_new_session=True,  # Ctrl-C is for the launcher, which stops the others in order
    )
    stopping = threading.Event()
    relay = threading.Thread(target=_relay, args=(keeper.stderr, stopping), daemon=True)
    relay.start()
    try:
        yield keeper
    except KeyboardInterrupt:
        stopping.set()
        raise
    finally:
        if keeper.stdin is not None:
            keeper.stdin.close()
        _end(keeper)
        relay.join(2.0)


def _relay(lines: IO[bytes], stopping: threading.Event) -> None:
    """Pass on what a part says, but not how it complains of being stopped."""
    for line in lines:
        if not stopping.is_set():
            sys.stderr.write(line.decode(errors="replace"))
            sys.stderr.flush()


def _end(keeper: subprocess.Popen[bytes]) -> None:
    """Wait for a keeper; one that does not end, or was killed, cannot answer for its group."""
    try:
        ended = keeper.wait(STOPPING) >= 0
    except subprocess.TimeoutExpired:
        ended = False
    if not ended and hasattr(os, "killpg"):
        with suppress(ProcessLookupError):
            os.killpg(keeper.pid, signal.SIGKILL)
    keeper.kill()
    keeper.wait()
