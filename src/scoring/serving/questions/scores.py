"""A client's score, why it is so, and applications to score live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from scoring.serving.questions.values import Decision, Record, Value


@dataclass(frozen=True)
class Score:
    """Probability of default and what follows from it under the bundle's threshold.

    The probability lies between `low` and `high` with the bundle's confidence. `review` asks for a
    human's look: the threshold lies there too, and the decision is uncertain.
    """

    probability: float
    low: float
    high: float
    threshold: float
    decision: Decision
    review: bool
    model: str


@dataclass(frozen=True)
class Contribution:
    """What one feature adds to the client's log-odds, with the value that was scored."""

    feature: str
    value: Value
    unit: str
    contribution: float


@dataclass(frozen=True)
class Explanation:
    """Exact SHAP contributions, largest first; base + their sum = raw, to 1e-9."""

    base: float
    raw: float
    contributions: tuple[Contribution, ...]


@dataclass(frozen=True)
class Application:
    """A case to score: a known client, with changes or not, or a new application.

    `client` names a client of the store; `fields` are columns of the application table, which
    replace the client's own or make up a new application; `histories` are rows of the history
    tables by table name, and replace the client's rows of the tables given.
    """

    client: int | None = None
    fields: Record = field(default_factory=dict)
    histories: Mapping[str, Sequence[Record]] = field(default_factory=dict)


@dataclass(frozen=True)
class Prediction:
    """The answer to an application: its score and why.

    `unseen` are the fields given whose category nobody had whom the model learnt from: scored, but
    as something never seen.
    """

    score: Score
    explanation: Explanation
    unseen: tuple[str, ...] = ()
