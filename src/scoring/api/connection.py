"""One connection: what is asked must arrive in time, and what is answered be taken."""

from __future__ import annotations

import asyncio
import logging
from typing import ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from scoring.settings import Settings

LOG = logging.getLogger(__name__)

PART = 64 * 1024
"""Bytes of an answer that are taken in `sending_seconds`, or it is cut off; what is left of it may be less."""


class Connection(HttpToolsProtocol):
    """Ends what takes no part in the exchange: who sends no whole head, and who does not read the answer.

    Until then each holds a connection and, of an answer, memory and one of the places.
    """

    arriving: ClassVar[float]
    taking: ClassVar[float]
    _head: asyncio.TimerHandle | None = None
    _reader: asyncio.TimerHandle | None = None
    _left = 0

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Wait for the head of the first request."""
        super().connection_made(transport)
        transport.set_write_buffer_limits(0)  # whatever is not taken at once is waited for
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing any more."""
        self._stop(self._head, self._reader)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Read; what came while nothing is being answered is the beginning of a head."""
        super().data_received(data)
        if self._head is None and (self.cycle is None or self.cycle.response_complete):
            self._await_head()

    def on_headers_complete(self) -> None:
        """Answer; the body has a time of its own."""
        self._stop(self._head)
        self._head = None
        super().on_headers_complete()

    def pause_writing(self) -> None:
        """Wait until the reader has taken a part."""
        super().pause_writing()
        self._await_reader()

    def resume_writing(self) -> None:
        """Go on: all was taken."""
        self._stop(self._reader)
        super().resume_writing()

    def _await_head(self) -> None:
        self._head = self.loop.call_later(self.arriving, self.transport.close)

    def _await_reader(self) -> None:
        self._left = self.transport.get_write_buffer_size()
        self._reader = self.loop.call_later(self.taking, self._look)

    def _look(self) -> None:
        if self._left - self.transport.get_write_buffer_size() >= PART:
            self._await_reader()
            return
        LOG.warning("an answer was cut off: less than %d bytes of it were read in %g s", PART, self.taking)
        self.transport.abort()  # closing would wait for the same reader

    @staticmethod
    def _stop(*timers: asyncio.TimerHandle | None) -> None:
        for timer in timers:
            if timer is not None:
                timer.cancel()


def patient(settings: Settings) -> type[Connection]:
    """Give the connections that wait as long as the settings say."""

    class Patient(Connection):
        arriving, taking = settings.body_seconds, settings.sending_seconds

    return Patient
