"""The labelled clients: rows and outcomes go together, and everything sees the same folds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.pipeline import Run
from scoring.pipeline import labelled as room
from scoring.pipeline.labelled import Labelled
from tests.stores import TINY


def test_rows_go_with_their_outcomes(tiny_run: Run) -> None:
    found = Labelled.of(tiny_run.settings)
    raw = pd.read_csv(TINY / "application_train.csv").sort_values("SK_ID_CURR")
    assert found.clients.tolist() == found.rows().column("SK_ID_CURR").to_pylist() == raw["SK_ID_CURR"].tolist()
    assert np.array_equal(found.target, raw["TARGET"])


def test_folds_are_those_of_the_settings(tiny_run: Run) -> None:
    found, again = (Labelled.of(tiny_run.settings) for _ in range(2))
    assert np.bincount(found.fold).tolist() == [43, 43, 43]
    assert np.array_equal(found.fold, again.fold)
    other = Labelled.of(replace(tiny_run.settings, seed=5, folds=4))
    assert other.fold.max() == 3


def test_so_few_defaults_hold_nobody_out(tiny_run: Run) -> None:
    assert not Labelled.of(tiny_run.settings).held_out.any()


def test_the_applications_are_read_once(tiny_run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def reads(path: Path, **how: Any) -> pa.Table:
        read.append(path.name)
        return pq.ParquetFile(path).read(**how)

    monkeypatch.setattr(room.pq, "read_table", reads)
    found = Labelled.of(tiny_run.settings)
    assert len(found.fold) == len(found.held_out) == len(found.target) == found.rows().num_rows == 129
    assert read == ["application.parquet", "features.parquet"]
