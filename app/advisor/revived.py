"""A part of the page that is begun again when it ends by itself: so often, and not for ever."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack
from types import TracebackType
from typing import Self

from advisor.parts import Ended, Part

TRIES = 3
WITHIN = 60.0
"""Seconds within which a part is begun again so many times: who dies as often will not live."""


class Revived:
    """Holds a part that `begin` starts, and starts it again where it was; ends it on leaving."""

    def __init__(
        self, begin: Callable[[], AbstractContextManager[Part]], clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._begin, self._clock = begin, clock
        self._begun: list[float] = []
        self._held = ExitStack()

    def __enter__(self) -> Self:
        self.part = self._held.enter_context(self._begin())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.__exit__(kind, error, trace)

    def check(self) -> None:
        """Start the part again if it has ended, and say so in a line. Raises Ended when it does so too often."""
        status = self.part.keeper.poll()
        if status is None:
            return
        now = self._clock()
        self._begun = [begun for begun in self._begun if now - begun < WITHIN]
        name = self.part.name
        if len(self._begun) == TRIES:
            raise Ended(
                f"The {name} ended by itself (status {status}), and was started again {TRIES} times "
                f"within {WITHIN:.0f} s: stopped everything."
            )
        self._begun.append(now)
        again = f"starting it again ({len(self._begun)} of {TRIES} times within {WITHIN:.0f} s)"
        print(f"The {name} ended by itself (status {status}): {again}.", file=sys.stderr, flush=True)
        self._held.close()
        self.part = self._held.enter_context(self._begin())
