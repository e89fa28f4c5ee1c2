"""Runs one command in a process of its own, and says what it took."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, peak memory in MB."""

    wall: float
    memory: float


def cost(*arguments: str) -> Cost:
    """Run `python arguments...`, which must succeed."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments])
    peak = 0.0
    while process.poll() is None:
        # The kernel's own high-water mark; the parent's peak is not in it, as it is in wait4's.
        peak = max(peak, _peak(process.pid))
        time.sleep(0.02)
    wall = time.perf_counter() - start
    assert process.returncode == 0, arguments
    return Cost(wall, peak)


def _peak(process: int) -> float:
    """Peak memory in MB of a process that runs; 0 when it has just ended."""
    try:
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def table(rows: dict[str, Cost], base: str) -> str:
    """Write costs as a Markdown table, with ratios to one of them."""
    lines = ["| what | seconds | peak MB | seconds, ratio | memory, ratio |", "|---|---|---|---|---|"]
    for name, c in rows.items():
        ratios = f"{c.wall / rows[base].wall:.2f} | {c.memory / rows[base].memory:.2f}"
        lines.append(f"| {name} | {c.wall:.1f} | {c.memory:.0f} | {ratios} |")
    return "\n".join(lines)
