"""The prior is made again by one command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from catboost import CatBoostClassifier

from scoring.features import BLOCKS, FEATURES, depending
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


def test_histories_are_taken_away_whole_with_all_that_reads_them(sample_run: Run) -> None:
    rows = pq.read_table(sample_run.layout.features)
    less, touched, gone = prior.less_known(rows), set(), {}
    for block in BLOCKS:
        features = [*block.features, *depending([feature.name for feature in block.features])]
        names = [feature.name for feature in features]
        touched |= set(names)
        before, after = (table.select(names).to_pylist() for table in (rows, less))
        lost = np.array([row == {feature.name: feature.absent for feature in features} for row in after])
        same = np.array([repr(one) == repr(other) for one, other in zip(before, after, strict=True)])
        had = np.array([row != {feature.name: feature.absent for feature in features} for row in before])
        assert (lost | same).all()
        gone[block.table] = lost & had
    assert less.drop_columns(list(touched)).equals(rows.drop_columns(list(touched)))
    # Half of the clients lose all they have, of the others each table's rows are lost to a quarter.
    both = gone["previous_application"] & gone["POS_CASH_balance"]
    assert gone["previous_application"].mean() == pytest.approx(0.94 * 0.625, abs=0.05)
    assert both.mean() == pytest.approx(0.94 * (0.5 + 0.5 * 0.25**2), abs=0.05)
    assert not (gone["bureau"] & ~gone["bureau_balance"] & (rows["BUREAU_MONTH_COUNT"].to_numpy() > 0)).any()


def test_probabilities_go_with_the_rows_whose_outcomes_they_tell(tmp_path: Path) -> None:
    rows, target, chances = prior.prepared(4_000, 3, tmp_path / "work")
    assert len(rows) == len(target) == len(chances)
    assert chances.mean() == pytest.approx(target.mean(), abs=0.02)
    assert auc(target, chances) > 0.75
