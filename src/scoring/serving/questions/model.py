"""The model itself: what it is, what it was made from, and what its features mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from scoring.serving.questions.scores import Texts

CardForm = Literal["markdown", "html"]
"""How the model card is written: to be read in an editor, or one page to be shown and printed."""


@dataclass(frozen=True)
class ModelFacts:
    """The manifests of the store that answers and of its model, in short.

    `features` are declared, and `used` of them move scores. `members` models, each trained without a
    part of the clients, give a score its interval, which holds with `confidence`. Decisions follow
    `threshold`, the cheapest at `cost_ratio` (a default granted, in good clients refused). `measures`
    are out of fold. `data`, `code` and `files` (by name) are SHA-256.
    """

    model: str
    trained: str
    store: str
    published: str
    clients: int
    synthetic: bool
    features: int
    used: int
    members: int
    confidence: float
    threshold: float
    cost_ratio: float
    measures: Mapping[str, float]
    parameters: Mapping[str, float | str]
    blend: Mapping[str, float]
    data: str
    code: str
    versions: Mapping[str, str]
    files: Mapping[str, str]


@dataclass(frozen=True)
class FeatureMeaning:
    """One feature: what it means, in which unit, made from which raw table, and whether the model uses it.

    `unused` says why it does not; None where it does.
    """

    name: str
    kind: Literal["number", "category"]
    unit: str
    source: str
    family: str
    unused: str | None
    label: Texts
    help: Texts
