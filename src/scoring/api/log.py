"""The log: one JSON object a line, on standard error; of people it holds the name of who asks."""

from __future__ import annotations

import json
import logging
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from scoring.api.exchange import CURRENT

LOGGER = "scoring"
SERVER = "uvicorn"
"""The logger of what carries the requests; that of each request is our own."""


class Lines(logging.Formatter):
    """Writes a record as one JSON object: when, how grave, what, and of which request."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line; the members of a record's `request` stand beside its own, of an exception its places."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        if record.exc_info and record.exc_info[1]:
            line["places"] = "".join(places(record.exc_info[1]))
        exchange = CURRENT.get(None)
        line |= getattr(record, "request", {"request": exchange.id} if exchange else {})
        return json.dumps(line, ensure_ascii=False)


def places(error: BaseException | None) -> list[str]:
    """Give where and of which type an exception is, and what it came of: never its message, which may hold a value."""
    if error is None:
        return []
    name = f"{type(error).__module__}.{type(error).__qualname__}\n"
    return [*places(error.__cause__ or error.__context__), *traceback.format_tb(error.__traceback__), name]


@contextmanager
def logging_to_stderr(requests: bool) -> Iterator[None]:
    """Write the log, ours and the server's, to standard error meanwhile; `requests` says whether each has its line."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    level = logging.INFO if requests else logging.WARNING
    with _handled(LOGGER, handler, level), _handled(SERVER, handler, logging.WARNING):
        yield


@contextmanager
def _handled(name: str, handler: logging.Handler, level: int) -> Iterator[None]:
    logger = logging.getLogger(name)
    before = logger.level, logger.propagate
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(level)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
