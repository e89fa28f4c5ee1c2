"""Batch scoring and reasons on a cluster: the same bundle, the same code, one thread per worker."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pyarrow as pa

from scoring import model
from scoring.engine import Place, Spark
from scoring.engine.spark import Batches, Work, shipped
from scoring.features import features_sql
from scoring.pipeline.answers import answer_schema, answers


def score(engine: Spark, staged: Place, bundle: Path, out: Place, top: int = 0) -> int:
    """Score every client of a folder of staged tables on the engine's workers; give their number.

    Writes the columns of `answers`, ordered by client. Raises Refused when there are no such tables.
    A worker checks the bundle that reached it: what it raises ends the job.
    """
    with engine.session() as session:
        rows = session.spark.sql(features_sql(session, staged, bundle / model.DURATIONS))
        work = worker(engine.ship(bundle), top)
        return session.write(session.mapped(rows, work, answer_schema(top)), out)


def worker(name: str, top: int) -> Work:
    """Give what a worker does with its batches of rows: load the shipped bundle once, then score each."""

    def work(batches: Batches) -> Batches:
        bundle = model.load(shipped(name))
        model.check_code(bundle.manifest)
        alone = _alone(bundle)
        for batch in batches:
            yield from answers(alone, pa.Table.from_batches([batch]), top).combine_chunks().to_batches()

    return work


def _alone(bundle: model.Bundle) -> model.Bundle:
    """Hold a bundle's models to one thread: a cluster runs a worker for each core already."""
    for one in (bundle.model, *bundle.members):
        for call in ("predict", "get_feature_importance"):
            setattr(one, call, partial(getattr(one, call), thread_count=1))
    return bundle
