"""Publishing: a store of every client, or the store of before; nothing half-written is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import groups, model, reasons, store
from scoring.faults import Damaged, NoRoom, Refused
from scoring.features import FEATURES
from scoring.pipeline import bundle_folder, publishing
from scoring.serving.local import Local
from scoring.tables import TABLES
from tests.pipeline.conftest import Workshop

GROUP_FILES = (
    "bins.bin",
    "bins.json",
    "cells.npy",
    "ids.npy",
    "members.npy",
    "neighbours.npy",
    "weighty.npy",
    "weights.npy",
)


def listing(workshop: Workshop) -> list[str]:
    return sorted(path.name for path in (workshop.data / "store").iterdir())


def answers(workshop: Workshop) -> list[object]:
    """What the current store says of a few clients, one of them without history."""
    questions = Local.open(workshop.data)
    found: list[object] = [(questions.score(client), questions.explanation(client)) for client in (100001, 100058)]
    questions.close()
    return found


def test_a_store_holds_every_client_and_all_that_answers_need(workshop: Workshop) -> None:
    run = workshop.run()
    manifest = run.publish()
    folder = store.current(run.layout.stores)
    bundle = model.load(folder / store.BUNDLE)
    assert folder.name == manifest.id
    assert store.verify(folder) == manifest
    assert (manifest.clients, manifest.features, manifest.model) == (150, len(FEATURES), bundle.manifest.id)
    assert set(manifest.files) == {
        store.CLIENTS,
        store.COLUMNS,
        *(f"{store.GROUPS}/{name}" for name in GROUP_FILES),
        store.REFERENCE,
        store.CARD,
        store.CARD_PAGE,
        *(f"{store.STAGED}/{table.name}.parquet" for table in TABLES),
        *(f"{store.BUNDLE}/{name}" for name in (model.MANIFEST, *model.scoring_files(bundle.manifest))),
    }
    columns, rows = pq.read_table(folder / store.COLUMNS), pq.read_table(run.features())
    beside = ["PROBABILITY", "GRANTED", "LOW", "HIGH", "REVIEW", "DEFAULTED"]
    assert columns.column_names == [*rows.column_names, *beside]
    assert columns.select(rows.column_names).to_pydict() == rows.to_pydict()


def test_scores_and_reasons_are_those_of_the_model_whatever_the_batch(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(publishing, "BATCH", 7)
    run = workshop.run()
    manifest = run.publish()
    folder, rows = store.current(run.layout.stores), pq.read_table(run.features())
    bundle = model.load(folder / store.BUNDLE)
    clients = store.Clients(folder / store.CLIENTS, [feature.name for feature in FEATURES])
    raw, why = model.log_odds(bundle, rows), reasons.contributions(bundle, rows)
    assert manifest.base == why.base
    reference = reasons.Reference.read(folder / store.REFERENCE, FEATURES)
    granted = ~model.scores(bundle, rows).refused
    neutral = reasons.neutral_probability(bundle, rows, why.values, granted, reference)
    for row, log_odds, shares, check in zip(rows.to_pylist(), raw, why.values, neutral, strict=True):
        published = clients.get(row["SK_ID_CURR"])
        assert published is not None
        assert published.raw == log_odds
        assert published.probability == bundle.calibration.apply(model.probability(log_odds))
        assert published.low <= published.probability <= published.high
        assert published.granted == (published.probability < bundle.manifest.threshold)
        assert list(published.values) == list(row.values())[1:]
        assert published.contributions == pytest.approx(shares, abs=1e-12)
        assert published.neutral == pytest.approx(check, abs=1e-12)


MOMENTS = {
    "explaining": (reasons, "contributions"),
    "writing columns": (publishing, "_write_columns"),
    "counting": (groups, "publish"),
    "checking reasons": (reasons, "neutral_probability"),
    "writing the card": (publishing, "write_card"),
    "keeping files": (publishing, "_keep"),
    "sealing": (store, "seal"),
    "pointing": (store, "point"),
}


@pytest.mark.parametrize("fault", [KeyboardInterrupt(), OSError(28, "No space left on device")], ids=repr)
@pytest.mark.parametrize("moment", MOMENTS)
def test_a_failure_leaves_the_store_of_before(
    workshop: Workshop, monkeypatch: pytest.MonkeyPatch, moment: str, fault: BaseException
) -> None:
    before, said = listing(workshop), answers(workshop)

    def fails(*given: Any, **named: Any) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(*MOMENTS[moment], fails)
        with pytest.raises((type(fault), NoRoom)):
            workshop.run().publish()
    left = set(listing(workshop)) - set(before)
    assert not [name for name in left if name.startswith(".")]
    assert moment == "pointing" or not left
    assert answers(workshop) == said


KILLED = """
import sys, time
from pathlib import Path
from scoring import store
from scoring.pipeline import publishing
from scoring.settings import Settings

