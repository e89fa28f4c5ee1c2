"""Having something recorded: what was, or that it was not, or that nobody knows. Panels only show it."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

from advisor.notices import notice_of
from advisor.state import State
from scoring.faults import Refused, Unavailable

Made = TypeVar("Made")


class NotRecorded(Enum):
    """Why nothing may be said to be recorded; each panel has words by these names."""

    FAILED = "failed"
    """It was refused: nothing was recorded."""
    UNSURE = "unsure"
    """It was sent and no answer came: nobody knows."""


def recorded(state: State, ask: Callable[[], Made]) -> Made | NotRecorded:
    """Ask for something to be recorded and give what was, or why nothing is; then the fault is the notice, too."""
    try:
        return ask()
    except (Refused, Unavailable) as fault:
        state.notice = notice_of(fault)
        return NotRecorded.FAILED if isinstance(fault, Refused) else NotRecorded.UNSURE
