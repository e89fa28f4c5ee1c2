"""Scoring raw files in batch: the same staging, features and model as everything else."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import model, staging, store
from scoring.aside import file_aside
from scoring.engine import DuckDB
from scoring.faults import Refused
from scoring.features import write_features
from scoring.pipeline.layout import Layout
from scoring.pipeline.steps import Progress
from scoring.settings import Settings
from scoring.tables import CLIENT


def score_raw(settings: Settings, raws: Sequence[Path], out: Path, progress: Progress = print) -> int:
    """Score the applicants of raw files with the published model into one Parquet file; give their number.

    The clients of application_test are scored or, where that file is absent, those of
    application_train with TARGET ignored. Columns: SK_ID_CURR, probability, decision.
    """
    if out.is_dir():
        raise Refused(f"{out} is a folder; name the Parquet file to write")
    if out.suffix != ".parquet":
        raise Refused(f"{out}: scores are written as Parquet; give a name that ends with .parquet")
    published = store.current(Layout.of(settings).stores) / store.BUNDLE
    bundle = model.load(published)
    model.check_code(bundle.manifest)
    with tempfile.TemporaryDirectory(prefix="scoring-batch-") as work:
        staged, features = Path(work, "staged"), Path(work, "features.parquet")
        limits = staging.Limits(settings.memory, settings.threads)
        report = staging.stage(raws, staged, limits, labelled=False, progress=progress)
        for sentence in report.sentences(dropped=False):
            progress(sentence)
        with DuckDB(settings.memory, settings.threads, [Path(work), published]) as engine:
            write_features(engine, staged, published / model.DURATIONS, features)
        table = _score(bundle, features)
    with file_aside(out) as aside:
        pq.write_table(table, aside)
    return int(table.num_rows)


def _score(bundle: model.Bundle, features: Path) -> pa.Table:
    rows = pq.read_table(features)
    probability = model.probability(model.log_odds(bundle, rows))
    refusal = model.refused(probability, bundle.manifest.threshold)
    decision = pa.array(np.where(refusal, "refused", "granted"))
    return pa.table({CLIENT: rows.column(CLIENT), "probability": probability, "decision": decision})
