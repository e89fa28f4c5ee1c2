"""What preparation found, as tables and plots."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from matplotlib.figure import Figure

from scoring.features import FEATURES
from scoring.figures import blanked_table, default_rate, not_known, staged_table
from scoring.pipeline import Run
from scoring.tables import TABLES
from tests.figures.looks import bars, drawn, is_png


def test_staged_table_has_a_line_per_table(tiny_run: Run) -> None:
    report = tiny_run.stage()
    table = staged_table(report)
    assert table.index.tolist() == [declared.name for declared in TABLES]
    assert table.columns.tolist() == ["delivered", "received", "staged", "dropped", "without parent"]
    assert table.loc["application", ["received", "staged", "dropped"]].tolist() == [150, 150, 0]
    assert table["delivered"].all()
    assert (table["received"] == table["staged"] + table["dropped"]).all()


def test_blanked_table_has_a_line_per_column_where_values_were_blanked(tiny_run: Run) -> None:
    table = blanked_table(tiny_run.stage())
    rows = {(entry.table, column): n for entry in tiny_run.stage().tables for column, n in entry.blanked.items() if n}
    assert {key: row["blanked"] for key, row in table.iterrows()} == rows
    assert ("application", "DAYS_EMPLOYED") in table.index


def test_not_known_counts_the_features(tiny_run: Run) -> None:
    figure = not_known(tiny_run.features())
    title, _, _ = drawn(figure)
    rows = tiny_run.features().to_pandas()
    half = (rows.drop(columns="SK_ID_CURR").isna().mean() > 0.5).sum()
    assert title == f"{half} of {len(FEATURES)} features are not known for more than half of the clients"
    assert sum(bar.get_height() for bar in bars(figure)) == len(FEATURES)


def test_not_known_of_nobody() -> None:
    nobody = pa.table({"SK_ID_CURR": pa.array([], pa.int64()), "AMT_CREDIT": pa.array([], pa.float64())})
    assert drawn(not_known(nobody))


VALUES = np.array([*range(40), np.nan, np.nan], dtype=float)
TARGET = np.array([0] * 20 + [1] * 20 + [1, 0])


@pytest.mark.parametrize(("parts", "rates"), [(2, [0.0, 1.0]), (4, [0.0, 0.0, 1.0, 1.0])])
def test_default_rate_by_quantile_leaves_the_unknown_out(parts: int, rates: list[float]) -> None:
    figure = default_rate(VALUES, TARGET, "AMOUNT", parts)
    assert drawn(figure)[0] == "AMOUNT: default rate by quantile (alone, AUC 1.000)"
    assert [bar.get_height() for bar in bars(figure)] == rates


def test_default_rate_says_how_a_feature_ranks_whichever_way_it_goes() -> None:
    titles = {drawn(default_rate(sign * VALUES, TARGET, "AMOUNT"))[0] for sign in (-1, 1)}
    assert len(titles) == 1


def test_a_value_that_many_share_makes_fewer_parts() -> None:
    shared = np.where(VALUES < 30, 0.0, VALUES)
    assert len(bars(default_rate(shared, TARGET, "AMOUNT"))) == 3


def test_a_notebook_shows_them_as_pictures(tiny_run: Run) -> None:
    made: list[Figure] = [not_known(tiny_run.features()), default_rate(VALUES, TARGET, "AMOUNT")]
    assert all(is_png(figure) for figure in made)
