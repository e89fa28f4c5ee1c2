"""The whole build: notebooks by Papermill, then the store; and the record of each run."""

from __future__ import annotations

import json
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from scoring import engine, model, staging, store
from scoring.aside import file_aside
from scoring.pipeline.bundling import bundle_folder, bundles
from scoring.pipeline.layout import Layout
from scoring.pipeline.notebooks import Watch, execute
from scoring.pipeline.promotion import NotPromoted, champion
from scoring.pipeline.run import Run
from scoring.pipeline.steps import parameters

NOTEBOOKS = ("01_prepare_data.ipynb", "02_train_model.ipynb")
RECORD = "run.json"


@dataclass(frozen=True)
class RunRecord:
    """What a build was given and what came of it; seconds by step.

    `kept` says why its model did not replace the published one, whose store is then `store`;
    `warnings` that its costs are off what their AUC lets expect.
    """

    id: str
    raw: tuple[str, ...]
    model: str
    store: str
    clients: int
    auc: float
    auc_error: float
    cost_per_applicant: float
    threshold: float
    seconds: dict[str, float]
    kept: str = ""
    warnings: tuple[str, ...] = ()


def build(run: Run, watch: Watch) -> RunRecord:
    """Execute the notebooks into data/runs/<id>/ and publish; give the run's record.

    A model of the same data and code that is published already is replaced by the declared rule
    alone. The store that faces read is replaced at the very end: a failure or a kill before leaves the
    last good one in place. Raises Refused for raw paths that hold no raw file, and where the engine
    or the device cannot run, before anything starts.
    """
    engine.check(run.settings)
    model.check_device(parameters(run.settings))
    staging.find(run.raws)
    name = f"{datetime.now(UTC):%Y%m%d-%H%M%S}"
    folder = run.layout.runs / name
    seconds: dict[str, float] = {}
    before = {folder.name for folder in bundles(run.layout)}
    for notebook in NOTEBOOKS:
        start = time.perf_counter()
        execute(notebook, folder, _parameters(run, name), watch)
        seconds[notebook] = round(time.perf_counter() - start, 1)
    trained = [folder.name for folder in bundles(run.layout) if folder.name not in before]
    published, kept = _replace(run, trained[-1])
    record = _record(run, name, trained[-1], published, seconds | run.seconds, kept)
    with file_aside(folder / RECORD) as aside:
        aside.write_text(json.dumps(asdict(record), indent=1), encoding="utf-8")
    return record


def _parameters(run: Run, name: str) -> dict[str, object]:
    settings = run.settings
    return {
        "raw": [str(path.resolve()) for path in run.raws],
        "data": str(settings.data.resolve()),
        "run_id": name,
        "engine": settings.engine,
        "spark_master": settings.spark_master,
        "seed": settings.seed,
        "folds": settings.folds,
        "cost_ratio": settings.cost_ratio,
        "iterations": settings.iterations,
        "device": settings.device,
    }


def _replace(run: Run, trained: str) -> tuple[store.StoreManifest, str]:
    """Publish a new model, by the rule where it has a rival; give the current store, and why that stays if it does."""
    incumbent = champion(run.layout)
    challenger = model.read_manifest(bundle_folder(run.layout, trained))
    rivals = incumbent is not None and incumbent.fingerprint == challenger.fingerprint
    try:
        return run.promote(trained, force=not rivals).store, ""
    except NotPromoted as kept:
        return store.verify(store.current(run.layout.stores)), str(kept)


def kept_back(run: Run) -> str:
    """Say why the model of these files, settings and code is not the published one; "" when it was not judged."""
    judged = [record for record in runs(run.layout) if record.kept]
    if not judged or champion(run.layout) is None:
        return ""
    now = store.current(run.layout.stores).name
    trained = {folder.name: folder for folder in bundles(run.layout)}
    for record in reversed(judged):
        known = record.store == now and record.model in trained
        if known and run.is_of(model.read_manifest(trained[record.model])):
            return record.kept
    return ""


def _record(
    run: Run, name: str, trained: str, published: store.StoreManifest, seconds: dict[str, float], kept: str
) -> RunRecord:
    manifest = model.read_manifest(bundle_folder(run.layout, trained))
    return RunRecord(
        id=name,
        raw=tuple(map(str, run.raws)),
        model=manifest.id,
        store=published.id,
        clients=published.clients,
        auc=manifest.metrics["auc"],
        auc_error=manifest.metrics["auc_error"],
        cost_per_applicant=manifest.metrics["cost_per_applicant"],
        threshold=manifest.threshold,
        seconds=seconds,
        kept=kept,
        warnings=model.cost_warnings(manifest.metrics),
    )


def runs(layout: Layout) -> Sequence[RunRecord]:
    """List the finished runs, oldest first."""
    return [_load(path) for path in sorted(layout.runs.glob(f"*/{RECORD}"))]


def _load(path: Path) -> RunRecord:
    content = json.loads(path.read_text(encoding="utf-8"))
    lists = {name: tuple(content.get(name, ())) for name in ("raw", "warnings")}
    return RunRecord(**{**content, **lists})
