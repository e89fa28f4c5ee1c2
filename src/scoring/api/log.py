"""The log: one JSON object a line, on standard error; of people it holds the name of who asks."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from scoring.api.exchange import CURRENT

LOGGER = "scoring"


class Lines(logging.Formatter):
    """Writes a record as one JSON object: when, how grave, what, and of which request."""

    def format(self, record: logging.LogRecord) -> str:
        """Write one line; the members of a record's `request` stand beside its own."""
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        exchange = CURRENT.get(None)
        line |= getattr(record, "request", {"request": exchange.id} if exchange else {})
        return json.dumps(line, ensure_ascii=False)


@contextmanager
def logging_to_stderr(requests: bool) -> Iterator[None]:
    """Write the log to standard error meanwhile; `requests` says whether each has its line."""
    logger = logging.getLogger(LOGGER)
    before = logger.level, logger.propagate
    handler = logging.StreamHandler()
    handler.setFormatter(Lines())
    logger.addHandler(handler)
    logger.propagate = False
    logger.setLevel(logging.INFO if requests else logging.WARNING)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before[0])
        logger.propagate = before[1]
