"""Questions whose answers are written down: what a person is shown of a client is recorded before they see it.

The faces know the ledger through this module: its kinds of record are named here for them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, Literal, TypeVar

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
    About,
    Application,
    Client,
    Comparison,
    Explanation,
    Matches,
    Prediction,
    Questions,
    Score,
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

Shown = Score | Explanation | Prediction
Answer = TypeVar("Answer")
AnswerShown = TypeVar("AnswerShown", Score, Explanation, Prediction)


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

    def about(self) -> About:
        """Say which store and model answer."""
        return self._questions.about()

    def find(self, text: str, limit: int = 20) -> Matches:
        """Find clients by part of their id."""
        return self._questions.find(text, limit)

    def variables(self) -> tuple[Variable, ...]:
        """List what clients can be compared on."""
        return self._questions.variables()

    def groups(self) -> tuple[str, ...]:
        """List the groups a client can be compared with."""
        return self._questions.groups()

    def client(self, client: int) -> Client:
        """Give the descriptive fields of one client, seen."""
        return self._viewed(client, "client", lambda: self._questions.client(client))

    def compare(self, client: int, variable: str, group: str) -> Comparison:
        """Place one client in a group by one variable, seen."""
        return self._viewed(client, "comparison", lambda: self._questions.compare(client, variable, group))

    def score(self, client: int) -> Score:
        """Give the published score of one client, shown."""
        return self._shown(client, {"ask": "score", "client": client}, lambda: self._questions.score(client))

    def explanation(self, client: int) -> Explanation:
        """Give the published contributions of one client, shown."""
        question = {"ask": "explanation", "client": client}
        return self._shown(client, question, lambda: self._questions.explanation(client))

    def predict(self, application: Application) -> Prediction:
        """Score an application live, shown."""
        question = {"ask": "predict"} | vars(application)
        return self._shown(application.client, question, lambda: self._questions.predict(application))

    def _viewed(self, client: int, what: str, asked: Callable[[], Answer]) -> Answer:
        answer = self._found(client, what, asked)
        self.record(View(client, what))
        return answer

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
    why = answer if isinstance(answer, Explanation) else answer.explanation
    return tuple(one.feature for one in why.contributions if one.contribution)


def ask(questions: Questions, question: Mapping[str, Any]) -> Shown:
    """Ask a question again, as it was recorded."""
    what: Literal["score", "explanation", "predict"] = question["ask"]
    if what == "predict":
        return questions.predict(Application(question["client"], question["fields"], question["histories"]))
    return getattr(questions, what)(question["client"])  # type: ignore[no-any-return]
