"""Answers about why a score is what it is, published or computed live."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import get_args

import numpy as np
import pyarrow as pa

from scoring import model, store
from scoring.faults import UnknownName
from scoring.reasons import FAMILIES, SIDES, Chosen, choose, contributions, neutral_probability
from scoring.serving import describing
from scoring.serving.file import NEW_CLIENT
from scoring.serving.opened import Opened
from scoring.serving.questions import (
    Application,
    Base,
    Check,
    Contribution,
    Decision,
    Explanation,
    FamilyWeight,
    FeatureWeight,
    Overview,
    Prediction,
    Push,
    Reason,
    Reasons,
    Record,
    Score,
    Subject,
    Value,
)
from scoring.words import sentences

TOP = 3
"""Features named of each family in the overview."""
PUSHES: dict[int, Push | None] = {1: "raises", -1: "lowers", 0: None}
NEAR = 1e-6
"""Log-odds under which a difference of probabilities is too small to be divided by."""


class Explaining:
    """Explains clients of one store, and applications over its model."""

    def __init__(self, opened: Opened) -> None:
        self._opened, self._reference = opened, opened.reference
        base, means = opened.manifest.base, self._reference.means
        categories = opened.bundle.manifest.categories
        self._seen = {name: frozenset(known) | {"", None} for name, known in categories.items()}
        self._bases: dict[Base, tuple[float, np.ndarray]] = {
            "all": (base, np.zeros(len(means))),
            "accepted": (base + float(means.sum()), means),
        }

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions."""
        self.known(base)
        return self._explanation(self._opened.row(client), base)

    def reasons(self, client: int) -> Reasons:
        """Give what is said of the client's score; nothing is computed by the model."""
        return self._reasons(self._opened.row(client))

    def predict(self, application: Application, base: Base = "all") -> Prediction:
        """Score one application through the features and the model of the batch."""
        self.known(base)
        return self.prediction(self.scored(application), base)

    def scored(self, subject: Subject) -> store.ClientRow:
        """Give what was scored of a client, as published or amended, or score an application live."""
        if not isinstance(subject, Application):
            return self._opened.row(subject)
        (row,) = self.rows(self._opened.cases.rows(subject))
        return row

    def prediction(self, row: store.ClientRow, base: Base = "all") -> Prediction:
        """Say what was scored."""
        explanation, reasons = self._explanation(row, base), self._reasons(row)
        return Prediction(self._opened.score_of(row), explanation, reasons, self.unseen(self._opened.named(row)))

    def known(self, base: Base) -> None:
        """Raise UnknownName for a base that is none, before anything is computed."""
        if base not in self._bases:
            raise UnknownName(f"there is no such base; allowed: {', '.join(get_args(Base))}")

    def rows(self, table: pa.Table) -> list[store.ClientRow]:
        """Score and explain n feature rows at once, as the batch does; their ids are nobody's."""
        opened = self._opened
        data = model.pool(table, opened.features)
        shap = contributions(opened.bundle, data).values
        found = model.scores(opened.bundle, data)
        neutral = neutral_probability(opened.bundle, table, shap, ~found.refused, self._reference)
        return [
            store.ClientRow(
                id=NEW_CLIENT,
                raw=float(found.raw[place]),
                probability=float(found.probability[place]),
                low=float(found.low[place]),
                high=float(found.high[place]),
                granted=not found.refused[place],
                review=bool(found.review[place]),
                values=own,
                contributions=shap[place],
                neutral=float(neutral[place]),
            )
            for place, own in enumerate(model.values(table, opened.features))
        ]

    def unseen(self, values: Record) -> tuple[str, ...]:
        """Name the features, of the application and of histories, whose category the model has never seen."""
        return tuple(name for name, known in self._seen.items() if values.get(name) not in known)

    def overview(self) -> Overview:
        """Rank the families by the mean absolute sum of their contributions, over all clients."""
        weights, total = self._reference.subjects, float(self._reference.subjects.sum())
        order = [int(place) for place in np.argsort(-weights, kind="stable") if weights[place] > 0.0]
        return Overview(tuple(self._family(place, float(weights[place]), total) for place in order))

    @cached_property
    def _pushes(self) -> np.ndarray:
        return describing.directions(self._opened)

    def _family(self, place: int, weight: float, total: float) -> FamilyWeight:
        weights, name = self._reference.weights, FAMILIES[place].name
        columns = np.flatnonzero(self._reference.place == place)
        strongest = [c for c in columns[np.argsort(-weights[columns], kind="stable")][:TOP] if weights[c] > 0.0]
        names = [self._reference.names[column] for column in strongest]
        features = tuple(
            FeatureWeight(feature, sentences.label(feature), float(weights[column]), PUSHES[int(self._pushes[column])])
            for feature, column in zip(names, strongest, strict=True)
        )
        return FamilyWeight(name, sentences.family(name), weight, weight / total, features)

    def _explanation(self, row: store.ClientRow, base: Base) -> Explanation:
        start, means = self._bases[base]
        moved = row.contributions - means
        features, base_probability, slope = self._opened.features, self._probability(start), self._slope(start, row.raw)
        order = np.argsort(-np.abs(moved), kind="stable").tolist()
        by = moved.tolist()
        items = (Contribution(features[i].name, row.values[i], features[i].unit, by[i], slope * by[i]) for i in order)
        marked = row.amended is not None
        return Explanation(start, row.raw, base_probability, row.probability, tuple(items), marked, row.amended)

    def _reasons(self, row: store.ClientRow) -> Reasons:
        slope = self._slope(self._bases["accepted"][0], row.raw)
        chosen = choose(row.contributions, row.values, self._reference)
        said = {side: tuple(self._reason(one, row.values, slope) for one in chosen[side]) for side in SIDES}
        score = self._opened.score_of(row)
        stated = bool(said["favour" if row.granted else "against"])
        check = self._check(score, stated, row.neutral)
        return Reasons(said["against"], said["favour"], check, row.amended is not None, row.amended)

    def _reason(self, chosen: Chosen, values: Sequence[Value], slope: float) -> Reason:
        feature, usual = self._opened.features[chosen.column], self._reference.usual[chosen.column]
        value = values[chosen.column]
        told = sentences.in_every_language(feature.name, value, feature.unit, usual.value, usual.share)
        return Reason(
            family=chosen.family,
            feature=feature.name,
            features=tuple(self._reference.names[column] for column in chosen.columns),
            value=value,
            usual=usual.value,
            share=usual.share,
            unit=feature.unit,
            contribution=chosen.contribution,
            points=slope * chosen.contribution,
            said=told,
        )

    def _check(self, score: Score, stated: bool, neutral: float) -> Check:
        refused = bool(model.refused(np.array([neutral]), score.threshold)[0])
        flips = refused != (score.decision == "refused")
        decision: Decision = "refused" if refused else "granted"
        return Check(neutral, decision, flips, sentences.check(score.decision, stated, flips))

    def _probability(self, raw: float) -> float:
        return float(self._opened.bundle.calibration.apply(model.probability(np.array([raw])))[0])

    def _slope(self, base: float, raw: float) -> float:
        """Give the probability that each log-odds between base and score stands for."""
        if abs(raw - base) < NEAR:
            base, raw = raw - NEAR, raw + NEAR
        return (self._probability(raw) - self._probability(base)) / (raw - base)
