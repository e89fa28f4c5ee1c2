"""Saving a training as a bundle, and finding bundles again."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq

from scoring import model
from scoring.faults import Refused
from scoring.pipeline.invented import is_invented
from scoring.pipeline.labelled import Labelled
from scoring.pipeline.layout import Layout
from scoring.pipeline.policies import policy_costs
from scoring.pipeline.prepared import staged_report
from scoring.pipeline.steps import arranged, leans, parameters
from scoring.settings import Settings


def save_bundle(settings: Settings, training: model.Training) -> model.Manifest:
    """Write a training's bundle into the models folder."""
    layout = Layout.of(settings)
    report = staged_report(layout)
    features, given = arranged(settings), parameter_record(settings)
    costs = policy_costs(layout, report.fingerprint, model.code_fingerprint(), given)
    table = pq.read_table(layout.features, columns=[f.name for f in features if f.kind == "category"])
    return model.save(
        training,
        Labelled.of(settings).clients,
        layout.durations,
        layout.models,
        features=tuple((feature.name, feature.kind) for feature in features),
        categories=model.categories(table, features),
        dropped=training.dropped,
        threshold=training.curve.best,
        cost_ratio=settings.cost_ratio,
        metrics=training.metrics() | ({"policies": costs} if costs else {}),
        parameters=given,
        fingerprint=report.fingerprint,
        code=model.code_fingerprint(),
        synthetic=is_invented(report),
    )


def parameter_record(settings: Settings) -> dict[str, object]:
    """Give the training's parameters as the manifest records them; threads change no result."""
    known = {name: value for name, value in asdict(parameters(settings)).items() if name != "threads"}
    return known | {"prior": int(leans(settings))}


def bundles(layout: Layout) -> list[Path]:
    """List the bundles' folders, newest last (their names begin with the date)."""
    return sorted(path.parent for path in layout.models.glob(f"*/{model.MANIFEST}"))


def bundle_folder(layout: Layout, name: str | None) -> Path:
    """Give a bundle's folder by id, or the newest; raises Refused when there is none."""
    known = bundles(layout)
    if not known:
        raise Refused(f"no model is trained in {layout.models}; run: scoring train")
    if name is None:
        return known[-1]
    chosen = next((folder for folder in known if folder.name == name), None)
    if chosen is None:
        raise Refused(f"there is no model {name!r}; trained: {', '.join(folder.name for folder in known)}")
    return chosen
