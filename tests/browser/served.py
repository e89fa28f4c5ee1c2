"""The page served in a process of its own, with a hold on every process below it."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import Self

import psutil

from advisor import launch

SERVE = """
import sys
import time
from pathlib import Path
from advisor import launch
login = None
{before}
sys.exit(launch.serve(Path(sys.argv[1]), int(sys.argv[2]), login=login))
"""
STOPPING = 60.0
WINDOW, QUIET = 3.0, 0.05
"""Seconds of processor, within a window of seconds, under which a process is at rest."""


class Served:
    """One launcher with its scoring process, its page server and their kernels; ended on leaving.

    `before` is Python that the launcher runs first, and where it may set its `login`.
    """

    def __init__(self, data: Path, before: str = "") -> None:
        command = [sys.executable, "-c", SERVE.format(before=before), str(data), str(launch.free_port(0))]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
        assert self.process.stdout is not None
        said = next((line for line in self.process.stdout if "http://" in line), "")
        assert said, "the page was not served: see the messages above"
        self.address = said[said.index("http://") :].split()[0]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> int:
        """Ask it to stop, unless it has; give its exit status."""
        self.process.terminate()
        return self.process.wait(STOPPING)

    def all(self, text: str) -> list[psutil.Process]:
        """The processes below it whose command holds the text; never their keepers."""
        found = [(one, _command(one)) for one in psutil.Process(self.process.pid).children(recursive=True)]
        return [one for one, command in found if text in command and "keep.py" not in command]

    def kernels(self) -> list[psutil.Process]:
        """The kernels, of visits and of the one that waits for the next."""
        return self.all("ipykernel")

    def kernel(self, name: str) -> psutil.Process:
        """The process of one kernel, whose file of connection bears its name."""
        (found,) = self.all(name)
        return found

    def rested(self) -> None:
        """Wait until the kernel that waits for the next visit, if any, has executed the page and does nothing more."""
        before = -1.0
        while (busy := sum(sum(kernel.cpu_times()[:2]) for kernel in self.kernels())) - before > QUIET:
            before = busy
            time.sleep(WINDOW)


def _command(process: psutil.Process) -> str:
    try:
        return " ".join(process.cmdline())
    except psutil.NoSuchProcess:  # it has just ended
        return ""
