"""Invented answers about applications: scored, changed, offered otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.faults import Refused
from scoring.serving.questions import (
    Application,
    Base,
    Change,
    Changeable,
    MapCell,
    Missing,
    Offer,
    OfferMap,
    Offers,
    Option,
    Predicted,
    Prediction,
    Predictions,
    Record,
    RowPredicted,
    RowPrediction,
    WhatIf,
)
from tests.api.fake_clients import (
    KNOWN,
    LIMITS,
    NEW,
    OTHER,
)


class FakeApplications:
    """Answers from the scores of the clients that `Fake` knows; keeps what it was asked to score."""

    applications: list[Application]
    rows: list[Record]
    together: list[int]

    def predict(self, application: Application, base: Base = "all") -> Prediction:
        self.applications.append(application)
        if application.client is None and not application.fields:
            raise Refused(["Give a client, or the fields of an application.", "Neither was given."])
        client = KNOWN if application.client is None else application.client
        unseen = tuple(name for name, value in application.fields.items() if isinstance(value, str))
        return Prediction(self.score(client), self.explanation(client, base), self.reasons(client), unseen)

    def predict_row(self, features: Record, explain: bool = False) -> RowPrediction:
        self.rows.append(features)
        unseen = tuple(name for name, value in features.items() if isinstance(value, str))
        if "BROKEN" in features:
            raise Refused(["features: the model has no feature 'BROKEN'", "features: left out: AMT_CREDIT"])
        if explain:
            return RowPrediction(self.score(NEW), self.explanation(NEW), self.reasons(NEW), unseen)
        return RowPrediction(self.score(KNOWN), unseen=unseen)

    def predict_rows(self, rows: Sequence[Record]) -> tuple[RowPredicted, ...]:
        self.together.append(len(rows))
        return tuple(map(self._predicted_row, rows))

    def _predicted_row(self, row: Record) -> RowPredicted:
        try:
            return RowPredicted(self.predict_row(row))
        except Refused as refusal:
            return RowPredicted(None, refusal.faults)

    def changeable(self) -> tuple[Changeable, ...]:
        return (
            Changeable("AMT_CREDIT", "number", "money", 0.01, 1e9, ()),
            Changeable("NAME_CONTRACT_TYPE", "text", "category", None, None, ("Cash loans", "Prêt")),
        )

    def what_if(self, application: Application, changes: Record, base: Base = "all") -> WhatIf:
        before = self.predict(application, base)
        allowed = [one.name for one in self.changeable()]
        if forbidden := [name for name in changes if name not in allowed]:
            raise Refused([f"{name} may not be changed; allowed: {', '.join(allowed)}" for name in forbidden])
        changed = tuple(Change(name, "money", application.fields.get(name), value) for name, value in changes.items())
        fields = {**application.fields, **changes}
        after = self.predict(Application(application.client, fields, application.histories), base)
        return WhatIf(changed, before, after)

    def offers(self, application: Application) -> Offers:
        score = self.predict(application).score
        if application.client == NEW:
            none = Option(None, "not_computable", ("AMT_ANNUITY",))
            return Offers(Offer(1e-17, 0.0, None, None, None, None, None, "review", score), *[none] * 4, LIMITS)
        offer = Offer(200.5, 10.0, 24, 20.25, 205.0, 0.1, 1.5, "granted", score)
        return Offers(offer, Option(offer, None, ()), *[Option(None, "none_within_policy", ())] * 3, LIMITS)

    def offer_map(self, application: Application, steps: int = 20) -> OfferMap:
        probability = self.predict(application).score.probability
        if application.client == NEW:
            return OfferMap((), (), (), ("AMT_ANNUITY",))
        amounts = tuple(100.0 * step for step in range(1, steps + 1))
        months = None if application.client == OTHER else 24
        cells = tuple(MapCell(amount, months, amount / 20, probability, "outside") for amount in amounts)
        return OfferMap(amounts, (months,), cells, ())

    def missing(self, application: Application) -> tuple[Missing, ...]:
        self.predict(application)
        if application.client == OTHER:
            return ()
        return (Missing("building", ("LANDAREA_AVG", "LANDAREA_MODE"), 0.1 + 0.2, 0.4, 0.1, True),)

    def predictions(self, applications: Sequence[Application]) -> Predictions:
        items = tuple(map(self._predicted, applications))
        return Predictions(items, sum(one.prediction is None for one in items))

    def _predicted(self, application: Application) -> Predicted:
        try:
            return Predicted(self.predict(application))
        except Refused as refusal:
            return Predicted(None, refusal.faults)
