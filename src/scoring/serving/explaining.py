"""Answers about why a score is what it is, published or computed live."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import get_args

import numpy as np

from scoring import model
from scoring.faults import UnknownName
from scoring.reasons import FAMILIES, SIDES, Chosen, choose, contributions, neutral_probability
from scoring.serving import describing
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
    Value,
)
from scoring.tables import APPLICATION
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
        self._bases: dict[Base, tuple[float, np.ndarray]] = {
            "all": (base, np.zeros(len(means))),
            "accepted": (base + float(means.sum()), means),
        }

    def explanation(self, client: int, base: Base = "all") -> Explanation:
        """Give the published contributions."""
        if base not in self._bases:
            raise UnknownName(f"there is no such base; allowed: {', '.join(get_args(Base))}")
        row = self._opened.row(client)
        return self._explanation(row.raw, row.probability, row.values, row.contributions, base)

    def reasons(self, client: int) -> Reasons:
        """Give what is said of the published score; nothing is computed by the model."""
        row = self._opened.row(client)
        score = self._opened.score(row.probability, row.low, row.high, row.granted, row.review)
        return self._reasons(score, row.raw, row.values, row.contributions, row.neutral)

    def predict(self, application: Application) -> Prediction:
        """Score one application through the features and the model of the batch."""
        opened = self._opened
        table = opened.cases.rows(application)
        shap = contributions(opened.bundle, table).values
        found = model.scores(opened.bundle, table)
        probability, low, high = (float(ends[0]) for ends in (found.probability, found.low, found.high))
        score = opened.score(probability, low, high, not found.refused[0], bool(found.review[0]))
        neutral = neutral_probability(opened.bundle, table, shap, ~found.refused, self._reference)
        values = tuple(table.column(feature.name)[0].as_py() for feature in opened.features)
        raw = float(found.raw[0])
        return Prediction(
            score,
            self._explanation(raw, probability, values, shap[0], "all"),
            self._reasons(score, raw, values, shap[0], float(neutral[0])),
            self._unseen(application.fields),
        )

    def _unseen(self, fields: Record) -> tuple[str, ...]:
        """Name the fields whose category the model has never seen."""
        known, none = self._opened.bundle.manifest.categories, ("", None)
        return tuple(
            name
            for name, value in fields.items()
            if name in known and value not in (*none, *APPLICATION[name].sentinels, *known[name])
        )

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

    def _explanation(
        self, raw: float, probability: float, values: Sequence[Value], shap: np.ndarray, base: Base
    ) -> Explanation:
        start, means = self._bases[base]
        moved = shap - means
        features, base_probability, slope = self._opened.features, self._probability(start), self._slope(start, raw)
        order = np.argsort(-np.abs(moved), kind="stable").tolist()
        by = moved.tolist()
        items = (Contribution(features[i].name, values[i], features[i].unit, by[i], slope * by[i]) for i in order)
        return Explanation(start, raw, base_probability, probability, tuple(items))

    def _reasons(self, score: Score, raw: float, values: Sequence[Value], shap: np.ndarray, neutral: float) -> Reasons:
        slope = self._slope(self._bases["accepted"][0], raw)
        chosen = choose(shap, values, self._reference)
        said = {side: tuple(self._reason(one, values, slope) for one in chosen[side]) for side in SIDES}
        granted = score.decision == "granted"
        stated = bool(said["favour" if granted else "against"])
        return Reasons(said["against"], said["favour"], self._check(score, stated, neutral))

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
