"""Questions about clients as one actor asks them: that something was seen is recorded before it is answered."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from scoring.faults import UnknownName
from scoring.ledger import Actor, Entry, Record, View
from scoring.serving.questions import (
    EVERYONE,
    AmendedClient,
    Amendment,
    Application,
    Client,
    ClientPage,
    Comparison,
    Exported,
    Field,
    Filters,
    Missing,
    Neighbour,
    OfferMap,
    Offers,
    Pair,
    SecondOpinion,
    Subject,
    Timeline,
    client_of,
)
from scoring.serving.unrecorded import Unrecorded

if TYPE_CHECKING:
    from scoring.serving.recording import Recorder

Answer = TypeVar("Answer")
LARGEST_ID = 2**63
"""From here on an id is nobody's, and no database holds it."""


class Seen(Unrecorded):
    """Passes on what is recorded as seen: that it was asked, and of which store, not what was answered.

    `entries` are the records that were made, for a face to name them.
    """

    def __init__(self, recorder: Recorder, actor: Actor) -> None:
        self._recorder, self._questions, self._actor = recorder, recorder.questions, actor
        self.entries: list[Entry] = []

    def append(self, record: Record, refers: int | None = None) -> Entry:
        """Record anything the actor did; raises as `Ledger.append` does."""
        entry = self._recorder.ledger.append(self._actor, record, refers)
        self.entries.append(entry)
        return entry

    def client(self, client: int) -> Client:
        """Give the descriptive fields of one client, seen."""
        return self._viewed(client, "client", lambda: self._questions.client(client))

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        """Give the computed features of one client, seen."""
        return self._viewed(client, "features", lambda: self._questions.features(client, section))

    def timeline(self, client: int) -> Timeline:
        """Give the past credits and payments of one client, seen."""
        return self._viewed(client, "timeline", lambda: self._questions.timeline(client))

    def compare(self, subject: Subject, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        """Place somebody in a group by one variable, seen."""
        return self._placed(subject, "comparison", lambda: self._questions.compare(subject, variable, group, criteria))

    def compare_each(
        self, subject: Subject, variables: Sequence[str], group: str, criteria: Sequence[str] = ()
    ) -> tuple[Comparison, ...]:
        """Place somebody in a group by each of some variables, seen."""
        return self._placed(
            subject, "comparisons", lambda: self._questions.compare_each(subject, variables, group, criteria)
        )

    def pair(self, subject: Subject, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Place somebody in a group by two variables, seen."""
        return self._placed(subject, "pair", lambda: self._questions.pair(subject, across, up, group, criteria))

    def neighbours(self, subject: Subject, count: int = 10) -> tuple[Neighbour, ...]:
        """List the clients nearest to somebody, seen."""
        return self._placed(subject, "neighbours", lambda: self._questions.neighbours(subject, count))

    def second_opinion(self, subject: Subject) -> SecondOpinion:
        """Explain somebody by another method too, seen."""
        return self._placed(subject, "second_opinion", lambda: self._questions.second_opinion(subject))

    def offers(self, application: Application) -> Offers:
        """Find the terms that would be granted, seen."""
        return self._viewed(application, "offers", lambda: self._questions.offers(application))

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        """Score a grid of amounts and durations, seen."""
        return self._viewed(application, "offer_map", lambda: self._questions.offer_map(application, steps))

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Say which items that are not known would move the score, seen."""
        return self._viewed(application, "missing", lambda: self._questions.missing(application))

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        """List clients with their scores, seen."""
        asked = self._questions.list_clients
        return self._viewed(None, "list", lambda: asked(filters, sort, descending, offset, limit))

    def export(self) -> Iterator[Exported]:
        """Give the published score of every client, seen."""
        return self._viewed(None, "export", self._questions.export)

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        """Give what was amended of one client, seen."""
        return self._viewed(client, "amendments", lambda: self._questions.amendments(client))

    def amended(self) -> tuple[AmendedClient, ...]:
        """List the clients amended, seen."""
        return self._viewed(None, "amended", self._questions.amended)

    def _placed(self, subject: Subject, what: str, asked: Callable[[], Answer]) -> Answer:
        """Ask about somebody; what was seen of an application is not of the file that it may be about."""
        return self._viewed(subject, f"{what}_of_case" if isinstance(subject, Application) else what, asked)

    def _viewed(self, subject: Subject | None, what: str, asked: Callable[[], Answer]) -> Answer:
        client = None if subject is None else client_of(subject)
        answer = self._found(client, what, asked)
        self.append(self._view(client, what))
        return answer

    def _view(self, client: int | None, what: str, found: bool = True) -> View:
        about = self._recorder.about
        return View(client, what, found, about.store, about.model, about.threshold)

    def _found(self, client: int | None, what: str, asked: Callable[[], Answer]) -> Answer:
        """Ask; that somebody asked for what is not there is recorded too."""
        try:
            return asked()
        except UnknownName:
            self.append(
                self._view(client if client is not None and 0 <= client < LARGEST_ID else None, what, found=False)
            )
            raise
