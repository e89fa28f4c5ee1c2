"""The prior is made again by one command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from catboost import CatBoostClassifier

from scoring.features import BLOCKS, FEATURES
from scoring.model.blend import Blend
from scoring.model.matrix import pool
from scoring.model.measures import auc
from scoring.model.odds import raw_log_odds
from scoring.model.prior import RECORD, load_prior
from scoring.pipeline import Run, prior


def test_it_is_made_of_invented_clients_and_says_how(tmp_path: Path, tiny_run: Run) -> None:
    prior.make(700, (5, 6), 4, tmp_path / "known")
    record = json.loads((tmp_path / "known" / RECORD).read_text(encoding="utf-8"))
    assert (record["seeds"], record["trees"]) == ([5, 6], 4)
    assert record["clients"] == 2 * (700 - round(700 * 48_744 / 356_255))
    assert 0 < len(FEATURES) - len(record["dropped"]) <= 120
    made = load_prior(tmp_path / "known")
    assert made.features == FEATURES
    rows = pq.read_table(tiny_run.layout.features)
    known = made.log_odds(rows)
    assert np.isfinite(known).all()
    own = CatBoostClassifier(iterations=2, verbose=False, allow_writing_files=False)
    own.fit(pool(rows, FEATURES, (np.arange(rows.num_rows) % 3 == 0).astype(float)))
    blended = Blend(0.5, 0.25, 0.1).model(own, made.model)
    assert raw_log_odds(blended, pool(rows, FEATURES)) == pytest.approx(
        0.5 * raw_log_odds(own, pool(rows, FEATURES)) + 0.25 * known + 0.1
    )


def test_histories_are_taken_away_whole(tiny_run: Run) -> None:
    rows = pq.read_table(tiny_run.layout.features)
    less = prior.less_known(rows)
    assert less.drop_columns([f.name for block in BLOCKS for f in block.features]).equals(
        rows.drop_columns([f.name for block in BLOCKS for f in block.features])
    )
    for block in BLOCKS:
        before, after = (table.select([feature.name for feature in block.features]) for table in (rows, less))
        absent = {feature.name: feature.absent for feature in block.features}
        lost = np.array([row == absent for row in after.to_pylist()])
        same = np.array(
            [repr(one) == repr(other) for one, other in zip(before.to_pylist(), after.to_pylist(), strict=True)]
        )
        assert (lost | same).all()
        assert 0.4 < lost.mean() < 1


def test_probabilities_are_those_that_outcomes_were_drawn_by(tmp_path: Path) -> None:
    rows, target, chances = prior.prepared(4_000, 3, tmp_path / "work")
    assert len(rows) == len(target) == len(chances)
    assert chances.mean() == pytest.approx(target.mean(), abs=0.02)
    assert auc(target, chances) > 0.75
