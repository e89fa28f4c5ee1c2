"""Answers about what would change a decision: other values, other terms, documents not yet given."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from scoring import model
from scoring.faults import Refused, refuse_if
from scoring.features.application import RAW
from scoring.groups import GRANTED
from scoring.offers import (
    AMOUNT,
    ANNUITY,
    GOODS,
    Asked,
    Caps,
    Scorer,
    Usual,
    Variant,
    find,
    grid,
    lacking,
    worth,
)
from scoring.serving.explaining import Explaining
from scoring.serving.opened import COLUMNS, Opened
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
    Record,
    Value,
    WhatIf,
    Why,
)
from scoring.staging.record import application_faults, change_faults
from scoring.tables import APPLICATION

FEWEST, MOST = 2, 40
"""Steps of a map."""


class Lending:
    """Searches what would change the decisions of one store's model, within `caps`.

    What fewer than `minimum` granted clients have is not told.
    """

    def __init__(self, opened: Opened, explaining: Explaining, caps: Caps, minimum: int) -> None:
        self._opened, self._explaining, self._caps = opened, explaining, caps
        self._limits = Limits(caps.annuity, caps.amount, caps.down_payment, caps.shortest, caps.longest)
        self._usual = Usual(opened.engine, COLUMNS, GRANTED, minimum)

    def changeable(self) -> tuple[Changeable, ...]:
        """Print the declaration of the application's columns that are features."""
        return tuple(_changeable(feature.name) for feature in RAW)

    def what_if(self, application: Application, changes: Record, base: Base) -> WhatIf:
        """Predict twice; raises Refused, with every fault at once, before anything is computed."""
        self._explaining.known(base)
        allowed = [feature.name for feature in RAW]
        refuse_if(application_faults(application.fields, application.histories) + change_faults(changes, allowed))
        table = self._opened.cases.variants(self._opened.cases.rows(application), [{}, changes])
        before, after = self._explaining.rows(table)
        rows = table.to_pylist()
        listed = (
            Change(feature.name, feature.unit, rows[0][feature.name], rows[1][feature.name])
            for feature in RAW
            if rows[0][feature.name] != rows[1][feature.name]
        )
        return WhatIf(
            tuple(listed),
            self._explaining.prediction(before, base),
            self._explaining.prediction(after, base),
        )

    def offers(self, application: Application) -> Offers:
        """Search the terms around what is asked."""
        row, score = self._asked(application)
        if unknown := lacking(row):
            none = Option(None, "not_computable", unknown)
            return Offers(self._incomplete(application, row), none, none, none, none, self._limits)
        asked = Asked.of(row)
        found = find(asked, self._caps, score)
        endless: Why | None = "no_duration" if asked.terms.months is None else None
        return Offers(
            asked=self._offer(asked, found.asked),
            nearest=self._option(asked, found.nearest),
            largest=self._option(asked, found.largest),
            largest_at_duration=self._option(asked, found.largest_at_duration),
            shortest=self._option(asked, found.shortest, endless),
            limits=self._limits,
        )

    def offer_map(self, application: Application, steps: int) -> OfferMap:
        """Score a grid of terms."""
        if not FEWEST <= steps <= MOST:
            raise Refused(f"steps must be {FEWEST} to {MOST}")
        row, score = self._asked(application)
        if unknown := lacking(row):
            return OfferMap((), (), (), unknown)
        found = grid(Asked.of(row), self._caps, score, steps)
        cells = (
            MapCell(one.terms.amount, one.terms.months, one.terms.annuity, one.probability, state)
            for one, state in zip(found.variants, found.states, strict=True)
        )
        return OfferMap(found.amounts, found.durations, tuple(cells), ())

    def missing(self, application: Application) -> tuple[Missing, ...]:
        """Supply each absent item as granted clients have it."""
        row, score = self._asked(application)
        found = worth(row, self._usual, score)
        return tuple(Missing(one.name, one.columns, one.low, one.high, one.width, one.flips) for one in found)

    def _asked(self, application: Application) -> tuple[Mapping[str, Value], Scorer]:
        """Give the feature row of what is asked, and what scores it with other fields laid over it."""
        cases, bundle = self._opened.cases, self._opened.bundle
        asked = cases.rows(application)
        return asked.to_pylist()[0], lambda fields: model.scores(bundle, cases.variants(asked, fields))

    def _option(self, asked: Asked, found: Variant | None, why: Why | None = None) -> Option:
        if found is None:
            return Option(None, why or "none_within_policy", ())
        return Option(self._offer(asked, found), None, ())

    def _offer(self, asked: Asked, found: Variant) -> Offer:
        terms = found.terms
        return Offer(
            amount=terms.amount,
            down_payment=terms.down_payment,
            duration=terms.months,
            annuity=terms.annuity,
            goods_price=terms.goods_price,
            burden=terms.annuity / asked.income,
            leverage=terms.amount / asked.income,
            state=found.state(self._caps.allow(terms, asked)),
            score=self._opened.score(found.probability, found.low, found.high, not found.refused, found.review),
        )

    def _incomplete(self, application: Application, row: Mapping[str, Value]) -> Offer:
        """Say as much as is known of what is asked."""
        score = self._explaining.predict(application).score
        return Offer(
            amount=_number(row, AMOUNT),
            down_payment=0.0,
            duration=None,
            annuity=_number(row, ANNUITY),
            goods_price=_number(row, GOODS),
            burden=None,
            leverage=None,
            state="review" if score.review else score.decision,
            score=score,
        )


def _number(row: Mapping[str, Value], name: str) -> float | None:
    value = row[name]
    return value if isinstance(value, float) else None


def _changeable(name: str) -> Changeable:
    column = APPLICATION[name]
    kind: Literal["number", "whole", "text"] = "number"
    if column.kind in ("whole", "text"):
        kind = "whole" if column.kind == "whole" else "text"
    return Changeable(name, kind, column.unit, column.least, column.most, column.categories)
