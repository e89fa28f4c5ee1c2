"""Publishing: every client scored and explained in one batch, into a new read-only store."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scoring import groups, model, reasons, store
from scoring.aside import clear, folder_aside
from scoring.engine import DuckDB, literal
from scoring.pipeline.layout import Layout
from scoring.pipeline.policies import policy_costs
from scoring.pipeline.portfolio import Check, check_clients, usual_values, write_card
from scoring.pipeline.prepared import report_for
from scoring.pipeline.registry import source
from scoring.pipeline.steps import Progress
from scoring.settings import Settings
from scoring.tables import APPLICATION, CLIENT, TABLES, TARGET

BATCH = 20_000
"""Clients explained at a time: SHAP needs some tens of rows to be efficient, memory bounds it."""


def publish(settings: Settings, name: str | None = None, progress: Progress = print) -> store.StoreManifest:
    """Publish the features on disk, scored by a bundle, as `publish_bundle` does.

    The bundle is the one named, else the newest; from the registry, if models come from there,
    else the champion's.
    """
    return publish_bundle(settings, source(settings, name, progress), progress)


def publish_bundle(settings: Settings, trained: Path, progress: Progress = print) -> store.StoreManifest:
    """Publish the features on disk, scored by the bundle of that folder, and point at it.

    The store is written aside and renamed: until then faces see the one before. Raises Refused
    when the bundle was made for other features than those on disk, or these are not of what is staged.
    """
    layout = Layout.of(settings)
    bundle = model.load(trained)
    report = report_for(layout, bundle.manifest)
    now = datetime.now(UTC)
    store_id = f"{now:%Y%m%d-%H%M%S}-{bundle.manifest.id[-8:]}"
    _clear_killed(layout.stores)
    with folder_aside(layout.stores / store_id) as folder:
        progress(f"scoring and explaining {report.labelled + report.unlabelled:,} clients")
        clients, base = _write_answers(settings, folder, layout, bundle, trained)
        _keep(layout.staged, folder / store.STAGED, [f"{table.name}.parquet" for table in TABLES])
        _keep(trained, folder / store.BUNDLE, [model.MANIFEST, *model.scoring_files(bundle.manifest)])
        manifest = store.seal(
            folder,
            id=store_id,
            created=now.isoformat(timespec="seconds"),
            model=bundle.manifest.id,
            clients=clients,
            features=len(bundle.features),
            base=base,
            key=report.fingerprint,
        )
    store.point(layout.stores, store_id)
    progress(f"published {store_id}: {clients:,} clients")
    return manifest


def _clear_killed(stores: Path) -> None:
    """Remove what publishings that were killed had written aside: no later one has their name."""
    for left in stores.glob(".*.aside"):
        clear(left)


def _write_answers(
    settings: Settings, folder: Path, layout: Layout, bundle: model.Bundle, trained: Path
) -> tuple[int, float]:
    """Write what is answered of every client and of them all; give their number and the base.

    Reasons are relative to the accepted clients, so they are checked once these are known.
    """
    names = tuple(feature.name for feature in bundle.features)
    tally = reasons.Tally(names)
    with store.written(folder / store.CLIENTS, names, bundle.manifest.categories) as writer:
        base = _write_clients(writer, folder, layout.features, bundle, tally)
        _write_columns(settings, folder, layout)
        reference = tally.reference(usual_values(folder / store.COLUMNS, bundle.features))
        reference.write(folder / store.REFERENCE)
        check = Check(bundle, reference, tally.clients)
        check_clients(writer, _batches(folder / store.COLUMNS), check)
    groups.publish(folder / store.COLUMNS, folder / store.GROUPS, bundle.features, reference.weights)
    made = bundle.manifest
    costs = policy_costs(layout, made.fingerprint, made.code, made.parameters)
    write_card(trained, folder, check.rows(), costs)
    return tally.clients, base


def _write_clients(
    writer: store.ClientWriter, folder: Path, features: Path, bundle: model.Bundle, tally: reasons.Tally
) -> float:
    """Write the clients, and scores.parquet for the columns; give the base and tally the contributions."""
    base, scores = 0.0, []
    for table in _batches(features):
        data = model.pool(table, bundle.features)
        why, found = reasons.contributions(bundle, data), model.scores(bundle, data)
        granted = ~found.refused
        columns = {feature.name: _values(table, feature.name) for feature in bundle.features}
        ids = table.column(CLIENT).to_pylist()
        writer.write(ids, vars(found) | {"granted": granted}, columns, why.values)
        tally.add(why.values, granted)
        sure = {"LOW": found.low, "HIGH": found.high, "REVIEW": found.review}
        scores.append(pa.table({CLIENT: ids, "PROBABILITY": found.probability, groups.GRANTED: granted, **sure}))
        base = why.base
    pq.write_table(pa.concat_tables(scores), folder / "scores.parquet")
    return base


def _batches(features: Path) -> Iterator[pa.Table]:
    for batch in pq.ParquetFile(features).iter_batches(BATCH):
        yield pa.Table.from_batches([batch])


def _values(table: pa.Table, name: str) -> np.ndarray | list[str | None]:
    column = table.column(name)
    if pa.types.is_string(column.type):
        return [None if value is None else str(value) for value in column.to_pylist()]
    return np.asarray(column.to_numpy(zero_copy_only=False))


def _write_columns(settings: Settings, folder: Path, layout: Layout) -> None:
    """Write the features, and beside them the score and what came of it where that is known."""
    scores, application = folder / "scores.parquet", layout.staged / f"{APPLICATION.name}.parquet"
    with DuckDB(settings.memory, settings.threads, [folder, layout.features.parent]) as engine:
        engine.write_parquet(
            f"SELECT f.*, s.PROBABILITY, s.{groups.GRANTED}, s.LOW, s.HIGH, s.REVIEW,"
            f" CAST(a.{TARGET} AS BOOLEAN) AS {groups.DEFAULTED}"
            f" FROM read_parquet({literal(layout.features)}) AS f"
            f" JOIN read_parquet({literal(scores)}) AS s USING ({CLIENT})"
            f" JOIN read_parquet({literal(application)}) AS a USING ({CLIENT}) ORDER BY {CLIENT}",
            folder / store.COLUMNS,
        )
    scores.unlink()


def _keep(source: Path, target: Path, names: list[str]) -> None:
    """Keep files in the store: linked, since published files are never changed, else copied."""
    target.mkdir()
    for name in names:
        try:
            os.link(source / name, target / name)
        except OSError:  # another file system, or one without links
            shutil.copy2(source / name, target / name)
