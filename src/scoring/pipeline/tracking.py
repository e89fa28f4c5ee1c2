"""Tracking: what a training was given and what came of it, told to MLflow, and the model registered there."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from scoring import model
from scoring.pipeline.layout import Layout
from scoring.pipeline.registry import BUNDLE, INSTALL, OFF, address, connected, installed, register
from scoring.pipeline.steps import Progress
from scoring.settings import Settings, shown

if TYPE_CHECKING:
    from mlflow import MlflowClient

EXPERIMENT = "scoring"


def is_tracked(settings: Settings) -> bool:
    """Say whether trainings are told to MLflow: it is not turned off, and installed."""
    return settings.tracking != OFF and installed()


def track(
    settings: Settings, manifest: model.Manifest, plots: Mapping[str, Any] | None = None, progress: Progress = print
) -> None:
    """Log a saved bundle as a run: parameters, metrics, `plots` (Matplotlib figures by name), files; register it.

    The files are the bundle's own, as artifacts: nothing is pickled. Raises Refused when MLflow
    cannot take it; the bundle stays as it was saved.
    """
    if settings.tracking == OFF:
        return
    if not installed():
        progress(f"model {manifest.id} is not tracked: MLflow is not installed; run: {INSTALL}")
        return
    with connected(settings) as client:
        run = client.create_run(_experiment(client, settings), run_name=manifest.id, tags={BUNDLE: manifest.id}).info
        status = "FAILED"
        try:
            _log(client, run.run_id, settings, manifest, plots or {})
            version = register(client, settings, manifest, run.run_id, run.artifact_uri)
            status = "FINISHED"
        finally:
            client.set_terminated(run.run_id, status)
    progress(f"tracked: version {version} of {settings.registered_model!r} in MLflow at {shown(address(settings))}")


def _experiment(client: MlflowClient, settings: Settings) -> str:
    """Give the experiment of the runs. A server keeps their files where it likes, its own store in the data folder.

    That folder is told once, when the experiment is made: another data folder is another experiment.
    """
    layout, place = Layout.of(settings), None
    name = EXPERIMENT
    if not settings.tracking:
        layout.tracking.parent.mkdir(parents=True, exist_ok=True)
        name, place = f"{EXPERIMENT} in {layout.artifacts.resolve()}", layout.artifacts.resolve().as_uri()
    known = client.get_experiment_by_name(name)
    return str(client.create_experiment(name, place) if known is None else known.experiment_id)


def _log(
    client: MlflowClient, run: str, settings: Settings, manifest: model.Manifest, plots: Mapping[str, Any]
) -> None:
    from mlflow.entities import Metric, Param

    now = int(time.time() * 1000)
    facts = {"fingerprint": manifest.fingerprint, "code": manifest.code, "synthetic": manifest.synthetic}
    facts |= {**manifest.parameters, **{f"version.{name}": found for name, found in manifest.versions.items()}}
    measured = {**manifest.metrics, "threshold": manifest.threshold}
    client.log_batch(
        run,
        metrics=[Metric(name, value, now, step) for name, value, step in metrics(measured)],
        params=[Param(name, str(value)) for name, value in facts.items()],
    )
    for name, figure in plots.items():
        client.log_figure(run, figure, f"plots/{name}.svg")
    bundle = Layout.of(settings).models / manifest.id
    for name in (model.MANIFEST, *manifest.files):
        if name != model.OUTCOMES:  # clients' outcomes do not leave the data folder
            client.log_artifact(run, str(bundle / name), BUNDLE)


def metrics(measured: Mapping[str, Any], within: str = "", step: int = 0) -> Iterator[tuple[str, float, int]]:
    """Give each number among measures as (name, number, step); those of a list, the folds, a step each."""
    for name, value in measured.items():
        if isinstance(value, Mapping):
            yield from metrics(value, f"{within}{name}.", step)
        elif isinstance(value, list | tuple):
            for number, entry in enumerate(value):
                if isinstance(entry, Mapping):
                    yield from metrics(entry, f"{within}{name}.", number)
        elif isinstance(value, int | float):
            yield f"{within}{name}", float(value), step
