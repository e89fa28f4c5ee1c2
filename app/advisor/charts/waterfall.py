"""What the waterfall shows, worked out without any drawing library: from the base to the client, step by step."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from scoring.serving.questions import Explanation
from scoring.words.formats import Formats

DRAWN = 9
"""Contributions with a step of their own; the rest is one step."""


@dataclass(frozen=True)
class Step:
    """One step, from a probability to the next; `points` is their difference."""

    label: str
    value: str
    start: float
    points: float

    @property
    def end(self) -> float:
        """The probability after the step."""
        return self.start + self.points

    @property
    def raises(self) -> bool:
        """Say whether the risk is higher after the step."""
        return self.points > 0


def steps(explanation: Explanation, formats: Formats) -> tuple[Step, ...]:
    """Give the steps, largest first and the rest last; they lead from the base probability to the client's."""
    moving = [part for part in explanation.contributions if part.points]
    first, rest = moving[:DRAWN], moving[DRAWN:]
    told = [
        (formats.words.label(one.feature), formats.value(one.feature, one.value, one.unit), one.points) for one in first
    ]
    if rest:
        told.append((formats.counted("page.force_rest", len(rest)), "", fsum(part.points for part in rest)))
    made: list[Step] = []
    for label, value, points in told:
        made.append(Step(label, value, made[-1].end if made else explanation.base_probability, points))
    return tuple(made)
