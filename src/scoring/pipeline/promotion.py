"""Which model is published: a new one replaces it by the declared rule, or by force; and back again."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from scoring import model, store
from scoring.faults import Damaged, Refused
from scoring.pipeline.layout import Layout
from scoring.pipeline.prepared import report_for
from scoring.pipeline.publishing import publish_bundle
from scoring.pipeline.registry import crown, source
from scoring.pipeline.rule import AUDITED, CHAMPION, PROBABILITY, judge
from scoring.pipeline.steps import Progress
from scoring.settings import Settings
from scoring.store import StoreManifest
from scoring.tables import CLIENT, TARGET

PREDICTED = pa.schema([(CLIENT, pa.int64()), (TARGET, pa.float64()), ("fold", pa.int32()), (PROBABILITY, pa.float64())])


class NotPromoted(Refused):
    """A model that the declared rule keeps from replacing the published one."""


@dataclass(frozen=True)
class Promotion:
    """The store that is current now, and what was found on the way, in sentences."""

    store: StoreManifest
    said: tuple[str, ...] = ()


def champion(layout: Layout) -> model.Manifest | None:
    """Give the published model's manifest; None when nothing whole is published: that can be replaced by any."""
    try:
        folder = store.current(layout.stores)
        store.verify(folder)
        return model.read_manifest(folder / store.BUNDLE)
    except (Refused, Damaged):
        return None


def current_model(layout: Layout) -> str | None:
    """Name the published model, as the current store's manifest does; None when there is none to read."""
    try:
        return store.read_store_manifest(store.current(layout.stores)).model
    except (Refused, Damaged):
        return None


def promote(settings: Settings, name: str | None = None, force: bool = False, progress: Progress = print) -> Promotion:
    """Publish a bundle, the newest unless named, if the rule lets it replace the published model, or by force.

    In MLflow's registry it is the champion from then on. Raises NotPromoted with the numbers of what is not met.
    """
    layout = Layout.of(settings)
    folder, incumbent = source(settings, name, progress, newest=True), champion(layout)
    challenger = model.read_manifest(folder)
    if incumbent is not None and incumbent.id == challenger.id:
        crown(settings, challenger.id, progress)
        manifest = store.read_store_manifest(store.current(layout.stores))
        return Promotion(manifest, (f"model {challenger.id} is the published one already",))
    said: tuple[str, ...] = ()
    if incumbent is not None and not force:
        progress(f"comparing model {challenger.id} with the published {incumbent.id}")
        verdict = judge(_shared(layout, challenger, incumbent), challenger, incumbent, settings)
        if verdict.faults:
            raise NotPromoted([*verdict.faults, f"to publish it all the same: scoring promote {challenger.id} --force"])
        said = verdict.said
    manifest = publish_bundle(settings, folder, progress)
    crown(settings, challenger.id, progress)
    return Promotion(manifest, said)


def rollback(settings: Settings, progress: Progress = print) -> StoreManifest:
    """Point back at the store that was published before the current one; give its manifest.

    Its model is the champion of MLflow's registry again. The store is verified first, with its
    model. Raises Refused when there is none, Damaged when it is not whole or was made by other
    code: it could not answer.
    """
    layout = Layout.of(settings)
    now = store.current(layout.stores)
    before = [path.parent for path in sorted(layout.stores.glob("[!.]*/manifest.json")) if path.parent.name < now.name]
    if not before:
        raise Refused(f"no store was published before {now.name}; publish another model: scoring promote MODEL --force")
    manifest = store.verify(before[-1])
    model.check_code(model.load(before[-1] / store.BUNDLE).manifest)
    store.point(layout.stores, before[-1].name)
    crown(settings, manifest.model, progress)
    return manifest


def _shared(layout: Layout, challenger: model.Manifest, incumbent: model.Manifest) -> pa.Table:
    """Give the clients that both models predicted out of fold, with outcome and audited columns, in client order.

    Raises Refused when the challenger was not trained on what is staged: it could not be published.
    """
    report_for(layout, challenger)
    theirs = outcomes(layout.models / incumbent.id, incumbent).select([CLIENT, PROBABILITY])
    application = pq.read_table(layout.staged / "application.parquet", columns=[CLIENT, *AUDITED])
    return (
        outcomes(layout.models / challenger.id, challenger)
        .join(theirs.rename_columns([CLIENT, CHAMPION]), CLIENT, join_type="inner")
        .join(application, CLIENT, join_type="inner")
        .sort_by(CLIENT)
    )


def outcomes(folder: Path, manifest: model.Manifest) -> pa.Table:
    """Read a bundle's out-of-fold predictions, verified; none for a bundle without them, or that is gone."""
    if model.OUTCOMES not in manifest.files or not folder.is_dir():
        return PREDICTED.empty_table()
    return model.outcomes(folder)
