"""Runs one command in a process of its own, and says what it took."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Cost:
    """Seconds on the clock, peak memory in MB, seconds of processor; of a command and all it started together."""

    wall: float
    memory: float
    processor: float


def defaults(data: Path) -> dict[str, str]:
    """Give this process's environment without its settings, but for a data folder: what is measured is the default."""
    others = {name: value for name, value in os.environ.items() if not name.startswith("SCORING_")}
    return others | {"SCORING_DATA": str(data)}


def cost(*arguments: str, environment: Mapping[str, str] | None = None) -> Cost:
    """Run `python arguments...`, which must succeed; in this process's environment unless another is given."""
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, *arguments], env=environment)
    memory = 0.0
    seen: set[int] = set()
    spent: dict[int, float] = {}
    while process.poll() is None:
        running = set(tree(process.pid))
        # The kernel's own high-water mark; the parent's peak is not in it, as it is in wait4's. What has just begun
        # may still be a fork that shows its parent's memory as its own.
        memory = max(memory, sum(map(_peak, running & seen | {process.pid})))
        for one in running:
            spent[one] = max(spent.get(one, 0.0), processor(one))
        seen = running
        time.sleep(0.05)
    wall = time.perf_counter() - start
    assert process.returncode == 0, arguments
    return Cost(wall, memory, sum(spent.values()))


def tree(process: int) -> Iterator[int]:
    """Give a process that runs and those it started, such as a JVM."""
    yield process
    for started in Path(f"/proc/{process}/task").glob("*/children"):
        for one in _read(started).split():
            yield from tree(int(one))


def _peak(process: int) -> float:
    """Peak memory in MB of a process that runs; 0 when it has just ended."""
    lines = _read(Path(f"/proc/{process}/status")).splitlines()
    return next((int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM")), 0.0)


def processor(process: int) -> float:
    """Seconds of processor of a process that runs; 0 when it has just ended."""
    fields = _read(Path(f"/proc/{process}/stat")).rpartition(")")[2].split()
    return sum(map(int, fields[11:13])) / TICKS


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii", errors="replace")
    except OSError:  # it has just ended
        return ""


def table(rows: dict[str, Cost], base: str) -> str:
    """Write costs as a Markdown table, with ratios to one of them."""
    lines = [
        "| what | seconds | of processor | peak MB | seconds, ratio | processor, ratio | memory, ratio |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, c in rows.items():
        own, other = (c.wall, c.processor, c.memory), (rows[base].wall, rows[base].processor, rows[base].memory)
        ratios = " | ".join(f"{value / of:.2f}" for value, of in zip(own, other, strict=True))
        lines.append(f"| {name} | {c.wall:.1f} | {c.processor:.1f} | {c.memory:.0f} | {ratios} |")
    return "\n".join(lines)
