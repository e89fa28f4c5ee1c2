"""Feature rows to score: for who computes the features, or had them computed."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.scores import Explanation, Reasons, Score


@dataclass(frozen=True)
class RowPrediction:
    """The answer to a feature row: its score and, where asked for, why.

    `unseen` are the features given whose category nobody had whom the model learnt from: scored, but
    as something never seen.
    """

    score: Score
    explanation: Explanation | None = None
    reasons: Reasons | None = None
    unseen: tuple[str, ...] = ()


@dataclass(frozen=True)
class RowPredicted:
    """What became of one feature row of several: its prediction, or the faults for which it was refused."""

    prediction: RowPrediction | None
    faults: tuple[str, ...] = ()
