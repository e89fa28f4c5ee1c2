"""On a cluster every client has the score, decision and contributions of local scoring, to the last bit."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from catboost import CatBoostClassifier

from scoring import model
from scoring.engine import Spark
from scoring.engine.spark import BATCH
from scoring.faults import Damaged
from scoring.pipeline import Run, bundle_folder, cluster
from scoring.pipeline.answers import answer_schema, answers
from scoring.tables import CLIENT

TOP = 4


@pytest.fixture
def folder(tiny_run: Run) -> Path:
    return bundle_folder(tiny_run.layout, None)


@pytest.fixture
def bundle(folder: Path) -> model.Bundle:
    return model.load(folder)


@pytest.fixture
def rows(tiny_run: Run) -> pa.Table:
    return pq.read_table(tiny_run.layout.features)


# The whole job ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Job:
    """Feature rows answered on Spark, as `cluster.score` does once it has computed them."""

    spark: Spark
    folder: Path
    work: Path

    def __call__(self, features: Path, top: int = TOP) -> pa.Table:
        out = self.work / "scores.parquet"
        with self.spark.session() as session:
            session.view("features", features)
            rows = session.spark.sql(f"SELECT * FROM features ORDER BY {CLIENT}")
            work = cluster.worker(self.spark.ship(self.folder), top)
            session.write(session.mapped(rows, work, answer_schema(top)), out)
        return pq.read_table(out)


@pytest.fixture
def job(spark: Spark, folder: Path, tmp_path: Path) -> Job:
    return Job(spark, folder, tmp_path)


@pytest.mark.parametrize("top", [0, TOP])
def test_it_is_local_scoring_to_the_last_bit(
    job: Job, tiny_run: Run, bundle: model.Bundle, rows: pa.Table, top: int
) -> None:
    found = job(tiny_run.layout.features, top)
    assert found.schema.equals(answer_schema(top))
    assert found.equals(answers(bundle, rows, top))
    probability = model.scores(bundle, rows).probability
    assert found.column("probability").to_numpy().tobytes() == probability.tobytes()


def test_clients_spread_over_many_tasks_come_back_in_order(
    job: Job, bundle: model.Bundle, rows: pa.Table, tmp_path: Path
) -> None:
    shuffled = rows.take(np.random.default_rng(2).permutation(rows.num_rows))
    features = tmp_path / "features"
    features.mkdir()
    for number in range(5):
        pq.write_table(shuffled.slice(30 * number, 30), features / f"part-{number}.parquet")
    assert job(features).equals(answers(bundle, rows, TOP))


@pytest.mark.real
def test_real_clients_are_scored_as_locally(spark: Spark, sample_run: Run, tmp_path: Path) -> None:
    folder = bundle_folder(sample_run.layout, None)
    found = Job(spark, folder, tmp_path)(sample_run.layout.features)
    assert found.equals(answers(model.load(folder), pq.read_table(sample_run.layout.features), TOP))


# A worker -----------------------------------------------------------------------------------------


@pytest.fixture
def arrived(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The bundle as a worker has it."""
    arrived = shutil.copytree(folder, tmp_path / "arrived")
    monkeypatch.setattr(cluster, "shipped", lambda name: arrived)
    return arrived


def worked(rows: pa.Table, size: int = BATCH) -> pa.Table:
    """Give what a worker makes of batches of that size."""
    batches: Iterator[pa.RecordBatch] = iter(rows.to_batches(max_chunksize=size))
    return pa.Table.from_batches(cluster.worker("bundle", TOP)(batches), answer_schema(TOP))


@pytest.mark.parametrize("size", [7, 150])
def test_the_size_of_batches_changes_nothing(size: int, arrived: Path, bundle: model.Bundle, rows: pa.Table) -> None:
    assert worked(rows, size).equals(answers(bundle, rows, TOP))


def test_a_worker_loads_once_and_takes_one_thread(
    arrived: Path, rows: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls: list[tuple[str, Any]] = []
    for name in ("load_model", "predict", "get_feature_importance"):
        done = getattr(CatBoostClassifier, name)

        def watched(self: Any, *given: Any, _name: str = name, _done: Any = done, **named: Any) -> Any:
            calls.append((_name, named.get("thread_count")))
            return _done(self, *given, **named)

        monkeypatch.setattr(CatBoostClassifier, name, watched)
    worked(rows, 75)
    loaded = [("load_model", None)] * 4  # the model and those of three folds
    assert calls == [*loaded, *[*[("predict", 1)] * 4, ("get_feature_importance", 1)] * 2]


def test_a_bundle_damaged_on_its_way_scores_nobody(arrived: Path, rows: pa.Table) -> None:
    trained = bytearray((arrived / "model.cbm").read_bytes())
    trained[len(trained) // 2] ^= 1
    (arrived / "model.cbm").write_bytes(trained)
    with pytest.raises(Damaged, match=r"model\.cbm: its SHA-256 is not the manifest's"):
        worked(rows)


def test_a_worker_with_other_sources_scores_nobody(
    arrived: Path, rows: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scoring.model.code.code_fingerprint", lambda: "another")
    with pytest.raises(Damaged, match="was made by another version of this program"):
        worked(rows)
