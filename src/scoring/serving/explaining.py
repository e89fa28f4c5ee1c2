"""Answers about why a score is what it is, published or computed live."""

from __future__ import annotations

import numpy as np

from scoring import model, reasons
from scoring.serving.opened import Opened
from scoring.serving.questions import Application, Contribution, Explanation, Prediction, Record, Value
from scoring.tables import APPLICATION


class Explaining:
    """Explains clients of one store, and applications over its model."""

    def __init__(self, opened: Opened) -> None:
        self._opened = opened

    def explanation(self, client: int) -> Explanation:
        """Give the published contributions."""
        row = self._opened.row(client)
        return self._explanation(self._opened.manifest.base, row.raw, row.values, row.contributions)

    def predict(self, application: Application) -> Prediction:
        """Score one application through the features and the model of the batch."""
        opened = self._opened
        table = opened.cases.rows(application)
        explained = reasons.contributions(opened.bundle, table)
        found = model.scores(opened.bundle, table)
        probability, low, high = (float(ends[0]) for ends in (found.probability, found.low, found.high))
        score = opened.score(probability, low, high, not found.refused[0], bool(found.review[0]))
        values = tuple(table.column(feature.name)[0].as_py() for feature in opened.features)
        why = self._explanation(explained.base, float(found.raw[0]), values, explained.values[0])
        return Prediction(score, why, self._unseen(application.fields))

    def _unseen(self, fields: Record) -> tuple[str, ...]:
        """Name the fields whose category the model has never seen."""
        known, none = self._opened.bundle.manifest.categories, ("", None)
        return tuple(
            name
            for name, value in fields.items()
            if name in known and value not in (*none, *APPLICATION[name].sentinels, *known[name])
        )

    def _explanation(self, base: float, raw: float, values: tuple[Value, ...], shap: np.ndarray) -> Explanation:
        features = self._opened.features
        order = np.argsort(-np.abs(shap), kind="stable")
        items = (Contribution(features[i].name, values[i], features[i].unit, float(shap[i])) for i in order)
        return Explanation(base, raw, tuple(items))
