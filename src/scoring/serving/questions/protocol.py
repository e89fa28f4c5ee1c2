"""The questions themselves: one protocol, answered by `local` and by `http`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from scoring.serving.questions.amendments import AmendedClient, Amendment
from scoring.serving.questions.bulk import Explanations, Exported, Scores
from scoring.serving.questions.case import Case
from scoring.serving.questions.clients import EVERYONE, About, Client, ClientPage, Field, Filters, Lists, Matches
from scoring.serving.questions.comparison import Comparison, Criterion, Neighbour, Pair, Variable
from scoring.serving.questions.lending import Changeable, Missing, OfferMap, Offers, WhatIf
from scoring.serving.questions.model import CardForm, FeatureMeaning, ModelFacts
from scoring.serving.questions.oversight import CostPolicy, Oversight
from scoring.serving.questions.portfolio import Portfolio, Statistics
from scoring.serving.questions.records import Act, History, Line
from scoring.serving.questions.rows import RowPredicted, RowPrediction
from scoring.serving.questions.scores import (
    Application,
    Base,
    Explanation,
    Overview,
    Prediction,
    Predictions,
    Reasons,
    Score,
    SecondOpinion,
    Subject,
)
from scoring.serving.questions.timeline import Timeline
from scoring.serving.questions.values import Record


class Questions(Protocol):
    """The one door to published answers. Unknown names raise `scoring.faults.UnknownName`."""

    def about(self) -> About:
        """Say which store and model answer."""

    def find(self, text: str, limit: int = 20, offset: int = 0, begins: str = "") -> Matches:
        """Find clients by part of their id, and by its beginning; the empty text matches all. `offset` are left out."""

    def client(self, client: int) -> Client:
        """Give the descriptive fields of one client."""

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        """Give the computed features of one client, of one section or of all, in the order of the features."""

    def timeline(self, client: int) -> Timeline:
        """Give the past credits and payments of one client."""

    def lists(self) -> Lists:
        """Name the lists that clients can be asked for by, and what sorts them."""

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        """List the clients that pass the filters, sorted, some lines at a time."""

    def score(self, client: int) -> Score:
        """Give the published score of one client."""

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions of one client, from the base of all clients or of the accepted ones."""

    def reasons(self, client: int) -> Reasons:
        """Give what is said of one client's score, and whether the decision rests on it."""

    def case(self, client: int) -> Case:
        """Give one client's fields, score, contributions and reasons together."""

    def second_opinion(self, subject: Subject) -> SecondOpinion:
        """Explain somebody by another method (LIME) too. Raises Refused when it is not installed."""

    def overview(self) -> Overview:
        """Say what the model looks at."""

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on, in the order of the features."""

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with; the first is the default."""

    def criteria(self) -> tuple[Criterion, ...]:
        """List what clients can be alike in."""

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        """Place a client, or an application, in a group by one variable.

        `criteria` name in what the group's clients are like them; the group "similar" has some by default.
        """

    def compare_each(
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        """Place somebody in a group by each of at most MOST_COMPARED variables, in their order."""

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Place somebody in a group by two variables; `criteria` are as in `compare`."""

    def neighbours(self, subject: Subject, count: int = 10) -> tuple[Neighbour, ...]:
        """List the clients nearest to somebody by what the model looks at, nearest first."""

    def predict(self, application: Application, base: Base = "all") -> Prediction:
        """Score an application live, by the same path as the batch; explained from a base as `explanation` is."""

    def predictions(self, applications: Sequence[Application]) -> Predictions:
        """Score at most MOST_APPLICATIONS applications live, each answered or refused in its place."""

    def predict_row(self, features: Record, explain: bool = False) -> RowPrediction:
        """Score a feature row: every feature that the model uses, by name, None where not known."""

    def predict_rows(self, rows: Sequence[Record]) -> tuple[RowPredicted, ...]:
        """Score feature rows together, unexplained, each answered or refused in its place."""

    def scores(self, clients: Sequence[int]) -> Scores:
        """Give the published scores of at most MOST_CLIENTS clients; unknown ids are listed, not refused."""

    def explanations(self, clients: Sequence[int]) -> Explanations:
        """Give the published contributions of at most MOST_CLIENTS clients; unknown ids are listed, not refused."""

    def export(self) -> Iterator[Exported]:
        """Give the published score of every client, one after the other."""

    def statistics(self, variable: str) -> Statistics:
        """Describe one variable over all clients."""

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Say what every threshold would mean, at the cost ratio in force or another: nothing is decided by it."""

    def oversight(self) -> Oversight:
        """Say what people made of the scores, what waits for a person, and which cost policy was signed last."""

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        """Record that a person signs another cost ratio, and why; nothing else follows before a publication.

        Raises Refused for a ratio that is not allowed, an empty text, and where nothing is recorded.
        """

    def model(self) -> ModelFacts:
        """Say what the model is and what it was made from."""

    def card(self, form: CardForm = "markdown") -> str:
        """Give the model card as it was published with the store, in Markdown or as a page."""

    def dictionary(self) -> tuple[FeatureMeaning, ...]:
        """Say what every feature means, in the order of the features."""

    def changeable(self) -> tuple[Changeable, ...]:
        """List what a what-if may change, in the order of the application's columns."""

    def what_if(self, application: Application, changes: Record, base: Base = "all") -> WhatIf:
        """Score an application as it is and with columns changed; both are explained from the base."""

    def offers(self, application: Application) -> Offers:
        """Find the terms that would be granted, within what the client can afford."""

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        """Score `steps` amounts (2 to 40) by `steps` durations around what is asked."""

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Say which items that are not known would move the score, the widest range first."""

    def amend(self, client: int, application: Application) -> Amendment:
        """Add a client, or correct one, without a rebuild: fields replace columns, histories whole tables."""

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        """Give what was amended of one client, oldest first: before and after; none is an answer."""

    def amended(self) -> tuple[AmendedClient, ...]:
        """List the clients amended, and whether the store that answers knows of it."""

    def record(self, client: int, act: Act) -> Line:
        """Record what a person did about one client; durable when answered.

        Raises Refused for an act that may not be, and where nothing is recorded.
        """

    def history(self, client: int) -> History:
        """Give what was recorded of one client, or that nothing is."""
