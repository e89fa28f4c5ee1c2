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
from scoring.pipeline.run import Run

NOTEBOOKS = ("01_prepare_data.ipynb", "02_train_model.ipynb")
RECORD = "run.json"


@dataclass(frozen=True)
class RunRecord:
    """What a build was given and what came of it; seconds by step."""

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


def build(run: Run, watch: Watch) -> RunRecord:
    """Execute the notebooks into data/runs/<id>/ and publish; give the run's record.

    The store that faces read is replaced at the very end: a failure or a kill before leaves the
    last good one in place. Raises Refused for raw paths that hold no raw file, and where the engine
    cannot run, before anything starts.
    """
    engine.check(run.settings)
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
    published = run.publish(trained[-1])
    record = _record(run, name, published, seconds | run.seconds)
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
    }


def _record(run: Run, name: str, published: store.StoreManifest, seconds: dict[str, float]) -> RunRecord:
    manifest = model.read_manifest(bundle_folder(run.layout, published.model))
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
    )


def runs(layout: Layout) -> Sequence[RunRecord]:
    """List the finished runs, oldest first."""
    return [_load(path) for path in sorted(layout.runs.glob(f"*/{RECORD}"))]


def _load(path: Path) -> RunRecord:
    content = json.loads(path.read_text(encoding="utf-8"))
    return RunRecord(**{**content, "raw": tuple(content["raw"])})
