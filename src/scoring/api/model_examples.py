"""Invented answers about the model itself, for the OpenAPI page."""

from __future__ import annotations

from scoring.serving.questions import About, FeatureMeaning, ModelFacts

ABOUT = About(
    store="2026-11-02T09-00-00",
    model="2026-11-02T08-41-10",
    created="2026-11-02T09:00:00+00:00",
    clients=5000,
    features=120,
    threshold=0.09,
    cost_ratio=10.0,
    auc=0.75,
    synthetic=True,
)
MODEL = ModelFacts(
    model=ABOUT.model,
    trained="2026-11-02T08:41:10+00:00",
    store=ABOUT.store,
    published=ABOUT.created,
    clients=ABOUT.clients,
    synthetic=ABOUT.synthetic,
    features=ABOUT.features,
    used=110,
    members=5,
    confidence=0.8,
    threshold=ABOUT.threshold,
    cost_ratio=ABOUT.cost_ratio,
    measures={"auc": ABOUT.auc, "log_loss": 0.25},
    parameters={"depth": 5, "device": "cpu"},
    blend={"own": 1.0, "prior": 0.0, "bias": 0.0},
    data="679556b5814a5b5dc820efdde208fecc14df3a9b2e45fc6297ebf098e8356c79",
    code="1144e049c0b03585e9212399a9fe74c4dedf05a58d2cb6f7b0b9746fb794eedc",
    versions={"catboost": "1.2.10"},
    files={"model.cbm": "3d1c524a3f16130cef11a0996d7622e8faa90352e00941f974914502ae6dde45"},
)
MEANING = FeatureMeaning(
    name="EXT_SOURCE_MEAN",
    kind="number",
    unit="score",
    source="application",
    family="external_scores",
    unused=None,
    label={"fr": "Score externe moyen", "en": "Mean external score"},
    help={"fr": "Moyenne des scores externes connus.", "en": "Mean of the external scores that are known."},
)
