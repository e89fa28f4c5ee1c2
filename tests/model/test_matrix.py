"""Feature rows as the model takes them: by name, in its own order, unknown as unknown."""

from __future__ import annotations

import sys

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.features import FEATURE
from scoring.model import categories, load, log_odds, matrix, pool
from scoring.pipeline import Run, bundle_folder

CREDIT, INCOME, CONTRACT = FEATURE["AMT_CREDIT"], FEATURE["AMT_INCOME_TOTAL"], FEATURE["NAME_CONTRACT_TYPE"]

# The last client is known by nothing but the id.
CLIENTS = pa.table(
    {
        "NAME_CONTRACT_TYPE": ["Revolving loans", "Cash loans", "Cash loans", None],
        "AMT_INCOME_TOTAL": [1.0, float("nan"), 3.0, None],
        "SK_ID_CURR": [1, 2, 3, 4],
        "AMT_CREDIT": [10.0, 20.0, 30.0, None],
    }
)


@pytest.mark.parametrize(("few", "many"), [(10, 0), (0, 10), (0, 0)], ids=["list", "array", "frame"])
def test_columns_are_taken_by_name_and_numbers_not_known_are_nan(
    monkeypatch: pytest.MonkeyPatch, few: int, many: int
) -> None:
    monkeypatch.setattr(matrix, "FEW", few)
    monkeypatch.setattr(matrix, "MANY", many)
    made = pool(CLIENTS, [INCOME, CONTRACT, CREDIT], np.array([0, 1, 0, 1]))
    assert made.get_feature_names() == ["AMT_INCOME_TOTAL", "NAME_CONTRACT_TYPE", "AMT_CREDIT"]
    assert made.get_cat_feature_indices() == [1]
    assert made.shape == (4, 3)
    assert [float(label) for label in made.get_label()] == [0, 1, 0, 1]
    numbers = pool(CLIENTS, [CREDIT, INCOME]).get_features()
    assert np.array_equal(numbers, np.array([[10, 1], [20, np.nan], [30, 3], [np.nan, np.nan]]), equal_nan=True)


def test_a_column_without_any_value_is_a_number_that_is_not_known() -> None:
    nothing = pa.table({"AMT_CREDIT": pa.nulls(2), "AMT_INCOME_TOTAL": pa.array([None, None], pa.float64())})
    assert np.isnan(pool(nothing, [CREDIT, INCOME]).get_features()).all()


def test_a_missing_feature_is_an_error() -> None:
    with pytest.raises(KeyError, match="AMT_CREDIT"):
        pool(CLIENTS.drop_columns(["AMT_CREDIT"]), [INCOME, CREDIT])


def test_categories_are_the_known_ones_sorted() -> None:
    assert categories(CLIENTS, [INCOME, CONTRACT]) == {"NAME_CONTRACT_TYPE": ("Cash loans", "Revolving loans")}


@pytest.mark.parametrize("rows", [0, 2, 4])
def test_a_multitude_needs_no_frame_where_there_is_no_pandas(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(matrix, "FEW", 0)
    monkeypatch.setattr(matrix, "MANY", 0)
    monkeypatch.setitem(sys.modules, "pandas", None)
    assert pool(CLIENTS.slice(0, rows), [INCOME, CONTRACT, CREDIT]).shape == (rows, 3)


@pytest.mark.parametrize(("few", "many"), [(10_000, 0), (0, 10_000)], ids=["list", "array"])
def test_few_clients_are_scored_as_a_multitude_to_the_last_bit(
    tiny_run: Run, monkeypatch: pytest.MonkeyPatch, few: int, many: int
) -> None:
    bundle, rows = load(bundle_folder(tiny_run.layout, None)), pq.read_table(tiny_run.layout.features)
    monkeypatch.setattr(matrix, "FEW", 0)
    monkeypatch.setattr(matrix, "MANY", 0)
    framed = log_odds(bundle, rows)
    monkeypatch.setattr(matrix, "FEW", few)
    monkeypatch.setattr(matrix, "MANY", many)
    assert log_odds(bundle, rows).tobytes() == framed.tobytes()
