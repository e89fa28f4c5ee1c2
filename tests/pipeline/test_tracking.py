"""Tracking: what MLflow is told of a bundle."""

from __future__ import annotations

import importlib.util
import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest

from scoring import model
from scoring.faults import Refused
from scoring.pipeline import Run, bundle_folder, is_tracked, registry
from scoring.pipeline.tracking import metrics
from tests.pipeline.conftest import Workshop


def test_a_run_tells_all_that_the_manifest_does(tracked: Run) -> None:
    folder = bundle_folder(tracked.layout, None)
    manifest = model.read_manifest(folder)
    with registry.connected(tracked.settings) as client:
        (version,) = client.search_model_versions("name = 'scoring'")
        kept = client.get_run(version.run_id)
    assert (version.tags["bundle"], kept.info.run_name, kept.info.status) == (folder.name, folder.name, "FINISHED")
    assert kept.data.metrics["auc"] == manifest.metrics["auc"]
    assert kept.data.metrics["threshold"] == manifest.threshold
    assert kept.data.params.items() >= {name: str(value) for name, value in manifest.parameters.items()}.items()
    assert kept.data.params["fingerprint"] == manifest.fingerprint
    files = tracked.layout.artifacts / kept.info.run_id / "artifacts"
    names = sorted(str(path.relative_to(files)) for path in files.rglob("*") if path.is_file())
    sent = {path.name for path in folder.iterdir()} - {model.OUTCOMES}  # clients' outcomes are not
    assert names == sorted(["plots/line.svg", *(f"bundle/{name}" for name in sent)])
    assert (files / "bundle" / "model.cbm").read_bytes() == (folder / "model.cbm").read_bytes()
    assert not Path("mlruns").exists()


def test_measures_are_numbers_by_name_and_fold() -> None:
    measured = {"auc": 0.7, "clients": 9, "why": "x", "by": {"slope": 1.0}, "folds": [{"auc": 0.6}, {"auc": 0.8}]}
    assert list(metrics(measured)) == [
        ("auc", 0.7, 0),
        ("clients", 9.0, 0),
        ("by.slope", 1.0, 0),
        ("folds.auc", 0.6, 0),
        ("folds.auc", 0.8, 1),
    ]


def test_without_mlflow_one_line_says_so(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    run = workshop.run(tracking="")
    manifest = model.read_manifest(bundle_folder(run.layout, None))
    assert not is_tracked(run.settings)
    run.track(manifest)
    told = f"model {manifest.id} is not tracked: MLflow is not installed; run: pip install '.[tracking]'"
    assert workshop.said == [told]
    workshop.run(tracking="off").track(manifest)
    assert workshop.said == [told]


def test_a_run_that_failed_is_told_as_failed(registered: Workshop) -> None:
    run = registered.run()
    manifest = model.read_manifest(bundle_folder(run.layout, None))
    with pytest.raises(Refused, match=r'MLflow at sqlite:///.+ does not answer as it should: Invalid value "no#name"'):
        run.track(replace(manifest, parameters={"no#name": 1}))
    with sqlite3.connect(run.layout.tracking) as database:
        told = database.execute("SELECT status FROM runs ORDER BY start_time").fetchall()
    assert told == [("FINISHED",), ("FAILED",)]
