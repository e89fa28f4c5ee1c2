"""A training saved with all that tells where it came from, and found again."""

from __future__ import annotations

import shutil
from dataclasses import asdict

import pytest

from scoring import model
from scoring.faults import Refused
from scoring.features import FEATURES
from scoring.model import load
from scoring.pipeline import bundle_folder, bundles, steps
from tests.pipeline.conftest import Workshop


def test_the_manifest_tells_where_a_model_came_from(workshop: Workshop) -> None:
    run = workshop.run(threads=1, cost_ratio=3.0)
    training, report = run.train(), run.stage()
    manifest = run.save(training)
    assert load(bundle_folder(run.layout, manifest.id)).manifest == manifest
    assert manifest.features == tuple((feature.name, feature.kind) for feature in steps.arranged(run.settings))
    assert {name for name, _ in manifest.features} == {feature.name for feature in FEATURES}
    assert (manifest.fingerprint, manifest.code) == (report.fingerprint, model.code_fingerprint())
    assert (manifest.threshold, manifest.cost_ratio) == (training.curve.best, 3.0)
    assert manifest.metrics == training.metrics()
    known = {name: value for name, value in asdict(steps.parameters(run.settings)).items() if name != "threads"}
    assert manifest.parameters == known | {"prior": 1}
    assert manifest.categories["NAME_CONTRACT_TYPE"] == ("Cash loans", "Revolving loans")
    assert set(manifest.categories) == {feature.name for feature in FEATURES if feature.kind == "category"}
    assert {"python", "catboost", "duckdb"} <= set(manifest.versions)
    assert not manifest.synthetic


def test_the_newest_is_meant_unless_another_is_named(workshop: Workshop) -> None:
    layout = workshop.run().layout
    (first,) = bundles(layout)
    later = shutil.copytree(first, layout.models / f"99991231-{first.name[9:]}")
    (layout.models / ".killed.aside").mkdir()
    assert bundles(layout) == [first, later]
    assert bundle_folder(layout, None) == later
    assert bundle_folder(layout, first.name) == first


def test_a_model_that_is_not_there_is_refused_with_those_that_are(workshop: Workshop) -> None:
    layout = workshop.run().layout
    (known,) = bundles(layout)
    with pytest.raises(Refused, match=f"there is no model 'other'; trained: {known.name}"):
        bundle_folder(layout, "other")
    shutil.rmtree(layout.models)
    for name in (None, "other"):
        with pytest.raises(Refused, match=r"no model is trained in .+; run: scoring train"):
            bundle_folder(layout, name)
