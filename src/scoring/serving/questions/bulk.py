"""Many clients at once."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.scores import Explanation, Score
from scoring.serving.questions.values import Decision

MOST_CLIENTS = 10_000
"""Clients that one question may name."""


@dataclass(frozen=True)
class ClientScore:
    """One client's published score."""

    id: int
    score: Score


@dataclass(frozen=True)
class Scores:
    """Scores of the clients asked for, each once and in their order; `unknown` are not in the store."""

    scores: tuple[ClientScore, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True)
class ClientExplanation:
    """One client's published contributions."""

    id: int
    explanation: Explanation


@dataclass(frozen=True)
class Explanations:
    """Explanations of the clients asked for, each once and in their order; `unknown` are not in the store."""

    explanations: tuple[ClientExplanation, ...]
    unknown: tuple[int, ...]


@dataclass(frozen=True)
class Exported:
    """One line of an export: every published client has one, in the order of ids."""

    id: int
    probability: float
    low: float
    high: float
    decision: Decision
    review: bool
