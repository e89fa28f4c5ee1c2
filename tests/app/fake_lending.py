"""Invented answers of what would change a decision: one refused, one whose annuity is not known, loans without end."""

from __future__ import annotations

from dataclasses import replace

from scoring.serving.questions import (
    Application,
    Base,
    Change,
    Changeable,
    Limits,
    MapCell,
    Missing,
    Offer,
    OfferMap,
    Offers,
    Option,
    Prediction,
    Questions,
    Record,
    WhatIf,
)
from scoring.tables import APPLICATION

LIMITS = Limits(0.4, 10.0, 0.5, 6, 60)
CHANGEABLE = (
    "NAME_CONTRACT_TYPE", "FLAG_OWN_CAR", "CNT_CHILDREN", "AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY",
    "AMT_GOODS_PRICE", "NAME_INCOME_TYPE", "NAME_EDUCATION_TYPE", "REGION_POPULATION_RELATIVE", "DAYS_BIRTH",
    "DAYS_EMPLOYED", "OCCUPATION_TYPE", "FLAG_EMAIL", "EXT_SOURCE_1", "ORGANIZATION_TYPE",
)  # fmt: skip
AMOUNTS, DURATIONS = (200_000.0, 406_597.5, 600_000.0), (24, 36)
NONE = Option(None, "none_within_policy", ())
MISSING = tuple(
    Missing(item, (item,), 0.05, high, high - 0.05, high > 0.091)
    for item, high in [
        ("building", 0.12), ("employment", 0.11), ("OWN_CAR_AGE", 0.09), ("EXT_SOURCE_1", 0.085),
        ("social_circle", 0.08), ("enquiries", 0.07), ("FLAG_DOCUMENT_3", 0.06), ("NAME_TYPE_SUITE", 0.0501),
    ]
)  # fmt: skip


class FakeLending:
    """Answers from the score of the published client; `endless` makes every loan one without end."""

    endless = False
    tried: list[Record]
    counted: dict[str, int]

    def changeable(self) -> tuple[Changeable, ...]:
        return tuple(offered_to_change(name) for name in CHANGEABLE)

    def what_if(  # type: ignore[misc]
        self: Questions, application: Application, changes: Record, base: Base = "all"
    ) -> WhatIf:
        """Halve the risk, and say the second reason against no more."""
        client = application.client or 0
        score, explanation, reasons = self.score(client), self.explanation(client, base), self.reasons(client)
        self.tried.append(dict(changes))  # type: ignore[attr-defined]
        known = {field.name: field.value for field in self.client(client).fields}
        changed = tuple(
            Change(name, APPLICATION[name].unit, known[name], value)
            for name, value in changes.items()
            if value != known[name]
        )
        better = replace(
            score, probability=score.probability / 2, low=score.low / 2, high=score.high / 2, decision="granted"
        )
        fewer = replace(reasons, against=reasons.against[:1], favour=(*reasons.favour, *reasons.against[1:2]))
        return WhatIf(changed, Prediction(score, explanation, reasons), Prediction(better, explanation, fewer))

    def offers(self: Questions, application: Application) -> Offers:  # type: ignore[misc]
        self._count("offers")  # type: ignore[attr-defined]
        client = application.client or 0
        known, score = {field.name: field.value for field in self.client(client).fields}, self.score(client)
        amount, annuity = known["AMT_CREDIT"], known["AMT_ANNUITY"]
        assert isinstance(amount, float)
        if not isinstance(annuity, float):
            lacking = Option(None, "not_computable", ("AMT_ANNUITY",))
            return Offers(
                Offer(amount, 0.0, None, None, None, None, None, score.decision, score), *[lacking] * 4, LIMITS
            )
        months = None if self.endless else 24  # type: ignore[attr-defined]
        asked = Offer(amount, 0.0, months, annuity, amount, 0.122, 2.01, score.decision, score)
        cheap = replace(score, probability=0.079, decision="granted")
        if score.decision == "granted":
            own = Option(asked, None, ())
            return Offers(asked, own, own, own, own, LIMITS)
        longer = replace(asked, duration=months and 36, annuity=14_200.0, state="granted", score=cheap)
        smaller = replace(asked, amount=250_000.0, down_payment=156_597.5, annuity=9_000.0, state="review", score=cheap)
        shortest = Option(None, "no_duration", ()) if months is None else Option(longer, None, ())
        return Offers(asked, Option(longer, None, ()), Option(smaller, None, ()), NONE, shortest, LIMITS)

    def offer_map(self: Questions, application: Application, steps: int = 20) -> OfferMap:  # type: ignore[misc]
        self._count("map")  # type: ignore[attr-defined]
        client = application.client or 0
        known = {field.name: field.value for field in self.client(client).fields}
        if known["AMT_ANNUITY"] is None:
            return OfferMap((), (), (), ("AMT_ANNUITY",))
        amounts = tuple(sorted({200_000.0, float(known["AMT_CREDIT"] or 0), 2_000_000.0}))
        durations: tuple[int | None, ...] = (None,) if self.endless else DURATIONS  # type: ignore[attr-defined]
        states = ("granted", "review", "refused", "outside", "refused", "granted")
        cells = [(months, amount) for months in durations for amount in amounts]
        return OfferMap(
            amounts,
            durations,
            tuple(
                MapCell(amount, months, amount / (months or 20), 0.05 + place / 100, states[place])  # type: ignore[arg-type]
                for place, (months, amount) in enumerate(cells)
            ),
            (),
        )

    def missing(self: Questions, application: Application) -> tuple[Missing, ...]:  # type: ignore[misc]
        self._count("missing")  # type: ignore[attr-defined]
        return () if self.score(application.client or 0).decision == "granted" else MISSING

    def _count(self, name: str) -> None:
        self.counted[name] = self.counted.get(name, 0) + 1


def offered_to_change(name: str) -> Changeable:
    column = APPLICATION[name]
    kind = column.kind if column.kind in ("whole", "text") else "number"
    return Changeable(name, kind, column.unit, column.least, column.most, column.categories)  # type: ignore[arg-type]
