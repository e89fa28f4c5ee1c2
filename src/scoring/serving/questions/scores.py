"""A client's score, why it is so, and applications to score live."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from scoring.serving.questions.values import Decision, Record, Value

Base = Literal["all", "accepted"]
Push = Literal["raises", "lowers"]


@dataclass(frozen=True)
class Score:
    """Probability of default and what follows from it under the bundle's threshold.

    The probability lies between `low` and `high` with the bundle's confidence. `points` say the same on
    the scale of lenders, where more is better: 50 more double the odds. `review` asks for a
    human's look: the threshold lies there too, and the decision is uncertain. `amended` says that
    the client's file was added or corrected after the publication, at the time `amended_at`.
    """

    probability: float
    low: float
    high: float
    threshold: float
    decision: Decision
    review: bool
    model: str
    points: int
    amended: bool = False
    amended_at: str | None = None


@dataclass(frozen=True)
class Contribution:
    """What one feature adds to the client's log-odds, with the value that was scored.

    `points` is its part of the difference in probability, in proportion to log-odds.
    """

    feature: str
    value: Value
    unit: str
    contribution: float
    points: float


@dataclass(frozen=True)
class Explanation:
    """Exact SHAP contributions, largest first; base + their sum = raw, to 1e-9.

    The base is that of all clients, or of the accepted ones. `base_probability` and the points add
    up to `probability`. `amended` is as in `Score`.
    """

    base: float
    raw: float
    base_probability: float
    probability: float
    contributions: tuple[Contribution, ...]
    amended: bool = False
    amended_at: str | None = None


Texts = Mapping[str, str]
"""One text in every language: {"fr": ..., "en": ...}."""


@dataclass(frozen=True)
class Reason:
    """One subject that sets the client apart from the accepted clients.

    `feature` is the column that is said, of all `features` of the family, and `value` the client's,
    as it was scored. `usual` is the accepted clients' median of the known values or most frequent
    category, and `share` that category's share, or of those a flag holds for; None where it says
    nothing. The whole family's push is `contribution` in log-odds, `points` in probability.
    """

    family: str
    feature: str
    features: tuple[str, ...]
    value: Value
    usual: Value
    share: float | None
    unit: str
    contribution: float
    points: float
    said: Texts


@dataclass(frozen=True)
class Check:
    """What follows when the reasons that decided are replaced by usual values.

    These are those against a client refused, and those in favour of a client granted; `flips` tells
    whether the decision would be the other.
    """

    probability: float
    decision: Decision
    flips: bool
    said: Texts


@dataclass(frozen=True)
class Reasons:
    """At most four reasons on each side, strongest first, and whether the decision rests on them.

    `amended` is as in `Score`.
    """

    against: tuple[Reason, ...]
    favour: tuple[Reason, ...]
    check: Check
    amended: bool = False
    amended_at: str | None = None


@dataclass(frozen=True)
class FeatureWeight:
    """How much one feature moves scores: mean absolute contribution of all clients, in log-odds.

    `more` says which way more of it mostly pushes; None where neither is clear, as for categories.
    """

    feature: str
    label: Texts
    weight: float
    more: Push | None = None


@dataclass(frozen=True)
class FamilyWeight:
    """How much one family of features moves scores, its share of all of them, and its strongest features."""

    family: str
    label: Texts
    weight: float
    share: float
    features: tuple[FeatureWeight, ...]


@dataclass(frozen=True)
class Overview:
    """What the model looks at: every family that moves any score, strongest first."""

    families: tuple[FamilyWeight, ...]


@dataclass(frozen=True)
class Opinion:
    """What two methods say of one feature: the published contribution (SHAP), and LIME's weight."""

    feature: str
    value: Value
    unit: str
    shap: float
    lime: float


@dataclass(frozen=True)
class SecondOpinion:
    """LIME beside SHAP on the client's strongest features, both in log-odds.

    LIME takes no missing values: those of `imputed` were replaced by usual ones, with which the client
    scores `probability`. `rank` is the rank correlation (Spearman's) of the strengths, `sign` the
    share of features that both say push the same way; None where there is nothing to compare. `fit`
    is the R² of LIME's local model: how far it can be believed at all.
    """

    probability: float
    imputed: tuple[str, ...]
    opinions: tuple[Opinion, ...]
    rank: float | None
    sign: float | None
    fit: float


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


Subject = int | Application
"""Who is asked about: a client of the store as they are known there, or an application, which may be a what-if."""


def client_of(subject: Subject) -> int | None:
    """Give the client of the store who is asked about; None for an application of nobody known."""
    return subject.client if isinstance(subject, Application) else subject


@dataclass(frozen=True)
class Prediction:
    """The answer to an application: its score and why.

    `unseen` are the features, of the application and of the histories, whose category nobody had whom the
    model learnt from: scored, but as something never seen.
    """

    score: Score
    explanation: Explanation
    reasons: Reasons
    unseen: tuple[str, ...] = ()


MOST_APPLICATIONS = 1_000
"""Applications that one question may hold."""


@dataclass(frozen=True)
class Predicted:
    """What became of one application of many: its prediction, or the faults for which it was refused."""

    prediction: Prediction | None
    faults: tuple[str, ...] = ()


@dataclass(frozen=True)
class Predictions:
    """What became of each of the applications, in their order; so many of them were `refused`."""

    items: tuple[Predicted, ...]
    refused: int
