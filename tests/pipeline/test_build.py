"""The whole build by Papermill, from the tiny raw files to a published store."""

from __future__ import annotations

import importlib
import json
from dataclasses import asdict
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from catboost.utils import get_gpu_device_count

from scoring import model, store
from scoring.faults import Refused
from scoring.pipeline import Run, RunRecord, build, bundle_folder, kept_back, runs
from scoring.pipeline.build import NOTEBOOKS, RECORD
from tests.pipeline.conftest import Workshop
from tests.stores import QUICK, TINY


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, RunRecord, list[tuple[int, int, str]]]:
    """A build in an empty data folder, its settings those of the environment; what was told meanwhile."""
    told: list[tuple[int, int, str]] = []
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("SCORING_DATA", str(tmp_path_factory.mktemp("built")))
        for name, value in QUICK.items():
            environment.setenv(f"SCORING_{name.upper()}", str(value))
        run = Run.start(TINY, progress=lambda text: None)
        return run, build(run, lambda *given: told.append(given)), told


def test_the_executed_notebooks_are_kept_with_the_record(
    built: tuple[Run, RunRecord, list[tuple[int, int, str]]],
) -> None:
    run, record, _ = built
    folder = run.layout.runs / record.id
    assert sorted(path.name for path in folder.iterdir()) == sorted([*NOTEBOOKS, RECORD])
    for name in NOTEBOOKS:
        cells = [
            cell for cell in json.loads((folder / name).read_text("utf-8"))["cells"] if cell["cell_type"] == "code"
        ]
        assert all(cell["execution_count"] for cell in cells)
        assert "image/png" in (folder / name).read_text("utf-8")
    content = json.loads((folder / RECORD).read_text("utf-8"))
    assert content == asdict(record) | {"raw": [str(TINY)], "warnings": list(record.warnings)}


def test_the_record_has_the_numbers_of_the_model_and_the_store(
    built: tuple[Run, RunRecord, list[tuple[int, int, str]]],
) -> None:
    run, record, _ = built
    manifest = model.read_manifest(bundle_folder(run.layout, None))
    assert (record.model, record.threshold, record.clients) == (manifest.id, manifest.threshold, 150)
    assert (record.auc, record.auc_error) == (manifest.metrics["auc"], manifest.metrics["auc_error"])
    assert record.cost_per_applicant == manifest.metrics["cost_per_applicant"]
    assert record.store == store.verify(store.current(run.layout.stores)).id
    assert set(record.seconds) == {*NOTEBOOKS, "publish"}
    assert runs(run.layout) == [record]
    assert run.is_published()


def test_it_is_the_model_that_the_steps_train(
    built: tuple[Run, RunRecord, list[tuple[int, int, str]]], tiny_run: Run
) -> None:
    run, _, _ = built
    by_steps, by_notebooks = (model.load(bundle_folder(one.layout, None)) for one in (tiny_run, run))
    rows = pq.read_table(tiny_run.features())
    assert by_notebooks.manifest.parameters == by_steps.manifest.parameters
    assert by_notebooks.manifest.threshold == by_steps.manifest.threshold
    assert model.log_odds(by_notebooks, rows).tolist() == model.log_odds(by_steps, rows).tolist()


def test_who_waits_is_told_what_is_done(built: tuple[Run, RunRecord, list[tuple[int, int, str]]]) -> None:
    _, _, told = built
    lines = [line for _, _, line in told if line]
    assert "reading application_train" in lines
    assert "fold 3 of 3" in " ".join(lines)
    assert {cells for cell, cells, line in told if not line and cell == 0} != {0}


def test_what_the_notebooks_refuse_leaves_what_was_published(workshop: Workshop) -> None:
    workshop.edit("bureau", "CREDIT_ACTIVE", "CREDIT_STATE")
    workshop.edit("application_train", "AMT_CREDIT", "CREDIT")
    run, before = workshop.run(), store.current(workshop.data / "store")
    with pytest.raises(Refused) as raised:
        build(run, lambda *told: None)
    assert {Path(fault.split(": ")[0]).name for fault in raised.value.faults} == {"bureau.csv", "application_train.csv"}
    assert store.verify(store.current(workshop.data / "store")).id == before.name
    assert runs(run.layout) == []


@pytest.mark.skipif(get_gpu_device_count() > 0, reason="a GPU is here")
def test_a_gpu_that_is_not_there_is_missed_before_anything_starts(workshop: Workshop) -> None:
    run = workshop.run(device="gpu")
    with pytest.raises(Refused, match="SCORING_DEVICE=gpu"):
        build(run, lambda *told: None)
    assert not run.layout.runs.exists()


def test_a_model_of_the_same_data_goes_through_the_rule(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> None:
    """The notebooks are stood in for by the steps: what they train is not at stake here."""
    run = workshop.run(seed=3)
    before = store.current(run.layout.stores).name
    module = importlib.import_module("scoring.pipeline.build")  # the package has the function by this name
    monkeypatch.setattr(module, "NOTEBOOKS", ("train",))
    monkeypatch.setattr(module, "execute", lambda *given: run.save(run.train()))
    record = build(run, lambda *told: None)
    assert (record.store, store.current(run.layout.stores).name) == (before, before)
    assert "100 are needed" in record.kept
    assert f"to publish it all the same: scoring promote {record.model} --force" in record.kept
    assert runs(run.layout) == [record]
    assert kept_back(run) == record.kept
    assert kept_back(workshop.run(seed=4)) == kept_back(workshop.run()) == ""
    run.promote(record.model, force=True)
    assert run.is_published()
    assert kept_back(run) == ""
