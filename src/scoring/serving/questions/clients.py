"""Who answers, who is asked about, and what is known of them."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.serving.questions.values import Value


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
