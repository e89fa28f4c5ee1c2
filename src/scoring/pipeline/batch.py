"""Scoring in batch: the same staging, features and model as everything else, on any engine."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring import engine, model, staging, store
from scoring.aside import file_aside, temporary
from scoring.engine import Address, DuckDB, Place, Spark
from scoring.faults import Refused
from scoring.features import write_features
from scoring.pipeline import cluster
from scoring.pipeline.answers import answer_schema, answers, check_top
from scoring.pipeline.layout import Layout
from scoring.pipeline.steps import Progress
from scoring.settings import Settings

BATCH = 20_000
"""Clients scored at a time: what is held in memory."""


def score_raw(
    settings: Settings,
    raws: Sequence[Path],
    out: Place,
    progress: Progress = print,
    reasons: int = 0,
    note: Progress = print,
) -> int:
    """Score the applicants of raw files with the published model into one Parquet file; give their number.

    The clients of application_test are scored or, where that file is absent, those of
    application_train with TARGET ignored. Columns: SK_ID_CURR, probability, decision, and as many
    `reasons` on each side. `note` is told what to know before trusting the scores: tables that are
    not there, rows that are of nobody. Raises Refused for what cannot be read, scored or written.
    """
    published, bundle = _ready(settings, out, reasons)
    with _working(settings) as work:
        limits = staging.Limits(settings.memory, settings.threads)
        report = staging.stage(raws, work / "staged", limits, labelled=False, progress=progress)
        for sentence in report.sentences():
            note(sentence)
        return _score(settings, work / "staged", published, bundle, out, reasons, work)


def score_staged(settings: Settings, staged: Place, out: Place, reasons: int = 0) -> int:
    """Score every client of a folder of staged tables as `score_raw` does; an address asks for Spark."""
    published, bundle = _ready(settings, out, reasons)
    if not isinstance(staged, Address) and staging.load_report(staged) is None:
        raise Refused(f"nothing is staged in {staged}; run: scoring stage --raw PATH")
    with _working(settings) as work:
        return _score(settings, staged, published, bundle, out, reasons, work)


@contextmanager
def _working(settings: Settings) -> Iterator[Path]:
    """Give a folder for clients on their way: where a kill leaves it, the next scoring clears it."""
    work = Layout.of(settings).staged.parent
    work.mkdir(parents=True, exist_ok=True)
    with temporary(work, ".batch-") as folder:
        yield folder


def _ready(settings: Settings, out: Place, reasons: int) -> tuple[Path, model.Bundle]:
    """Give the published bundle's folder and the bundle, once nothing stands in the way of scoring into `out`."""
    engine.check(settings)
    if settings.engine == "duckdb" or not isinstance(out, Address):
        _check_file(engine.path(out))
    published = store.current(Layout.of(settings).stores) / store.BUNDLE
    bundle = model.load(published)
    model.check_code(bundle.manifest)
    check_top(bundle, reasons)
    return published, bundle


def _check_file(out: Path) -> None:
    if out.is_dir():
        raise Refused(f"{out} is a folder; name the Parquet file to write")
    if out.suffix != ".parquet":
        raise Refused(f"{out}: scores are written as Parquet; give a name that ends with .parquet")


def _score(
    settings: Settings,
    staged: Place,
    published: Path,
    bundle: model.Bundle,
    out: Place,
    reasons: int,
    work: Path,
) -> int:
    if settings.engine == "spark":
        with Spark(settings.spark_master, settings.memory) as spark:
            return cluster.score(spark, staged, published, out, reasons)
    features = work / "features.parquet"
    folders = [engine.path(staged), published, work]
    with DuckDB(settings.memory, settings.threads, folders, apart=True) as duckdb:
        write_features(duckdb, staged, published / model.DURATIONS, features)
    return _write(bundle, features, engine.path(out), reasons)


def _write(bundle: model.Bundle, features: Path, out: Path, reasons: int) -> int:
    count = 0
    with file_aside(out) as aside, pq.ParquetWriter(aside, answer_schema(reasons)) as writer:
        for batch in pq.ParquetFile(features).iter_batches(BATCH):
            writer.write_table(answers(bundle, pa.Table.from_batches([batch]), reasons))
            count += batch.num_rows
    return count
