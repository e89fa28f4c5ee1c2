"""CSV files to features: our path, plain pandas, and merely reading the files, in one run.

BENCH_CLIENTS sets the size (30,000 invented clients by default; 356255 is the real size).
"""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as pq
import pytest

from scoring import synthetic
from scoring.tables import HISTORIES
from tests.benchmarks.measure import cost, table
from tests.benchmarks.scaling import features_against_pandas, measured, written
from tests.features.agreement import differences

CLIENTS = int(os.environ.get("BENCH_CLIENTS", "30000"))
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "raw"
    synthetic.write(folder, CLIENTS, seed=1)
    return folder


def test_simple_features_against_pandas(raw: Path, tmp_path: Path) -> None:
    costs = {}
    for way in ("floor", "scoring", "pandas"):
        (tmp_path / way).mkdir()
        costs[way] = cost("-m", "tests.benchmarks.simple", way, str(raw), str(tmp_path / way))
    print(f"\nsimple features of {CLIENTS:,} clients\n\n{table(costs, 'scoring')}")
    for history in HISTORIES:
        ours, theirs = (pd.read_parquet(tmp_path / way / f"{history.name}.parquet") for way in ("scoring", "pandas"))
        assert len(ours) == len(theirs)
        assert set(ours.columns) == set(theirs.columns)
        for name in ours.columns:
            known = theirs[name].where(~(name.endswith("_SUM") & ours[name].isna()))
            relative, absolute = (1e-6, 1e-3) if name.endswith("_STD") else (1e-9, 0.0)
            np.testing.assert_allclose(ours[name], known, rtol=relative, atol=absolute, err_msg=name)


def test_every_feature_against_pandas(raw: Path, tmp_path: Path) -> None:
    line = measured(CLIENTS, raw, tmp_path)
    compared, _ = features_against_pandas(line, raw, tmp_path)  # what is aimed at is of another size
    print(f"\nstaging and all features\n\n{written([line])}\n\n{compared}")
    ours = pq.read_table(tmp_path / "work" / "features.parquet")
    assert ours.num_rows == CLIENTS
    theirs = pq.read_table(tmp_path / "features.parquet", columns=ours.column_names)
    assert differences(ours, theirs.cast(ours.schema)) == []
