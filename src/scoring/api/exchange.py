"""One request and its answer, as the log and the counters know them."""

from __future__ import annotations

import re
import uuid
from contextvars import ContextVar
from dataclasses import dataclass, field

from scoring.api.access import Actor

ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
"""A request id that is taken over; any other is replaced, for it stands in logs."""


@dataclass
class Exchange:
    """What is known of a request beside what it carries: never a client's id, a query or a body."""

    id: str
    actor: Actor | None = None
    decisions: list[str] = field(default_factory=list)
    """The decision of each prediction that was answered."""
    recorded: bool = False
    """Whether answers are recorded before they are given: then the disk is waited for."""
    withheld: dict[str, None] = field(default_factory=dict)
    """What the role of who asks does not see of the answer, each once."""


CURRENT: ContextVar[Exchange] = ContextVar("exchange")
"""The exchange that the running code answers; threads of the pool see their request's."""


def begun(given: str | None) -> Exchange:
    """Begin an exchange under the id given, if it is well formed, else under a new one."""
    return Exchange(given if given is not None and ID.fullmatch(given) else uuid.uuid4().hex)
