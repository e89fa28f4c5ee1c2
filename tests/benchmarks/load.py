"""Loads the API on loopback, by a client in a process of its own, and says how many requests a second were answered.

`python -m tests.benchmarks.load URL SECONDS CONNECTIONS KEY` asks its two questions of a store and prints a table.
"""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit

import httpx

CLIENTS = 100


@dataclass(frozen=True)
class Answered:
    """What one load was answered: requests a second, and milliseconds of the median and the slowest hundredth."""

    rate: float
    median: float
    late: float


def asked(method: str, path: str, body: bytes = b"", key: str = "") -> bytes:
    """Write one request as it goes over the wire."""
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"Authorization: Bearer {key}"] if key else []
    lines += ["Content-Type: application/json", f"Content-Length: {len(body)}"] if body else []
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + body


async def _one(host: str, port: int, requests: Iterator[bytes], until: float, taken: list[float]) -> None:
    reader, writer = await asyncio.open_connection(host, port)
    while time.perf_counter() < until:
        start = time.perf_counter()
        writer.write(next(requests))
        head = await reader.readuntil(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(head.decode(errors="replace"))
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        await reader.readexactly(length)
        taken.append(time.perf_counter() - start)
    writer.close()


async def _all(url: str, requests: list[bytes], seconds: float, connections: int) -> Answered:
    address = urlsplit(url)
    taken: list[float] = []
    until, turns = time.perf_counter() + seconds, cycle(requests)
    ones = (_one(address.hostname or "", address.port or 0, turns, until, taken) for _ in range(connections))
    await asyncio.gather(*ones)
    taken.sort()
    return Answered(len(taken) / seconds, 1000 * taken[len(taken) // 2], 1000 * taken[int(0.99 * len(taken))])


def load(url: str, requests: list[bytes], seconds: float, connections: int) -> Answered:
    """Keep so many connections busy for so long, each with one request at a time, in turn of those given."""
    return asyncio.run(_all(url, requests, seconds, connections))


def main(url: str, seconds: float, connections: int, key: str = "") -> None:
    """Ask for stored scores and explanations, and for live scores, of a hundred clients in turn."""
    headers = {"authorization": f"Bearer {key}"} if key else {}
    ids = httpx.get(f"{url}/v1/clients", params={"limit": CLIENTS}, headers=headers).json()["ids"]
    kinds = {
        "alive": [asked("GET", "/health")],
        "stored score": [asked("GET", f"/v1/clients/{id}/score", key=key) for id in ids],
        "stored explanation": [asked("GET", f"/v1/clients/{id}/explanation", key=key) for id in ids],
        "known client, live": [asked("POST", "/v1/predict", b'{"client": %d}' % id, key) for id in ids],
    }
    for name, requests in kinds.items():
        found = load(url, requests, seconds, connections)
        print(f"| {name} | {found.rate:,.0f} | {found.median:.1f} | {found.late:.1f} |", flush=True)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:5])
