"""Questions as one actor asks them: what a person is shown of a client is recorded before they see it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from scoring.ledger import Actor, Correction, CostPolicySigned, ScoreShown, View, canonical
from scoring.serving.acts import history_of, line, record_of, request_of
from scoring.serving.answering import answered
from scoring.serving.oversight import oversight_of, signed
from scoring.serving.questions import (
    Act,
    Amendment,
    Application,
    Base,
    Case,
    CostPolicy,
    Explanation,
    Explanations,
    History,
    Line,
    Oversight,
    Prediction,
    Predictions,
    Reasons,
    RowPredicted,
    RowPrediction,
    Score,
    Scores,
    Value,
    Version,
    WhatIf,
)
from scoring.serving.seen import Seen
from scoring.serving.versions import named

if TYPE_CHECKING:
    from scoring.serving.recording import Recorder
    from scoring.store import Hashes

Shown = Score | Explanation | Reasons | Prediction | RowPrediction | WhatIf
AnswerShown = TypeVar("AnswerShown", Score, Explanation, Reasons, Prediction, RowPrediction, WhatIf)

Amend: TypeAlias = "Callable[[int, Application], tuple[Amendment, Hashes | None]]"
"""Amends a client, and gives what the ledger keeps of that, where it is known."""

HASHED = "sha256:"
"""Begins an answer that is kept as its hash."""


class Recorded(Seen):
    """Implements every question for one actor; what is about clients is in the ledger before it is answered.

    Scores, reasons and what-ifs are kept whole, so that they can be shown again; of the rest that, not
    what, was seen. Searches by id and what tells of no client are not recorded.
    """

    def __init__(self, recorder: Recorder, actor: Actor, alone: Callable[[], AbstractContextManager[Amend]]) -> None:
        """Take who recorded what, who asks, and what gives one at a time what amends, until that is recorded."""
        super().__init__(recorder, actor)
        self._alone = alone

    def record(self, client: int, act: Act) -> Line:
        """Record what the actor did about a client who is there; raises as `answered` and `Ledger.append` do."""
        record = record_of(client, act)
        if isinstance(record, View):
            record = replace(self._view(client, record.what), sha256=record.sha256)
        score = self._found(client, act.kind, lambda: self._questions.score(client))
        return line(self.append(record, answered(self._actor, client, act, score, self._recorder.ledger)))

    def history(self, client: int) -> History:
        """Give what was recorded of one client, seen."""
        score = self._viewed(client, "history", lambda: self._questions.score(client))
        return history_of(client, score, self._recorder.ledger, self._actor)

    def oversight(self) -> Oversight:
        """Say what people made of all scores, seen."""
        return self._viewed(None, "oversight", lambda: oversight_of(self._recorder.ledger))

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        """Record another cost ratio, signed, with the threshold that would cost least by it now."""
        cheapest = self._questions.portfolio(cost_ratio).cheapest.threshold
        return signed(self.append(CostPolicySigned(None, cost_ratio, cheapest, text)))

    def score(self, client: int) -> Score:
        """Give the published score of one client, shown."""
        return self._shown(client, "score", {"client": client}, lambda: self._questions.score(client))

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions of one client, shown."""
        asked = {"client": client, "base": base}
        return self._shown(client, "explanation", asked, lambda: self._questions.explanation(client, base))

    def reasons(self, client: int) -> Reasons:
        """Give what is said of one client's score, shown."""
        return self._shown(client, "reasons", {"client": client}, lambda: self._questions.reasons(client))

    def case(self, client: int) -> Case:
        """Give one client's file, seen, and their score, contributions and reasons, shown.

        The records are those of the four questions, written at once.
        """
        found = self._found(client, "client", lambda: self._questions.case(client))
        shown: tuple[tuple[dict[str, Any], Shown], ...] = (
            ({"ask": "score", "client": client}, found.score),
            ({"ask": "explanation", "client": client, "base": "all"}, found.explanation),
            ({"ask": "reasons", "client": client}, found.reasons),
        )
        records = (self._record_of(client, question, answer) for question, answer in shown)
        self.entries += self._recorder.ledger.append_all(self._actor, [self._view(client, "client"), *records])
        return found

    def scores(self, clients: Sequence[int]) -> Scores:
        """Give the published scores of many clients, each shown."""
        found = self._questions.scores(clients)
        self._all_shown((one.id, {"ask": "score", "client": one.id}, one.score) for one in found.scores)
        return found

    def explanations(self, clients: Sequence[int]) -> Explanations:
        """Give the published contributions of many clients, each shown; the ledger keeps the hash of each.

        Whole, those of 10,000 clients would take 190 MB of it.
        """
        found = self._questions.explanations(clients)
        self._all_shown(
            (
                (one.id, {"ask": "explanation", "client": one.id, "base": "all"}, one.explanation)
                for one in found.explanations
            ),
            hashed=True,
        )
        return found

    def predict(self, application: Application, base: Base = "all") -> Prediction:
        """Score an application live, shown."""
        asked = {"application": vars(application), "base": base}
        return self._shown(application.client, "predict", asked, lambda: self._questions.predict(application, base))

    def predictions(self, applications: Sequence[Application]) -> Predictions:
        """Score many applications live, each that is answered shown."""
        found = self._questions.predictions(applications)
        self._all_shown(
            (one.client, {"ask": "predict", "application": vars(one)}, item.prediction)
            for one, item in zip(applications, found.items, strict=True)
            if item.prediction is not None
        )
        return found

    def predict_row(self, features: Mapping[str, Value], explain: bool = False) -> RowPrediction:
        """Score a feature row, shown."""
        asked = {"features": features, "explain": explain}
        return self._shown(None, "predict_row", asked, lambda: self._questions.predict_row(features, explain))

    def predict_rows(self, rows: Sequence[Mapping[str, Value]]) -> tuple[RowPredicted, ...]:
        """Score feature rows together, each that is answered shown."""
        found = self._questions.predict_rows(rows)
        self._all_shown(
            (None, {"ask": "predict_row", "features": row, "explain": False}, one.prediction)
            for row, one in zip(rows, found, strict=True)
            if one.prediction is not None
        )
        return found

    def what_if(self, application: Application, changes: Mapping[str, Value], base: Base = "all") -> WhatIf:
        """Score an application as it is and with columns changed, shown."""
        asked, client = {"application": vars(application), "changes": changes, "base": base}, application.client
        return self._shown(client, "what_if", asked, lambda: self._questions.what_if(application, changes, base))

    def amend(self, client: int, application: Application) -> Amendment:
        """Add a client, or correct one; what was and what is are recorded, in answer to who asked for it.

        Should the record fail, the amendment stands, tells of itself in `amendments`, and is recorded as
        found at the next start.
        """
        names = (*application.fields, *application.histories)
        with self._alone() as amend:
            made, hashed = amend(client, application)
            before = dict.fromkeys(names) if made.before is None else _named(made.before, names)
            asked = request_of(client, names, self._recorder.ledger)
            hashes = (hashed.after, hashed.before) if hashed else ()
            self.append(Correction(client, before, _named(made.after, names), made.store, made.at, *hashes), asked)
        return made

    def _shown(
        self, client: int | None, what: str, given: Mapping[str, Any], asked: Callable[[], AnswerShown]
    ) -> AnswerShown:
        answer = self._found(client, what, asked)
        self.append(self._record_of(client, {"ask": what, **given}, answer))
        return answer

    def _all_shown(self, answered: Iterable[tuple[int | None, Mapping[str, Any], Shown]], hashed: bool = False) -> None:
        """Record many at once, each made when it is its turn: together they would be as large as the answer again."""
        shown = (self._record_of(*one, hashed=hashed) for one in answered)
        self.entries += self._recorder.ledger.append_all(self._actor, shown)

    def _record_of(
        self, client: int | None, question: Mapping[str, Any], answer: Shown, hashed: bool = False
    ) -> ScoreShown:
        about, given = self._recorder.about, canonical(answer)
        return ScoreShown(
            client=client,
            store=about.store,
            model=about.model,
            data=self._recorder.fingerprint,
            threshold=about.threshold,
            question=question,
            answer=hash_of(given) if hashed else given,
            inputs=hashlib.sha256(canonical(question).encode()).hexdigest(),
            reasons=() if hashed else _reasons(answer),
        )


def hash_of(answer: str) -> str:
    """Give what stands for an answer's canonical JSON where it is too long to be kept."""
    return HASHED + hashlib.sha256(answer.encode()).hexdigest()


def _named(version: Version, names: Sequence[str]) -> dict[str, Any]:
    return named(version.fields, version.histories, names)


def _reasons(answer: Shown) -> tuple[str, ...]:
    """Name what was said to move the score, the strongest first, as far as the answer tells of it."""
    match answer:
        case Score():
            return ()
        case Explanation():
            return tuple(one.feature for one in answer.contributions if one.contribution)
        case Reasons():
            said = sorted((*answer.against, *answer.favour), key=lambda reason: -abs(reason.contribution))
            return tuple(reason.feature for reason in said)
        case Prediction():
            return _reasons(answer.reasons)
        case RowPrediction():
            return () if answer.reasons is None else _reasons(answer.reasons)
        case WhatIf():
            return _reasons(answer.after)
