"""A real server on a free loopback port, in a thread of this process."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from starlette.types import ASGIApp

from scoring.api.server import address, bind, server
from scoring.settings import Settings


@contextmanager
def live(app: ASGIApp, settings: Settings | None = None) -> Iterator[str]:
    """Serve the app as `scoring.api.serve` does and give its URL; stop it at the end."""
    running = server(app, settings or Settings())
    with bind("127.0.0.1", 0) as bound:
        thread = threading.Thread(target=running.run, args=([bound],))
        thread.start()
        try:
            yield address(bound)
        finally:
            running.should_exit = True
            thread.join()
