"""Questions as one actor asks them: what a person is shown of a client is recorded before they see it."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from scoring.faults import UnknownName
from scoring.ledger import Actor, Correction, CostPolicySigned, Entry, Record, ScoreShown, View, canonical
from scoring.serving.acts import OF_A_SCORE, history_of, line, record_of, request_of, shown_to
from scoring.serving.oversight import oversight_of, signed
from scoring.serving.questions import (
    EVERYONE,
    Act,
    AmendedClient,
    Amendment,
    Application,
    Base,
    Client,
    ClientPage,
    Comparison,
    CostPolicy,
    Explanation,
    Explanations,
    Exported,
    Field,
    Filters,
    History,
    Line,
    Missing,
    Neighbour,
    OfferMap,
    Offers,
    Oversight,
    Pair,
    Prediction,
    Predictions,
    Reasons,
    RowPredicted,
    RowPrediction,
    Score,
    Scores,
    SecondOpinion,
    Timeline,
    Value,
    Version,
    WhatIf,
)
from scoring.serving.unrecorded import Unrecorded

if TYPE_CHECKING:
    from scoring.serving.recording import Recorder

Shown = Score | Explanation | Reasons | Prediction | RowPrediction | WhatIf
Answer = TypeVar("Answer")
AnswerShown = TypeVar("AnswerShown", Score, Explanation, Reasons, Prediction, RowPrediction, WhatIf)
LARGEST_ID = 2**63
"""From here on an id is nobody's, and no database holds it."""