def waits(folder, **facts):
    Path(sys.argv[2]).touch()
    time.sleep(600)

store.seal = waits
publishing.publish(Settings(data=Path(sys.argv[1])), progress=lambda text: None)
"""


def test_a_kill_leaves_the_store_of_before_and_the_next_publishing_works(workshop: Workshop, tmp_path: Path) -> None:
    before, said, reached = listing(workshop), answers(workshop), tmp_path / "reached"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(workshop.data), str(reached)])
    try:
        deadline = time.monotonic() + 60
        while not reached.exists() and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert reached.exists()
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert next(name for name in listing(workshop) if name not in before).endswith(".aside")
    assert answers(workshop) == said
    manifest = workshop.run().publish()
    assert set(listing(workshop)) == {*before, manifest.id}
    assert answers(workshop) == said


def test_a_reader_keeps_its_store_while_another_is_published(workshop: Workshop) -> None:
    reading, run = Local.open(workshop.data), workshop.run(seed=3)
    before = (reading.score(100058), reading.compare(100058, "AMT_CREDIT", "all"), reading.about().store)
    run.save(run.train())
    run.publish()
    assert (reading.score(100058), reading.compare(100058, "AMT_CREDIT", "all"), reading.about().store) == before
    reading.close()
    assert answers(workshop)[0] != before[0]


def test_the_model_that_is_named_is_published(workshop: Workshop) -> None:
    run = workshop.run(seed=3)
    first = bundle_folder(run.layout, None).name
    second = run.save(run.train()).id
    assert run.publish(first).model == first
    assert run.publish(second).model == second
    with pytest.raises(Refused, match="there is no model 'third'"):
        run.publish("third")


def test_a_model_of_other_data_is_refused(workshop: Workshop) -> None:
    workshop.edit("application_train", "Cash loans", "Revolving loans")
    run = workshop.run()
    run.stage()
    run.features()
    with pytest.raises(Refused, match="was trained on other data than is staged; run: scoring train"):
        run.publish()


def test_features_of_other_data_are_refused(workshop: Workshop) -> None:
    stamp = workshop.data / "work" / "features.json"
    stamp.write_text('{"fingerprint": "other"}')
    with pytest.raises(Refused, match="run: scoring features"):
        workshop.run().publish()


def test_a_damaged_model_is_not_published(workshop: Workshop) -> None:
    run, before = workshop.run(), listing(workshop)
    file = bundle_folder(run.layout, None) / "model.cbm"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    with pytest.raises(Damaged, match=r"model\.cbm"):
        run.publish()
    assert listing(workshop) == before


def test_a_model_that_accepts_nobody_is_not_published(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reasons are relative to accepted clients; without any there is nothing to say."""
    before, scores = listing(workshop), model.scores

    def refusing(bundle: model.Bundle, table: pa.Table) -> model.Scores:
        found = scores(bundle, table)
        return replace(found, refused=np.ones_like(found.refused))

    monkeypatch.setattr(model, "scores", refusing)
    with pytest.raises(Refused, match="accepts none of these clients"):
        workshop.run().publish()
    assert listing(workshop) == before


def test_the_store_s_card_is_the_model_s_with_a_section_on_reasons(workshop: Workshop) -> None:
    run = workshop.run()
    run.publish()
    folder, trained = store.current(run.layout.stores), bundle_folder(run.layout, None)
    card = (folder / store.CARD).read_text(encoding="utf-8")
    before, _, rest = card.partition("## Reasons on the published portfolio\n")
    section, again, after = rest.partition("## How to make it again")
    assert before + again + after == model.read_card(trained)
    assert all(said in section for said in ("reasons against", "reasons in favour", "rank correlation", "same way"))
    assert "<h2>Reasons on the published portfolio</h2>" in (folder / store.CARD_PAGE).read_text(encoding="utf-8")
