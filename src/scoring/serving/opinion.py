"""A second opinion on one score, published or live: LIME beside the exact contributions."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from scoring import reasons, store
from scoring.engine import identifier
from scoring.features.arrow import column
from scoring.serving.opened import COLUMNS, Opened
from scoring.serving.questions import Opinion, SecondOpinion
from scoring.tables import CLIENT

TOP = 10
"""Features on which the two are compared: the strongest published ones."""
BACKGROUND = 1_000
"""Clients from whom neighbours are invented."""


def second_opinion(opened: Opened, row: store.ClientRow) -> SecondOpinion:
    """Explain what was scored of a client or of an application by LIME, and say how far it agrees with SHAP.

    Raises Refused when the package is not installed.
    """
    reasons.check_installed()
    found = reasons.surrogate(opened.bundle, _scored(opened, row), _background(opened), opened.reference)
    order = np.argsort(-np.abs(row.contributions), kind="stable")
    opinions = tuple(
        Opinion(feature.name, row.values[i], feature.unit, float(row.contributions[i]), found.weights[feature.name])
        for i in order
        if (feature := opened.features[i]).name in found.weights and row.contributions[i] != 0.0
    )[:TOP]
    return SecondOpinion(found.probability, found.imputed, opinions, _rank(opinions), _sign(opinions), found.fit)


def _scored(opened: Opened, row: store.ClientRow) -> pa.Table:
    """Give one row of features as it was scored."""
    features = zip(opened.features, row.values, strict=True)
    return pa.table({feature.name: column(feature, [value]) for feature, value in features})


def _background(opened: Opened) -> pa.Table:
    """Give the feature rows of some clients spread evenly over all."""
    columns = ", ".join(identifier(feature.name) for feature in opened.features)
    every = max(1, opened.manifest.clients // BACKGROUND)
    numbered = f"SELECT {CLIENT}, ROW_NUMBER() OVER (ORDER BY {CLIENT}) AS number FROM {COLUMNS}"
    where = f"{CLIENT} IN (SELECT {CLIENT} FROM ({numbered}) WHERE number % {every} = 0)"
    with opened.everyone() as session:
        return session.table(f"SELECT {columns} FROM {COLUMNS} WHERE {where} ORDER BY {CLIENT}")


def _rank(opinions: tuple[Opinion, ...]) -> float | None:
    if len(opinions) < 2 or len({abs(one.lime) for one in opinions}) == 1:
        return None
    from scipy.stats import spearmanr  # seconds that a service's start need not wait for

    return float(spearmanr([abs(one.shap) for one in opinions], [abs(one.lime) for one in opinions]).statistic)


def _sign(opinions: tuple[Opinion, ...]) -> float | None:
    return float(np.mean([one.shap * one.lime > 0.0 for one in opinions])) if opinions else None
