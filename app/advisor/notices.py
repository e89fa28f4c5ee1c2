"""What went wrong, as one sentence with a reference; the rest goes to the log."""

from __future__ import annotations

import secrets
import sys
import traceback
from dataclasses import dataclass
from pathlib import Path

from scoring.faults import Refused, Unavailable, UnknownName


class CorrectedUnread(Exception):
    """A file was corrected, and could not be read again: what failed is not the correction."""


@dataclass(frozen=True)
class Notice:
    """One fault for the page: the words `page.error_<kind>`, and what to quote to support."""

    kind: str
    reference: str


_KINDS: tuple[tuple[type[Exception], str], ...] = (
    (CorrectedUnread, "corrected"),
    (Unavailable, "unreachable"),
    (UnknownName, "unknown"),
    (Refused, "refused"),
)


def notice_of(error: Exception) -> Notice:
    """Log the fault under a fresh reference and give what the page says of it.

    The log gets the kind of error and where it rose, never its message, which may hold what the
    client declared.
    """
    kind = next((name for known, name in _KINDS if isinstance(error, known)), "other")
    notice = Notice(kind, secrets.token_hex(2).upper())
    frames = traceback.extract_tb(error.__traceback__)
    path = " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    print(f"advisor page {notice.reference}: {type(error).__name__} at {path}", file=sys.stderr, flush=True)
    return notice
