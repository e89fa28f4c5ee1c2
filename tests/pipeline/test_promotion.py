"""Promotion and rollback: which store is current, before and after."""

from __future__ import annotations

import shutil

import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import model, store
from scoring.faults import Damaged, Refused
from scoring.pipeline import NotPromoted, bundle_folder, current_model, promote, rollback
from scoring.pipeline.promotion import outcomes
from tests.pipeline.challengers import challenger, spoil
from tests.pipeline.conftest import Workshop

DEFAULTS = 110
RULE = {"minimum_group": 5}


def predictions(workshop: Workshop, good: bool) -> dict[str, object]:
    """Outcomes made up for every tiny client, the one without history too, and predictions that tell them or do not."""
    clients = np.sort(pq.read_table(workshop.run().layout.features, columns=["SK_ID_CURR"])["SK_ID_CURR"].to_numpy())
    assert 100058 in clients
    target = np.repeat([1.0, 0.0], [DEFAULTS, len(clients) - DEFAULTS])
    fold = np.zeros(len(clients), dtype=np.int32)
    return {"SK_ID_CURR": clients, "TARGET": target, "fold": fold, "probability": target if good else 1 - target}


def published(workshop: Workshop, good: bool) -> str:
    """Publish a model with such predictions; give its store."""
    run = workshop.run()
    name = challenger(run.layout, "20260101-000000-champion", predictions(workshop, good), threshold=0.5)
    return run.publish(name).id


def test_a_better_model_is_published_with_what_was_found(workshop: Workshop) -> None:
    published(workshop, good=False)
    layout = workshop.run().layout
    better = challenger(layout, "99990101-000000-better", predictions(workshop, good=True), threshold=0.5)
    found = promote(workshop.run(**RULE).settings, progress=workshop.said.append)
    assert f"model {better} costs 0.0000 per applicant, the published 20260101-000000-champion" in found.said[0]
    assert store.verify(store.current(layout.stores)) == found.store
    assert found.store.model == current_model(layout) == better
    again = promote(workshop.run(**RULE).settings, better)
    assert again.said == (f"model {better} is the published one already",)
    assert again.store == found.store


def test_a_worse_model_is_refused_with_the_numbers_unless_forced(workshop: Workshop) -> None:
    current = published(workshop, good=True)
    layout, settings = workshop.run().layout, workshop.run(**RULE).settings
    worse = challenger(layout, "99990101-000000-worse", predictions(workshop, good=False), threshold=0.5)
    with pytest.raises(NotPromoted) as raised:
        promote(settings, worse, progress=workshop.said.append)
    cost, *groups, out = raised.value.faults
    assert "the published 20260101-000000-champion 0.0000" in cost
    assert groups
    assert all("may rise by 2.0% at most" in group for group in groups)
    assert out == f"to publish it all the same: scoring promote {worse} --force"
    assert store.current(layout.stores).name == current
    assert promote(settings, worse, force=True).store.model == worse
    assert store.current(layout.stores).name != current


def test_models_without_predictions_in_common_are_not_comparable(workshop: Workshop) -> None:
    published(workshop, good=True)
    layout, settings = workshop.run().layout, workshop.run().settings
    alone = challenger(layout, "99990101-000000-alone")
    with pytest.raises(NotPromoted, match=r"are not comparable: the clients .+ have 0 defaults, 100 are needed"):
        promote(settings, alone, progress=workshop.said.append)
    shutil.rmtree(layout.models / "20260101-000000-champion")
    other = challenger(layout, "99990102-000000-other", predictions(workshop, good=True), threshold=0.5)
    with pytest.raises(NotPromoted, match="not comparable"):
        promote(settings, other, progress=workshop.said.append)


def test_a_model_of_other_data_gives_way(workshop: Workshop) -> None:
    workshop.edit("application_train", "Cash loans", "Revolving loans")
    run = workshop.run()
    old = bundle_folder(run.layout, None).name
    run.stage()
    run.features()
    new = challenger(run.layout, "99990101-000000-new", fingerprint=run.stage().fingerprint)
    found = promote(run.settings, progress=workshop.said.append)
    assert found.store.model == new
    assert f"model {old} was trained on other data: it gives way without a comparison" in found.said
    with pytest.raises(Refused, match=f"model {old} was trained on other data than is staged"):
        promote(run.settings, old, progress=workshop.said.append)


def test_where_nothing_whole_is_published_nothing_is_compared(workshop: Workshop) -> None:
    layout = workshop.run().layout
    spoil(store.current(layout.stores) / store.CLIENTS)
    new = challenger(layout, "99990101-000000-new")
    found = promote(workshop.run().settings, progress=workshop.said.append)
    assert (found.store.model, found.said) == (new, ())
    assert current_model(layout) == new


def test_predictions_that_were_changed_are_not_compared(workshop: Workshop) -> None:
    published(workshop, good=False)
    run = workshop.run()
    new = challenger(run.layout, "99990101-000000-new", predictions(workshop, good=True), threshold=0.5)
    spoil(run.layout.models / new / model.OUTCOMES)
    with pytest.raises(Damaged, match=r"outcomes\.parquet: its SHA-256 is not the manifest's"):
        promote(run.settings, progress=workshop.said.append)


def test_predictions_are_read_as_they_were_saved(workshop: Workshop) -> None:
    saved, layout = predictions(workshop, good=True), workshop.run().layout
    name = challenger(layout, "99990101-000000-new", saved)
    found = outcomes(layout.models / name, model.read_manifest(layout.models / name))
    assert found.column_names == list(saved)
    assert found.column("probability").to_numpy().tolist() == saved["probability"].tolist()  # type: ignore[attr-defined]


def later(workshop: Workshop, name: str = "99990101-000000-later") -> str:
    """Another store, published later than the first and current now."""
    stores = workshop.run().layout.stores
    shutil.copytree(store.current(stores), stores / name)
    store.point(stores, name)
    return name


def test_going_back_is_to_the_store_before_the_current_one(workshop: Workshop) -> None:
    run = workshop.run()
    first = store.current(run.layout.stores).name
    second, third = later(workshop), later(workshop, "99990102-000000-last")
    (run.layout.stores / ".99990101-120000-killed.aside").mkdir()
    assert store.current(run.layout.stores).name == third
    for before in (second, first):
        assert rollback(run.settings) == store.verify(run.layout.stores / before)
        assert store.current(run.layout.stores).name == before
    with pytest.raises(Refused, match=f"no store was published before {first}"):
        rollback(run.settings)
    assert store.current(run.layout.stores).name == first


def test_a_store_that_cannot_answer_is_not_gone_back_to(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    run = workshop.run()
    first = store.current(run.layout.stores)
    now = later(workshop)
    monkeypatch.setattr("scoring.model.code.code_fingerprint", lambda: "other")
    with pytest.raises(Damaged, match="was made by another version of this program"):
        rollback(run.settings)
    spoil(first / store.CLIENTS)
    with pytest.raises(Damaged, match=r"missing or changed: clients\.sqlite"):
        rollback(run.settings)
    assert store.current(run.layout.stores).name == now


def test_nothing_published_is_nothing_to_go_back_from(workshop: Workshop) -> None:
    layout = workshop.run().layout
    (layout.stores / "current").unlink()
    assert current_model(layout) is None
    with pytest.raises(Refused, match="nothing is published"):
        rollback(workshop.run().settings)
