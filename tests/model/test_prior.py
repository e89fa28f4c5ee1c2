"""The prior: what is packaged is what was made, of features that are declared, and nothing else is loaded."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from catboost import CatBoostClassifier

from scoring.faults import Damaged
from scoring.features import AUDIT_ONLY, FEATURE, FEATURES
from scoring.model import Prior, load_prior, pool
from scoring.model.prior import FOLDER, MODEL, RECORD
from scoring.pipeline import Run

HISTORY_FREE = (100058, 100147)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the packaged prior, to be damaged."""
    return shutil.copytree(FOLDER, tmp_path / "known")


def test_every_feature_it_reads_is_declared_and_sex_is_none() -> None:
    prior = load_prior()
    assert set(prior.features) <= set(FEATURES)
    assert not {feature.name for feature in prior.features} & set(AUDIT_ONLY)
    assert len(prior.used) == 280


def test_it_scores_clients_with_and_without_history(tiny_run: Run) -> None:
    rows = pq.read_table(tiny_run.layout.features)
    found = load_prior().log_odds(rows)
    assert np.isfinite(found).all()
    assert found.std() > 0.3
    without = np.isin(rows.column("SK_ID_CURR").to_numpy(), HISTORY_FREE)
    assert without.sum() == 2
    assert np.isfinite(found[without]).all()


def test_its_features_come_first_and_none_is_lost() -> None:
    known = load_prior()
    part = Prior(known.model, known.features[3:7], {"dropped": {}})
    assert part.arranged(FEATURES)[:4] == known.features[3:7]
    assert sorted(part.arranged(FEATURES), key=FEATURES.index) == list(FEATURES)
    with pytest.raises(Damaged, match=f"{FEATURES[0].name}; make it again: python -m scoring.pipeline.prior"):
        known.arranged(FEATURES[1:])


def test_features_that_it_does_not_use_do_not_move_it(tiny_run: Run) -> None:
    prior, rows = load_prior(), pq.read_table(tiny_run.layout.features).slice(0, 5)
    for name in prior.record["dropped"]:
        position = rows.column_names.index(name)
        value = pa.array(["?"] * 5) if FEATURE[name].kind == "category" else pa.array([1e5] * 5)
        rows = rows.set_column(position, name, value)
    assert len(prior.record["dropped"]) > 100
    unmoved = prior.log_odds(pq.read_table(tiny_run.layout.features).slice(0, 5))
    assert prior.log_odds(rows).tolist() == unmoved.tolist()
    assert pool(rows, prior.features).num_col() == len(prior.features)


Edit = Callable[[dict[str, Any]], object]
EDITS: dict[str, tuple[Edit, str]] = {
    "hash": (lambda record: record | {"sha256": 64 * "0"}, "its SHA-256 is not the recorded one"),
    "a feature more": (
        lambda record: record | {"features": [*record["features"], ["SHOE_SIZE", "number"]]},
        "not declared: SHOE_SIZE",
    ),
    "another kind": (
        lambda record: record | {"features": [["AMT_CREDIT", "category"]]},
        "not declared: AMT_CREDIT",
    ),
}


@pytest.mark.parametrize("edit", EDITS)
def test_a_record_that_does_not_fit_is_refused_before_anything_is_parsed(
    folder: Path, monkeypatch: pytest.MonkeyPatch, edit: str
) -> None:
    monkeypatch.setattr(CatBoostClassifier, "load_model", lambda *given, **named: pytest.fail("it was parsed"))
    change, said = EDITS[edit]
    record = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    (folder / RECORD).write_text(json.dumps(change(record)), encoding="utf-8")
    with pytest.raises(Damaged, match=f"{said}.*make it again: python -m scoring.pipeline.prior"):
        load_prior(folder)


@pytest.mark.parametrize("file", [MODEL, RECORD])
def test_a_missing_file_is_refused(folder: Path, file: str) -> None:
    (folder / file).unlink()
    with pytest.raises(Damaged, match="no readable prior; make it again"):
        load_prior(folder)


@pytest.mark.parametrize("at", [0.0, 0.5, 1.0])
def test_one_bit_of_the_model_is_enough(folder: Path, at: float) -> None:
    content = bytearray((folder / MODEL).read_bytes())
    content[int(at * (len(content) - 1))] ^= 1
    (folder / MODEL).write_bytes(content)
    with pytest.raises(Damaged, match="its SHA-256 is not the recorded one"):
        load_prior(folder)