class Recorded(Unrecorded):
    """Implements every question for one actor; what is about clients is in the ledger before it is answered.

    `entries` are the records that were made, for a face to name them. Scores, reasons and what-ifs are
    kept whole, so that they can be shown again; of the rest that, not what, was seen. Searches by id and
    what tells of no client are not recorded.
    """

    def __init__(self, recorder: Recorder, actor: Actor) -> None:
        self._recorder, self._questions, self._actor = recorder, recorder.questions, actor
        self.entries: list[Entry] = []

    def record(self, client: int, act: Act) -> Line:
        """Record what the actor did about a client who is there; raises as `Ledger.append` does."""
        record, refers = record_of(client, act), act.refers
        self._found(client, act.kind, lambda: self._questions.score(client))
        if refers is None and act.kind in OF_A_SCORE:
            refers = shown_to(self._actor, client, self._recorder.ledger)
        return line(self.append(record, refers))

    def history(self, client: int) -> History:
        """Give what was recorded of one client, seen."""
        self._viewed(client, "history", lambda: self._questions.score(client))
        return history_of(client, self._recorder.ledger, self._actor)

    def oversight(self) -> Oversight:
        """Say what people made of all scores, seen."""
        return self._viewed(None, "oversight", lambda: oversight_of(self._recorder.ledger))

    def sign_policy(self, cost_ratio: float, text: str) -> CostPolicy:
        """Record another cost ratio, signed, with the threshold that would cost least by it now."""
        cheapest = self._questions.portfolio(cost_ratio).cheapest.threshold
        return signed(self.append(CostPolicySigned(None, cost_ratio, cheapest, text)))

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

    def compare(self, client: int, variable: str, group: str, criteria: Sequence[str] = ()) -> Comparison:
        """Place one client in a group by one variable, seen."""
        return self._viewed(client, "comparison", lambda: self._questions.compare(client, variable, group, criteria))

    def pair(self, client: int, across: str, up: str, group: str, criteria: Sequence[str] = ()) -> Pair:
        """Place one client in a group by two variables, seen."""
        return self._viewed(client, "pair", lambda: self._questions.pair(client, across, up, group, criteria))

    def neighbours(self, client: int, count: int = 10) -> tuple[Neighbour, ...]:
        """List the clients nearest to one, seen."""
        return self._viewed(client, "neighbours", lambda: self._questions.neighbours(client, count))

    def second_opinion(self, client: int) -> SecondOpinion:
        """Explain one client by another method too, seen."""
        return self._viewed(client, "second_opinion", lambda: self._questions.second_opinion(client))

    def offers(self, application: Application) -> Offers:
        """Find the terms that would be granted, seen."""
        return self._viewed(application.client, "offers", lambda: self._questions.offers(application))

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        """Score a grid of amounts and durations, seen."""
        return self._viewed(application.client, "offer_map", lambda: self._questions.offer_map(application, steps))

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Say which items that are not known would move the score, seen."""
        return self._viewed(application.client, "missing", lambda: self._questions.missing(application))

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
        """Give the published score of every client, seen."""
        return self._viewed(None, "export", self._questions.export)

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

    def predict(self, application: Application) -> Prediction:
        """Score an application live, shown."""
        asked = {"application": vars(application)}
        return self._shown(application.client, "predict", asked, lambda: self._questions.predict(application))

    def predictions(self, applications: Sequence[Application]) -> Predictions:
        """Score many applications live, each that is answered shown."""
        found = self._questions.predictions(applications)
        shown = [
            self._record_of(one.client, {"ask": "predict", "application": vars(one)}, item.prediction)
            for one, item in zip(applications, found.items, strict=True)
            if item.prediction is not None
        ]
        self.entries += self._recorder.ledger.append_all(self._actor, shown)
        return found

    def predict_row(self, features: Mapping[str, Value], explain: bool = False) -> RowPrediction:
        """Score a feature row, shown."""
        asked = {"features": features, "explain": explain}
        return self._shown(None, "predict_row", asked, lambda: self._questions.predict_row(features, explain))

    def predict_rows(self, rows: Sequence[Mapping[str, Value]]) -> tuple[RowPredicted, ...]:
        """Score feature rows together, each that is answered shown."""
        found = self._questions.predict_rows(rows)
        shown = [
            self._record_of(None, {"ask": "predict_row", "features": row, "explain": False}, one.prediction)
            for row, one in zip(rows, found, strict=True)
            if one.prediction is not None
        ]
        self.entries += self._recorder.ledger.append_all(self._actor, shown)
        return found

    def what_if(self, application: Application, changes: Mapping[str, Value]) -> WhatIf:
        """Score an application as it is and with columns changed, shown."""
        asked = {"application": vars(application), "changes": changes}
        return self._shown(application.client, "what_if", asked, lambda: self._questions.what_if(application, changes))

    def amend(self, client: int, application: Application) -> Amendment:
        """Add a client, or correct one; what was and what is are recorded, in answer to who asked for it.

        Should the record fail, the amendment stands, and tells of itself in `amendments`.
        """
        made = self._questions.amend(client, application)
        names = (*application.fields, *application.histories)
        before = dict.fromkeys(names) if made.before is None else _named(made.before, names)
        asked = request_of(client, names, self._recorder.ledger)
        self.append(Correction(client, before, _named(made.after, names)), asked)
        return made

    def amendments(self, client: int) -> tuple[Amendment, ...]:
        """Give what was amended of one client, seen."""
        return self._viewed(client, "amendments", lambda: self._questions.amendments(client))

    def amended(self) -> tuple[AmendedClient, ...]:
        """List the clients amended, seen."""
        return self._viewed(None, "amended", self._questions.amended)

    def _viewed(self, client: int | None, what: str, asked: Callable[[], Answer]) -> Answer:
        answer = self._found(client, what, asked)
        self.append(View(client, what))
        return answer

    def _all_viewed(self, what: str, clients: Sequence[int]) -> None:
        self.entries += self._recorder.ledger.append_all(self._actor, [View(client, what) for client in clients])

    def _shown(
        self, client: int | None, what: str, given: Mapping[str, Any], asked: Callable[[], AnswerShown]
    ) -> AnswerShown:
        answer = self._found(client, what, asked)
        self.append(self._record_of(client, {"ask": what, **given}, answer))
        return answer

    def _record_of(self, client: int | None, question: Mapping[str, Any], answer: Shown) -> ScoreShown:
        about = self._recorder.about
        return ScoreShown(
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

    def _found(self, client: int | None, what: str, asked: Callable[[], Answer]) -> Answer:
        """Ask; that somebody asked for what is not there is recorded too."""
        try:
            return asked()
        except UnknownName:
            self.append(View(client if client is not None and 0 <= client < LARGEST_ID else None, what, found=False))
            raise


def _named(version: Version, names: Sequence[str]) -> dict[str, Any]:
    """Give fields and whole histories of a client's file by their names."""
    return {name: version.histories.get(name, version.fields.get(name)) for name in names}


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
