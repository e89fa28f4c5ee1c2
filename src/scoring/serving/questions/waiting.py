"""What waits for a person: which records ask for another one, and which answer them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal, NamedTuple, Protocol, TypeVar

from scoring.serving.questions.records import OF_A_SCORE, ActKind

Matter = Literal["review", "signature", "correction"]
"""What waits: a contest for an outcome, a decision near the threshold for a second person, a file to be corrected."""


class Turn(NamedTuple):
    """The kinds of records that ask for an answer, and the kinds that are one."""

    asked: tuple[ActKind, ...]
    answered: tuple[ActKind, ...]


MATTERS: Mapping[Matter, Turn] = {
    "review": Turn(("review_request",), ("review_outcome",)),
    "signature": Turn(OF_A_SCORE, ("signature",)),
    "correction": Turn(("correction_request",), ("correction", "correction_declined")),
}
"""What each matter waits for. Of the decisions, those near the threshold alone need a second signature."""


class Marked(Protocol):
    """What `Line` and other tellings of a record have, by which it answers another or waits itself."""

    @property
    def number(self) -> int:
        """Its own number."""

    @property
    def kind(self) -> str:
        """What was done."""

    @property
    def refers(self) -> int | None:
        """The number of the record that it answers."""

    @property
    def agrees(self) -> bool | None:
        """Whether a second person signs; None for what is no signature."""


MarkedT = TypeVar("MarkedT", bound=Marked)


def unanswered(matter: Matter, records: Iterable[MarkedT]) -> list[MarkedT]:
    """Give the records of a matter that none of the records answers, in order; a signature refused is no answer.

    Of two signatures the newer one counts.
    """
    known, turn = tuple(records), MATTERS[matter]
    answered = {one.refers: one.agrees is not False for one in known if one.kind in turn.answered}
    return [one for one in known if one.kind in turn.asked and not answered.get(one.number)]
