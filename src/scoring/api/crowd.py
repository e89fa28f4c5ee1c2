"""How much is taken on: so many requests a second from each, so many at once from all."""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from fastapi.exceptions import HTTPException

MOST_KNOWN = 10_000
"""Actors and addresses remembered; the one that asked least lately is forgotten first, its bucket full again."""

BURST = 2
"""Seconds' worth of requests that may come at once."""

LATER = {"retry-after": "1"}
CLOSE = {"connection": "close"}
BUSY = "The service is busy: ask again in a second."


class Buckets:
    """A token bucket for each name: filled at `rate` a second, emptied by one with each request."""

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow `rate` requests a second and twice as many at once; 0 allows all."""
        self.rate = rate
        self._clock = clock
        self._levels: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, name: str) -> None:
        """Take one token; raises HTTPException 429, which says when to come back, when there is none."""
        if not self.rate:
            return
        now, most = self._clock(), float(self.rate * BURST)
        level, then = self._levels.pop(name, (most, now))
        level = min(most, level + (now - then) * self.rate)
        self._levels[name] = (level - 1 if level >= 1 else level, now)
        if len(self._levels) > MOST_KNOWN:
            self._levels.popitem(last=False)
        if level < 1:
            wait = math.ceil((1 - level) / self.rate)
            fault = f"More than {self.rate} requests a second: ask again in {wait} s."
            raise HTTPException(429, [fault], {"retry-after": str(wait)})


class Places:
    """So many at once, and no queue: who finds no place is told at once to come back."""

    def __init__(self, most: int) -> None:
        self.most, self.taken = most, 0

    def __enter__(self) -> None:
        """Take a place; raises HTTPException 503 when there is none. Only the event loop may call it."""
        if self.taken >= self.most:
            raise HTTPException(503, [BUSY], LATER | CLOSE)
        self.taken += 1

    def __exit__(self, *_: object) -> None:
        """Give the place back."""
        self.taken -= 1
