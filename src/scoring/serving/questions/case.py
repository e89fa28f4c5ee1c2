"""What is opened of one client."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.clients import Client
from scoring.serving.questions.scores import Explanation, Reasons, Score


@dataclass(frozen=True)
class Case:
    """The answers about one client that are looked at together; contributions start from all clients."""

    client: Client
    score: Score
    explanation: Explanation
    reasons: Reasons
