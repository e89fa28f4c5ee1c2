"""Questions whose answers are written down: what a person is shown of a client is recorded before they see it.

The faces know the ledger through this module: its kinds of record are named here for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from scoring.faults import UnknownName
from scoring.ledger import (
    OVERRIDES,
    Actor,
    Correction,
    Decision,
    Entry,
    Ledger,
    Override,
    Record,
    ReviewOutcome,
    ReviewRequest,
    ScoreShown,
    Signature,
    Statement,
    View,
    canonical,
)
from scoring.serving.questions import (
    EVERYONE,
    About,
    Application,
    Base,
    Client,
    ClientPage,
    Comparison,
    Explanation,
    Explanations,
    Exported,
    Field,
    Filters,
    Lists,
    Matches,
    Overview,
    Portfolio,
    Prediction,
    Questions,
    Reasons,
    Score,
    Scores,
    SecondOpinion,
    Statistics,
    Timeline,
    Variable,
)

__all__ = [
    "OVERRIDES",
    "Actor",
    "Correction",
    "Decision",
    "Entry",
    "Ledger",
    "Override",
    "Recorded",
    "Recorder",
    "ReviewOutcome",
    "ReviewRequest",
    "Signature",
    "Statement",
    "ask",
]

Shown = Score | Explanation | Reasons | Prediction
Answer = TypeVar("Answer")
AnswerShown = TypeVar("AnswerShown", Score, Explanation, Reasons, Prediction)


class Recorder:
    """The questions of one store, and the ledger where answers are recorded. Safe to share between threads."""

    def __init__(self, questions: Questions, fingerprint: str, ledger: Ledger) -> None:
        """Take what answers, what stands for its data (`Local.fingerprint`), and the ledger."""
        self.questions, self.ledger = questions, ledger
        self.about, self.fingerprint = questions.about(), fingerprint

    def by(self, actor: Actor) -> Recorded:
        """Give the questions as one actor asks them, in one request."""
        return Recorded(self, actor)


class Recorded(Questions):
    """Implements every question for one actor; what is about a client is in the ledger before it is answered.

    `entries` are the records that were made, for a face to name them. Searches are not recorded:
    they tell of nobody but that they are a client.
    """

    def __init__(self, recorder: Recorder, actor: Actor) -> None:
        self._recorder, self._questions, self._actor = recorder, recorder.questions, actor
        self.entries: list[Entry] = []

    def record(self, record: Record, refers: int | None = None) -> Entry:
        """Record what the actor did; raises as `Ledger.append` does."""
        entry = self._recorder.ledger.append(self._actor, record, refers)
        self.entries.append(entry)
        return entry

    # About one client ------------------------------------------------------------------------------

    def client(self, client: int) -> Client:
        """Give the descriptive fields of one client, seen."""
        return self._viewed(client, "client", lambda: self._questions.client(client))

    def features(self, client: int, section: str | None = None) -> tuple[Field, ...]:
        """Give the computed features of one client, seen."""
        return self._viewed(client, "features", lambda: self._questions.features(client, section))

    def timeline(self, client: int) -> Timeline:
        """Give the past credits and payments of one client, seen."""
        return self._viewed(client, "timeline", lambda: self._questions.timeline(client))

    def second_opinion(self, client: int) -> SecondOpinion:
        """Explain one client by another method too, seen."""
        return self._viewed(client, "second_opinion", lambda: self._questions.second_opinion(client))

    def compare(self, client: int, variable: str, group: str) -> Comparison:
        """Place one client in a group by one variable, seen."""
        return self._viewed(client, "comparison", lambda: self._questions.compare(client, variable, group))

    def score(self, client: int) -> Score:
        """Give the published score of one client, shown."""
        return self._shown(client, {"ask": "score", "client": client}, lambda: self._questions.score(client))

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions of one client, shown."""
        question = {"ask": "explanation", "client": client, "base": base}
        return self._shown(client, question, lambda: self._questions.explanation(client, base))

    def reasons(self, client: int) -> Reasons:
        """Give what is said of one client's score, shown."""
        return self._shown(client, {"ask": "reasons", "client": client}, lambda: self._questions.reasons(client))

    def predict(self, application: Application) -> Prediction:
        """Score an application live, shown."""
        question = {"ask": "predict"} | vars(application)
        return self._shown(application.client, question, lambda: self._questions.predict(application))

    # About several ---------------------------------------------------------------------------------

    def list_clients(
        self,
        filters: Filters = EVERYONE,
        sort: str = "probability",
        descending: bool = True,
        offset: int = 0,
        limit: int = 20,
    ) -> ClientPage:
        """List clients; that a list was seen is recorded, not of each client on it."""
        page = self._questions.list_clients(filters, sort, descending, offset, limit)
        self.record(View(None, "list"))
        return page

    def scores(self, clients: Sequence[int]) -> Scores:
        """Give the published scores of many clients, each seen."""
        found = self._questions.scores(clients)
        self._all_viewed("scores", [one.id for one in found.scores])
        return found

    def explanations(self, clients: Sequence[int]) -> Explanations:
        """Give the published contributions of many clients, each seen."""
        found = self._questions.explanations(clients)
        self._all_viewed("explanations", [one.id for one in found.explanations])
        return found

    def export(self) -> Iterator[Exported]:
        """Give the published score of every client; that the export was begun is recorded."""
        self.record(View(None, "export"))
        return self._questions.export()

    # About nobody ----------------------------------------------------------------------------------

    def about(self) -> About:
        """Say which store and model answer."""
        return self._questions.about()

    def find(self, text: str, limit: int = 20) -> Matches:
        """Find clients by part of their id."""
        return self._questions.find(text, limit)

    def lists(self) -> Lists:
        """Name the lists that clients can be asked for by."""
        return self._questions.lists()

    def overview(self) -> Overview:
        """Say what the model looks at."""
        return self._questions.overview()

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on."""
        return self._questions.variables()

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with."""
        return self._questions.groups()

    def statistics(self, variable: str) -> Statistics:
        """Describe one variable over all clients."""
        return self._questions.statistics(variable)

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Say what every threshold would mean."""
        return self._questions.portfolio(cost_ratio)

    # Recording -------------------------------------------------------------------------------------

    def _viewed(self, client: int, what: str, asked: Callable[[], Answer]) -> Answer:
        answer = self._found(client, what, asked)
        self.record(View(client, what))
        return answer

    def _all_viewed(self, what: str, clients: Sequence[int]) -> None:
        self.entries += self._recorder.ledger.append_all(self._actor, [View(client, what) for client in clients])

    def _shown(self, client: int | None, question: Mapping[str, Any], asked: Callable[[], AnswerShown]) -> AnswerShown:
        answer = self._found(client, str(question["ask"]), asked)
        about = self._recorder.about
        shown = ScoreShown(
            client=client,
            store=about.store,
            model=about.model,
            data=self._recorder.fingerprint,
            threshold=about.threshold,
            question=question,
            answer=canonical(answer),
            inputs=hashlib.sha256(canonical(question).encode()).hexdigest(),
            reasons=_reasons(answer),
        )
        self.record(shown)
        return answer

    def _found(self, client: int | None, what: str, asked: Callable[[], Answer]) -> Answer:
        """Ask; that somebody asked for what is not there is recorded too."""
        try:
            return asked()
        except UnknownName:
            self.record(View(client if client is not None and 0 <= client < 2**63 else None, what, found=False))
            raise


def _reasons(answer: Shown) -> tuple[str, ...]:
    """Name the features that moved the score, the strongest first, as far as the answer tells of them."""
    if isinstance(answer, Score):
        return ()
    if isinstance(answer, Reasons):
        return tuple(one.feature for one in (*answer.against, *answer.favour))
    why = answer if isinstance(answer, Explanation) else answer.explanation
    return tuple(one.feature for one in why.contributions if one.contribution)


def ask(questions: Questions, question: Mapping[str, Any]) -> Shown:
    """Ask a question again, as it was recorded."""
    what, client = question["ask"], question["client"]
    if what == "predict":
        return questions.predict(Application(client, question["fields"], question["histories"]))
    if what == "explanation":
        return questions.explanation(client, question["base"])
    return questions.reasons(client) if what == "reasons" else questions.score(client)
