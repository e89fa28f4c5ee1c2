"""Every feature is the same by pandas, computed apart from the raw files: an independent reading of the SQL."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import synthetic
from scoring.engine import DuckDB
from scoring.features import learn_durations, write_features
from tests.benchmarks.pandas_features import computed
from tests.benchmarks.pandas_sql import Rows, parsed, selected
from tests.features.agreement import differences
from tests.features.edges import write_edges
from tests.staging.outcomes import staged
from tests.stores import TINY

CLIENTS = 2_000


def both(raw: Path, work: Path) -> tuple[pa.Table, pa.Table]:
    """Compute every feature of a folder of CSV files: staged and by the engine, and by pandas."""
    staged(work / "staged", raw)
    with DuckDB(400, 2, [work]) as engine:
        learn_durations(engine, work / "staged", work / "durations.parquet")
        write_features(engine, work / "staged", work / "durations.parquet", work / "features.parquet")
    ours = pq.read_table(work / "features.parquet")
    return ours, pa.Table.from_pandas(computed(raw), preserve_index=False).cast(ours.schema)


def test_at_the_edges(tmp_path: Path) -> None:
    ours, theirs = both(write_edges(tmp_path / "raw"), tmp_path)
    assert differences(ours, theirs) == []


def test_for_the_tiny_clients(tmp_path: Path) -> None:
    ours, theirs = both(TINY, tmp_path)
    assert differences(ours, theirs) == []


def test_for_invented_clients(tmp_path: Path) -> None:
    synthetic.write(tmp_path / "raw", CLIENTS, 3, lambda text, done: None)
    ours, theirs = both(tmp_path / "raw", tmp_path)
    assert ours.num_rows == CLIENTS
    assert differences(ours, theirs) == []


@pytest.mark.real
def test_for_real_clients(sample: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(sample) as archive:
        archive.extractall(tmp_path / "raw")
    ours, theirs = both(tmp_path / "raw", tmp_path)
    assert differences(ours, theirs) == []


# The reading of SQL itself ------------------------------------------------------------------------

ROWS = pd.DataFrame(
    {
        "SK_ID_CURR": pd.Categorical([7, 7, 9, 9, 9], categories=[7, 8, 9]),
        "a": [1.0, np.nan, 0.0, 4.0, 2.0],
        "b": [2.0, 3.0, np.nan, 0.0, 4.0],
        "t": pd.Categorical(["x", None, "y", "y", "1"], ordered=True),
    }
)
NONE = np.nan


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("a / NULLIF(b, 0e0)", [0.5, NONE, NONE, NONE, 0.5]),
        ("LEAST(a, b)", [1, 3, 0, 0, 2]),
        ("COALESCE(a, 9e0)", [1, 9, 0, 4, 2]),
        ("CASE WHEN a > 0e0 THEN 1e0 ELSE 0e0 END", [1, 0, 0, 1, 1]),
        ("CASE WHEN a >= 1e0 AND t IN ('x', 'y') THEN b END", [2, NONE, NONE, 0, NONE]),
        ("CASE WHEN NOT a IS NULL THEN CAST(t AS DOUBLE) END", [NONE, NONE, NONE, NONE, 1]),
        ("ROW_NUMBER() OVER (PARTITION BY SK_ID_CURR ORDER BY a DESC NULLS LAST, b NULLS LAST)", [1, 2, 3, 1, 2]),
    ],
)
def test_an_expression_is_read_as_sql(sql: str, values: list[float]) -> None:
    np.testing.assert_array_equal(Rows(ROWS)(parsed(sql)), values)


@pytest.mark.parametrize(
    ("sql", "values"),
    [
        ("AVG(a)", [1, 2]),
        ("SUM(CASE WHEN b > 3e0 THEN a END)", [NONE, 2]),
        ("SUM(CASE WHEN b > 3e0 THEN 1e0 ELSE 0e0 END)", [0, 1]),
        ("AVG(CASE WHEN t = 'y' THEN CASE WHEN a > 0e0 THEN 1e0 ELSE 0e0 END END)", [NONE, 0.5]),
        ("CAST(COUNT(DISTINCT t) AS DOUBLE)", [1, 2]),
        ("MAX(t)", ["x", "y"]),
        ("MAX(a) - MIN(a)", [0, 4]),
    ],
)
def test_an_aggregate_is_read_as_sql(sql: str, values: list[float | str]) -> None:
    found = selected(parsed(f"SELECT SK_ID_CURR, {sql} AS found FROM rows GROUP BY SK_ID_CURR"), {"rows": ROWS})
    assert found["SK_ID_CURR"].tolist() == [7, 9]
    np.testing.assert_array_equal(found["found"].to_numpy(), values)


def test_what_would_be_read_wrongly_is_not_read() -> None:
    with pytest.raises(AssertionError, match="would become true"):
        Rows(ROWS)(parsed("CASE WHEN NOT a > 0e0 THEN 1e0 END"))
