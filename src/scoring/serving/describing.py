"""Answers about the model itself, from the manifests, the card and the dictionary."""

from __future__ import annotations

from numbers import Real
from typing import get_args

import numpy as np

from scoring import store
from scoring.faults import UnknownName
from scoring.features import Feature
from scoring.features.dictionary import source
from scoring.reasons import family_of, pushes
from scoring.serving.opened import Opened
from scoring.serving.questions import About, CardForm, FeatureMeaning, ModelFacts, Value
from scoring.words import sentences

PAGES: dict[CardForm, str] = {"markdown": store.CARD, "html": store.CARD_PAGE}
SAMPLE = 1000
"""Clients on whom it is seen which way features push."""


def about(opened: Opened) -> About:
    """Say which store and model answer."""
    manifest, bundle = opened.manifest, opened.bundle.manifest
    return About(
        store=manifest.id,
        model=bundle.id,
        created=manifest.created,
        clients=manifest.clients,
        features=len(bundle.features),
        threshold=bundle.threshold,
        cost_ratio=bundle.cost_ratio,
        auc=float(bundle.metrics["auc"]),
        synthetic=bundle.synthetic,
    )


def facts(opened: Opened) -> ModelFacts:
    """Shorten the two manifests."""
    published, bundle = opened.manifest, opened.bundle.manifest
    return ModelFacts(
        model=bundle.id,
        trained=bundle.created,
        store=published.id,
        published=published.created,
        clients=published.clients,
        synthetic=bundle.synthetic,
        features=len(bundle.features),
        used=len(bundle.features) - len(bundle.dropped),
        members=len(opened.bundle.members),
        confidence=float(bundle.parameters["confidence"]),
        threshold=bundle.threshold,
        cost_ratio=bundle.cost_ratio,
        measures={name: float(value) for name, value in bundle.metrics.items() if isinstance(value, Real)},
        parameters=dict(bundle.parameters),
        blend=dict(bundle.blend),
        data=bundle.fingerprint,
        code=bundle.code,
        versions=dict(bundle.versions),
        files=dict(bundle.files),
    )


def card(opened: Opened, form: CardForm) -> str:
    """Read the card as it was published. Raises UnknownName for another form."""
    if form not in PAGES:
        raise UnknownName(f"the card has no such form; allowed: {', '.join(get_args(CardForm))}")
    return (opened.folder / PAGES[form]).read_text(encoding="utf-8")


def dictionary(opened: Opened) -> tuple[FeatureMeaning, ...]:
    """Describe every feature of the bundle, in its order."""
    dropped = opened.bundle.manifest.dropped
    return tuple(_meaning(feature, dropped.get(feature.name)) for feature in opened.features)


def directions(opened: Opened) -> np.ndarray:
    """Give which way each feature pushes as it grows, shape (k,), as seen on some clients: 1, -1, or 0 for neither."""
    rows = [opened.row(client) for client in opened.clients.find("", SAMPLE)[1]]
    values = np.array([[_number(value) for value in row.values] for row in rows])
    return pushes(values, np.array([row.contributions for row in rows]))


def _number(value: Value) -> float:
    """Give a number; a category has no more or less."""
    return value if isinstance(value, float) else float("nan")


def _meaning(feature: Feature, unused: str | None) -> FeatureMeaning:
    name = feature.name
    told = sentences.label(name), sentences.meaning(name)
    return FeatureMeaning(name, feature.kind, feature.unit, source(feature), family_of(name), unused, *told)
