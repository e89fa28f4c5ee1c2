"""Invented answers about no client: the model and its card, and the portfolio by its threshold."""

from __future__ import annotations

from scoring.serving.questions import (
    About,
    CardForm,
    FamilyWeight,
    FeatureWeight,
    ModelFacts,
    Overview,
    Point,
    Portfolio,
)
from scoring.words import sentences
from tests.app.fake_clients import THRESHOLD


class FakeModel:
    """Answers about one model and the clients that it scored, as a part of `FakeQuestions`."""

    def about(self) -> About:
        return About("store-1", "model-1", "2026-11-20T10:30:00", 3, 120, THRESHOLD, 10.0, 0.76, True)

    def overview(self) -> Overview:
        self._fail()
        weights = tuple(
            FeatureWeight(name, sentences.label(name), 0.1, more)  # type: ignore[arg-type]
            for name, more in (
                ("EXT_SOURCE_MEAN", "lowers"), ("DAYS_BIRTH", "raises"), ("DAYS_EMPLOYED", "raises"),
                ("FLAG_EMAIL", "raises"), ("NAME_INCOME_TYPE", None),
            )
        )  # fmt: skip
        named = ("external_scores", "employment", "age", "car", "income", "education", "region", "contacts", "housing")
        return Overview(
            tuple(
                FamilyWeight(name, sentences.family(name), 0.4 / place, 0.4 / place, weights)
                for place, name in enumerate(named, start=1)
            )
        )

    def model(self) -> ModelFacts:
        self._fail()
        when, about = "2026-11-20T10:30:00", self.about()
        named = (about.model, when, about.store, when, 3, True, 120, 90, 5, 0.8, THRESHOLD, 10.0)
        return ModelFacts(*named, {"auc": 0.76}, {}, {}, "", "", {}, {})

    def card(self, form: CardForm = "markdown") -> str:
        return f"<!doctype html><p>card, {form}</p>"

    def portfolio(self, cost_ratio: float | None = None) -> Portfolio:
        """Grant more the higher the threshold; the dearer a default, the lower the cheapest one."""
        self._fail()
        ratio = 10.0 if cost_ratio is None else cost_ratio
        points = tuple(self._point(hundredth / 100, ratio) for hundredth in range(101))
        cheapest = min(points, key=lambda point: point.expected_cost)
        return Portfolio(1000, 800, 42, ratio, self._point(THRESHOLD, ratio), cheapest, points)

    def _point(self, threshold: float, ratio: float) -> Point:
        granted = round(1000 * threshold**0.25)
        cost = ratio * threshold**2 + (1 - threshold) ** 8
        return Point(threshold, granted, 1000 - granted, cost, None, granted // 20, (1000 - granted) // 2)
