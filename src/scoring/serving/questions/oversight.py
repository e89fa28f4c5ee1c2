"""What people decided about all clients, what waits for one of them, and the cost policy that was signed last."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.waiting import Matter


@dataclass(frozen=True)
class Waiting:
    """One matter that waits for a person, since `at` (ISO, UTC); `number` and `actor` are of the record it is about."""

    number: int
    at: str
    matter: Matter
    client: int
    actor: str


@dataclass(frozen=True)
class CodeCount:
    """How many overrides gave this reason."""

    code: str
    count: int


@dataclass(frozen=True)
class CostPolicy:
    """A cost ratio that a person signed, and the threshold that would cost least by it when they did.

    Signing changes no score: the ratio enters into force with the next publication that is made by it.
    """

    number: int
    at: str
    actor: str
    role: str
    cost_ratio: float
    threshold: float
    text: str


@dataclass(frozen=True)
class Oversight:
    """What people made of the scores; `kept` is False where nothing is recorded at all, which is an answer.

    `decided` counts the scores that a person answered, `overridden` those of them that were decided otherwise,
    at once or later, and `to_granted` the overrides that granted. `codes` are their reasons, the most frequent first.
    `waiting` has the oldest first; a client whose payload was erased does not wait.
    """

    kept: bool
    decided: int
    overridden: int
    to_granted: int
    codes: tuple[CodeCount, ...]
    waiting: tuple[Waiting, ...]
    policy: CostPolicy | None


NOT_KEPT = Oversight(False, 0, 0, 0, (), (), None)
"""The answer where nothing is recorded."""
