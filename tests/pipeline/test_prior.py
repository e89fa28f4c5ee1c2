"""The prior is made again by one command."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

from scoring.features import FEATURES
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
    assert np.isfinite(made.log_odds(pq.read_table(tiny_run.layout.features))).all()
