"""The decision that stands of a client, and whether it may be told: one rule for letters, page and API."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.serving.questions import DECIDES, Finality, Line, Score, StandingDecision, unanswered


def standing(lines: Sequence[Line], score: Score) -> StandingDecision | None:
    """Give the newest of the decisions recorded of a client, judged by their score; None where there is none."""
    decided = next((one for one in reversed(lines) if one.kind in DECIDES), None)
    if decided is None or decided.outcome is None:
        return None
    return StandingDecision(decided.number, decided.actor, decided.outcome, _state(decided, lines, score))


def _state(decided: Line, lines: Sequence[Line], score: Score) -> Finality:
    if not score.review or decided not in unanswered("signature", lines):
        return "final"
    declined = any(one.kind == "signature" and one.refers == decided.number for one in lines)
    return "declined" if declined else "unsigned"
