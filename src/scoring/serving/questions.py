"""Every question a face may ask, and the shape of every answer.

Standard library only, so that the page's kernel stays thin. Two makers answer: `local`
(the store and the bundle in this process) and `http` (the API of a scoring process).
Probabilities are of default, in [0, 1]; contributions are SHAP values in log-odds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Value = float | str | None
Decision = Literal["granted", "refused"]
Record = Mapping[str, Value]


@dataclass(frozen=True)
class Matches:
    """Clients whose id contains the text asked for: ids that begin with it first, then in order."""

    total: int
    ids: tuple[int, ...]


@dataclass(frozen=True)
class Field:
    """One descriptive value of a client, named as in its table; None when not known."""

    name: str
    value: Value
    unit: str


@dataclass(frozen=True)
class Client:
    """The staged application of one client, in the order of the table's declaration."""

    id: int
    fields: tuple[Field, ...]


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
class Variable:
    """A feature that clients can be compared on."""

    name: str
    kind: Literal["number", "category"]
    unit: str


@dataclass(frozen=True)
class Band:
    """One bar of a distribution: [low, high) of a number, one number (low = high), or one category.

    The first and the last of many bands also hold the tails beyond them.
    """

    low: float | None
    high: float | None
    category: str | None
    count: int


@dataclass(frozen=True)
class Comparison:
    """One variable's distribution in a group, and the client's place in it.

    `size` counts the group's clients, `known` those whose value is known. `below` is the share
    of known values under the client's (numbers) or equal to it (categories); None when the
    client's value is not known. A group with fewer
    than `minimum` known values is withheld: known is 0 and there are no bands.
    """

    variable: Variable
    group: str
    size: int
    known: int
    minimum: int
    value: Value
    below: float | None
    median: float | None
    bands: tuple[Band, ...]

    @property
    def withheld(self) -> bool:
        """True when too few clients of the group have a known value for it to be shown."""
        return self.known < self.minimum


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
    """The answer to an application: its score and why."""

    score: Score
    explanation: Explanation


@dataclass(frozen=True)
class About:
    """Which model and store answer, and the policy they carry."""

    store: str
    model: str
    created: str
    clients: int
    features: int
    threshold: float
    cost_ratio: float
    auc: float
    synthetic: bool


class Questions(Protocol):
    """The one door to published answers. Unknown names raise `scoring.faults.UnknownName`."""

    def about(self) -> About:
        """Say which store and model answer."""

    def find(self, text: str, limit: int = 20) -> Matches:
        """Find clients by part of their id; the empty text matches all."""

    def client(self, client: int) -> Client:
        """Give the descriptive fields of one client."""

    def score(self, client: int) -> Score:
        """Give the published score of one client."""

    def explanation(self, client: int) -> Explanation:
        """Give the published contributions of one client."""

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on, in the order of the features."""

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with; the first is the default."""

    def compare(self, client: int, variable: str, group: str) -> Comparison:
        """Place one client in a group by one variable."""

    def predict(self, application: Application) -> Prediction:
        """Score an application live, by the same path as the batch."""
