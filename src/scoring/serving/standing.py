"""The decision that stands of a client, whether it may be told, and who may review it: for letters, page and API."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from scoring.serving.questions import DECIDES, Finality, Line, Score, StandingDecision, unanswered


class Rule(NamedTuple):
    """By what a score was decided: the model, and the limit."""

    model: str
    threshold: float


def standing(lines: Sequence[Line], score: Score, shown: Rule | None) -> StandingDecision | None:
    """Give the newest of the decisions recorded of a client, judged by their score; None where there is none.

    `shown` is the rule of the score that who decided was last shown before; None where that is not known.
    """
    decided = next((one for one in reversed(lines) if one.kind in DECIDES), None)
    if decided is None or decided.outcome is None:
        return None
    overtaken = shown not in (None, Rule(score.model, score.threshold)) or _corrected(decided, lines, score)
    state = "outdated" if overtaken else _signed(decided, lines, score)
    return StandingDecision(decided.number, decided.actor, decided.outcome, state)


def may_sign(stands: StandingDecision | None, actor: str) -> bool:
    """Say whether there is a decision that lacks a signature, and the actor did not make it."""
    return stands is not None and stands.state in ("unsigned", "declined") and stands.actor != actor


def may_review(lines: Sequence[Line], actor: str) -> bool:
    """Say whether an actor may end the newest open review: they made none of the decisions that it is of."""
    asked = next(reversed(unanswered("review", lines)), None)
    return asked is not None and actor not in _makers(asked.refers, {one.number: one for one in lines})


def _makers(contested: int | None, lines: Mapping[int, Line]) -> Iterator[str]:
    """Name who made a contested decision and, where it came of a review, who made what was contested before."""
    while contested is not None and contested in lines:
        made = lines[contested]
        yield made.actor
        asked = lines.get(made.refers or 0)
        contested = asked.refers if asked is not None and asked.kind == "review_request" else None


def _corrected(decided: Line, lines: Sequence[Line], score: Score) -> bool:
    """Say whether the file was corrected after a decision; a correction whose record failed tells of itself."""
    after = score.amended_at is not None and datetime.fromisoformat(score.amended_at) > datetime.fromisoformat(
        decided.at
    )
    return after or any(one.kind == "correction" and one.number > decided.number for one in lines)


def _signed(decided: Line, lines: Sequence[Line], score: Score) -> Finality:
    """Say whether a decision has the second signature that it needs near the threshold."""
    if not score.review or decided not in unanswered("signature", lines):
        return "final"
    declined = any(one.kind == "signature" and one.refers == decided.number for one in lines)
    return "declined" if declined else "unsigned"
