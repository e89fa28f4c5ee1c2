"""Loads a service on loopback, by a client in a process of its own, and says how many requests a second it answered.

By wrk where it is installed, which takes a hundredth of what it asks about; else by a loader in Python, which
takes as much as a quick answer and so measures itself too: `LOADER` says which.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from tests.benchmarks import asking

PATIENCE = 30
"""Seconds an answer may take: a service that is slow is slow, not wrong."""
WRK = shutil.which("wrk")
LOADER = "wrk" if WRK else "the Python loader"
SCRIPT = """
local asked, turn = {{{asked}}}, 0
request = function() turn = turn % #asked + 1; return asked[turn] end
done = function(summary, latency)
    local wrong = summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.timeout
    io.write(string.format("%d %d %f %f %d\\n", summary.requests, summary.duration,
        latency:percentile(50) / 1000, latency:percentile(99) / 1000, wrong))
end
"""


@dataclass(frozen=True)
class Answered:
    """What one load was answered: requests, seconds, milliseconds of the median and of the slowest hundredth."""

    requests: int
    seconds: float
    median: float
    late: float

    @property
    def rate(self) -> float:
        """Requests a second."""
        return self.requests / self.seconds


def asked(method: str, path: str, body: bytes = b"", key: str = "") -> bytes:
    """Write one request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"Authorization: Bearer {key}"] if key else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


def load(url: str, requests: list[bytes], seconds: float, connections: int) -> Answered:
    """Keep so many connections busy for so long, each with one request at a time, in turn of those given.

    Raises RuntimeError where one was answered otherwise than by 2xx.
    """
    with tempfile.TemporaryDirectory() as folder:
        if WRK is None:
            file = Path(folder, "requests")
            file.write_bytes(asking.together(requests))
            command = [sys.executable, "-m", "tests.benchmarks.asking", url, str(seconds), str(connections), str(file)]
        else:
            file = Path(folder, "requests.lua")
            file.write_text(SCRIPT.format(asked=", ".join(map(_lua, requests))))
            how = ["-t1", f"-c{connections}", f"-d{seconds:g}s", f"--timeout={PATIENCE}s"]
            command = [WRK, *how, "-s", str(file), url]
        said = subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()[-1]
    done, microseconds, median, late, wrong = map(float, said.split())
    if wrong:
        raise RuntimeError(f"{wrong:.0f} of {done:.0f} requests were not answered")
    return Answered(int(done), microseconds / 1e6, median, late)


def _lua(request: bytes) -> str:
    text = request.decode("latin-1")
    return '"' + re.sub(r"[^ !#-\[\]-~]", lambda one: f"\\{ord(one[0]):03d}", text) + '"'
