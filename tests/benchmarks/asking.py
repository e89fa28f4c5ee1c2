"""A loader in Python, for machines without wrk: `python -m tests.benchmarks.asking URL SECONDS CONNECTIONS FILE`.

It prints, as load.py has wrk print: requests, microseconds, milliseconds of the median and of the slowest
hundredth, and how many were not answered by 2xx.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import urlsplit


def together(requests: list[bytes]) -> bytes:
    """Write requests into one file."""
    return json.dumps([request.decode("latin-1") for request in requests]).encode()


async def _one(host: str, port: int, requests: Iterator[bytes], until: float, taken: list[float]) -> int:
    """Ask by one connection; give how many were answered otherwise than by 2xx."""
    reader, writer = await asyncio.open_connection(host, port)
    wrong = 0
    while (start := time.perf_counter()) < until:
        writer.write(next(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        wrong += not head.startswith(b"HTTP/1.1 2")
        await reader.readexactly(int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0]))
        taken.append(time.perf_counter() - start)
    writer.close()
    return wrong


async def main(url: str, seconds: float, connections: int, file: Path) -> None:
    """Ask, and print what came of it."""
    address, taken = urlsplit(url), list[float]()
    turns = cycle([request.encode("latin-1") for request in json.loads(file.read_bytes())])
    start = time.perf_counter()
    ones = (_one(address.hostname or "", address.port or 0, turns, start + seconds, taken) for _ in range(connections))
    wrong = sum(await asyncio.gather(*ones))
    microseconds = 1e6 * (time.perf_counter() - start)
    taken.sort()
    median, late = (1000 * taken[int(share * len(taken))] for share in (0.5, 0.99))
    print(len(taken), microseconds, median, late, wrong)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])))
