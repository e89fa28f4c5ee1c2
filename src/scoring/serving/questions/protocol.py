"""The questions themselves: one protocol, answered by `local` and by `http`."""

from __future__ import annotations

from typing import Protocol

from scoring.serving.questions.clients import About, Client, Matches
from scoring.serving.questions.comparison import Comparison, Variable
from scoring.serving.questions.lending import Changeable, Missing, OfferMap, Offers, WhatIf
from scoring.serving.questions.scores import (
    Application,
    Base,
    Explanation,
    Overview,
    Prediction,
    Reasons,
    Score,
    SecondOpinion,
)
from scoring.serving.questions.values import Record


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

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions of one client, from the base of all clients or of the accepted ones."""

    def reasons(self, client: int) -> Reasons:
        """Give what is said of one client's score, and whether the decision rests on it."""

    def second_opinion(self, client: int) -> SecondOpinion:
        """Explain one client by another method (LIME) too. Raises Refused when it is not installed."""

    def overview(self) -> Overview:
        """Say what the model looks at."""

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on, in the order of the features."""

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with; the first is the default."""

    def compare(self, client: int, variable: str, group: str) -> Comparison:
        """Place one client in a group by one variable."""

    def predict(self, application: Application) -> Prediction:
        """Score an application live, by the same path as the batch."""

    def changeable(self) -> tuple[Changeable, ...]:
        """List what a what-if may change, in the order of the application's columns."""

    def what_if(self, application: Application, changes: Record) -> WhatIf:
        """Score an application as it is and with columns changed."""

    def offers(self, application: Application) -> Offers:
        """Find the terms that would be granted, within what the client can afford."""

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        """Score `steps` amounts (2 to 40) by `steps` durations around what is asked."""

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Say which items that are not known would move the score, the widest range first."""
