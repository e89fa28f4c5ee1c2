"""Answers from a published store and its bundle, in this process."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from scoring import store
from scoring.offers import Caps
from scoring.serving import bulk, describing
from scoring.serving.amending import Amending
from scoring.serving.batch import predictions
from scoring.serving.comparing import Comparing
from scoring.serving.explaining import Explaining
from scoring.serving.fields import Fields
from scoring.serving.lending import Lending
from scoring.serving.lists import Listing
from scoring.serving.opened import Opened
from scoring.serving.opinion import second_opinion
from scoring.serving.portfolio import Overall
from scoring.serving.questions import (
    EVERYONE,
    About,
    AmendedClient,
    Amendment,
    Application,
    Base,
    CardForm,
    Case,
    Changeable,
    Client,
    ClientExplanation,
    ClientPage,
    ClientScore,
    Comparison,
    Criterion,
    Explanation,
    Explanations,
    Exported,
    FeatureMeaning,
    Field,
    Filters,
    Lists,
    Matches,
    Missing,
    ModelFacts,
    Neighbour,
    OfferMap,
    Offers,
    Overview,
    Pair,
    Portfolio,
    Prediction,
    Predictions,
    Reasons,
    Record,
    RowPredicted,
    RowPrediction,
    Score,
    Scores,
    SecondOpinion,
    Statistics,
    Subject,
    Timeline,
    Variable,
    WhatIf,
)
from scoring.serving.rows import Rows
from scoring.serving.timeline import timeline
from scoring.serving.unkept import Unkept
from scoring.settings import Settings


class Local(Unkept):
    """Implements every question over one store. Safe to share between threads."""

    def __init__(
        self,
        folder: Path,
        minimum: int,
        bands: int,
        neighbours: int,
        caps: Caps,
        memory: int = 1000,
        threads: int = 1,
        until: str = store.ALWAYS,
    ) -> None:
        """Open a store after verifying every file; `minimum` clients make a group that is shown.

        The `neighbours` nearest to a client make the group of them.

        One engine thread per question adds sums in one order, so that the same question has the
        same answer to the last digit; questions asked at once still run side by side. Amendments
        after the time `until` are not seen. Raises Damaged when a file is not the one that was published.
        """
        self._opened = Opened(folder, memory, threads, neighbours, until)
        self._explaining = Explaining(self._opened)
        self.amending = Amending(self._opened, self._explaining)
        self._comparing = Comparing(self._opened, minimum, bands)
        self._fields, self._listing = Fields(self._opened), Listing(self._opened)
        self._overall = Overall(self._opened)
        self._rows = Rows(self._opened, self._explaining)
        self._lending = Lending(self._opened, self._explaining, caps, minimum)

    @classmethod
    def open(
        cls, data: Path, minimum: int = 30, bands: int = 20, neighbours: int = 500, caps: Caps | None = None
    ) -> Local:
        """Open the current store of a data folder. Raises Refused when nothing is published.

        Offers stay within `caps`, by default those of the settings' defaults.
        """
        return cls(store.current(data / "store"), minimum, bands, neighbours, caps or Caps.of(Settings()))

    @classmethod
    def configured(cls, settings: Settings) -> Local:
        """Open the current store as the settings say."""
        return cls.open(settings.data, settings.minimum_group, settings.bands, settings.neighbours, Caps.of(settings))

    def close(self) -> None:
        """Free the engine and the clients file."""
        self._opened.close()

    @property
    def fingerprint(self) -> str:
        """What stands for all that the store was built from."""
        return self._opened.manifest.key

    def about(self) -> About:
        """Say which store and model answer."""
        return describing.about(self._opened)

    def find(self, text: str, limit: int = 20, offset: int = 0, begins: str = "") -> Matches:
        """Find clients by part of their id; spaces do not count, anything but digits is refused."""
        return self._listing.find(text, limit, offset, begins)

    def client(self, client: int) -> Client:
        """Give the application columns that are features; what is kept for audit is not shown."""
        return self._fields.client(client)

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        """Give the computed features of the bundle."""
        return self._fields.features(client, section)

    def timeline(self, client: int) -> Timeline:
        """Give the client's past from their staged rows."""
        return timeline(self._opened, client)

    def lists(self) -> Lists:
        """Name the declared lists."""
        return self._listing.lists()

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        """Scan the published columns."""
        return self._listing.page(filters, sort, descending, offset, limit)

    def score(self, client: int) -> Score:
        """Give the published score."""
        return self._opened.score_of(self._opened.row(client))

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions, from the base of all clients or of the accepted ones."""
        return self._explaining.explanation(client, base)

    def reasons(self, client: int) -> Reasons:
        """Give what is said of the published score."""
        return self._explaining.reasons(client)

    def case(self, client: int) -> Case:
        """Give what is published of one client together."""
        return Case(self.client(client), self.score(client), self.explanation(client), self.reasons(client))

    def second_opinion(self, subject: Subject) -> SecondOpinion:
        """Explain by LIME beside the contributions."""
        return second_opinion(self._opened, self._explaining.scored(subject))

    def overview(self) -> Overview:
        """Say what the model looked at, over all published clients."""
        return self._explaining.overview()

    def predict(self, application: Application, base: Base = "all") -> Prediction:
        """Score one application through the features and the model of the batch."""
        return self._explaining.predict(application, base)

    def predictions(self, applications: Sequence[Application]) -> Predictions:
        """Score many applications at once."""
        return predictions(self._opened.cases, self._explaining, applications)

    def predict_row(self, features: Record, explain: bool = False) -> RowPrediction:
        """Score one feature row by the model of the batch."""
        return self._rows.explained(features) if explain else self._rows.one(features)

    def predict_rows(self, rows: Sequence[Record]) -> tuple[RowPredicted, ...]:
        """Score feature rows by one call of the model."""
        return self._rows.each(rows)

    def variables(self) -> tuple[Variable, ...]:
        """List the bundle's features."""
        return self._comparing.variables()

    def groups(self) -> tuple[str, ...]:
        """List the declared groups."""
        return self._comparing.groups()

    def criteria(self) -> tuple[Criterion, ...]:
        """List the declared criteria."""
        return self._comparing.criteria()

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        """Place somebody in the group."""
        return self._comparing.compare(subject, variable, group, criteria)

    def compare_each(
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        """Place somebody in a group by each of some variables."""
        return self._comparing.compare_each(subject, variables, group, criteria)

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Place somebody in the group by two variables."""
        return self._comparing.pair(subject, across, up, group, criteria)

    def neighbours(self, subject: Subject, count: int = 10) -> tuple[Neighbour, ...]:
        """List the nearest clients."""
        return self._comparing.neighbours(subject, count)

    def scores(self, clients: Sequence[int]) -> Scores:
        """Give the published scores."""
        found, unknown = bulk.each(clients, self.score)
        return Scores(tuple(ClientScore(*one) for one in found), unknown)

    def explanations(self, clients: Sequence[int]) -> Explanations:
        """Give the published contributions."""
        found, unknown = bulk.each(clients, self.explanation)
        return Explanations(tuple(ClientExplanation(*one) for one in found), unknown)

    def export(self) -> Iterator[Exported]:
        """Read the published columns."""
        return bulk.export(self._opened)

    def statistics(self, variable: str) -> Statistics:
        """Scan one published column."""
        return self._overall.statistics(variable)

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Weigh every threshold by the ratio."""
        return self._overall.portfolio(cost_ratio)

    def model(self) -> ModelFacts:
        """Shorten the manifests."""
        return describing.facts(self._opened)

    def card(self, form: CardForm = "markdown") -> str:
        """Read the published card."""
        return describing.card(self._opened, form)

    def dictionary(self) -> tuple[FeatureMeaning, ...]:
        """Describe the bundle's features."""
        return describing.dictionary(self._opened)

    def changeable(self) -> tuple[Changeable, ...]:
        """List what a what-if may change."""
        return self._lending.changeable()

    def what_if(self, application: Application, changes: Record, base: Base = "all") -> WhatIf:
        """Score an application as it is and with columns changed."""
        return self._lending.what_if(application, changes, base)

    def offers(self, application: Application) -> Offers:
        """Find the terms that would be granted."""
        return self._lending.offers(application)

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        """Score a grid of amounts and durations."""
        return self._lending.offer_map(application, steps)

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Say which items that are not known would move the score."""
        return self._lending.missing(application)

    def amend(self, client: int, application: Application) -> Amendment:
        """Add or correct a client beside the store."""
        return self.amending.amend(client, application)

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        """Give what was amended of one client."""
        return self.amending.amendments(client)

    def amended(self) -> tuple[AmendedClient, ...]:
        """List the clients amended."""
        return self.amending.amended()
