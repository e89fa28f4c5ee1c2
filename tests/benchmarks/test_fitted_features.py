"""Fitted columns: nobody's own outcome, nor a held-out one, reaches the model that learns from them."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.benchmarks.fitted_features import column_of
from tests.benchmarks.section import rewrite

FOLD = np.array([0, 1, 2, 0, 1, 2])


def test_each_client_has_columns_learnt_without_their_fold_and_the_held_out_one() -> None:
    asked = {frozenset({0}): 10.0, frozenset({0, 1}): 20.0, frozenset({0, 2}): 30.0}
    found = column_of(lambda without: np.full((6, 1), asked[without]), FOLD, held=0)
    assert found[:, 0].tolist() == [10.0, 20.0, 30.0, 10.0, 20.0, 30.0]


def test_a_client_without_history_stays_unknown_and_spoils_nobody_elses() -> None:
    # What an estimate says of the folds it learnt from is of no use: here it is not known.
    def estimate(without: frozenset[int]) -> np.ndarray:
        return np.where(np.isin(FOLD, list(without)) & (np.arange(6) != 5), 1.0, np.nan)[:, None]

    found = column_of(estimate, FOLD, held=0)
    assert np.array_equal(found[:, 0], [1, 1, 1, 1, 1, np.nan], equal_nan=True)


def test_a_section_is_written_again_in_its_place(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    rewrite(page, "one", "first", "Title")
    rewrite(page, "two", "second", "Title")
    page.write_text(page.read_text() + "By hand.\n")
    rewrite(page, "one", "changed", "Title")
    text = page.read_text()
    assert text.startswith("# Title\n") and text.endswith("By hand.\n")
    assert "first" not in text and text.index("changed") < text.index("second")
