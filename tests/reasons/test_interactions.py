"""Interactions: shares of one whole, and values that are part of the contributions themselves."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import model
from scoring.pipeline import Run, bundle_folder
from scoring.reasons import Pair, contributions, interacting, interaction


@pytest.fixture(scope="module")
def bundle(tiny_run: Run) -> model.Bundle:
    return model.load(bundle_folder(tiny_run.layout, None))


@pytest.fixture(scope="module")
def rows(tiny_run: Run) -> pa.Table:
    """Twelve clients, one of them without history."""
    return pq.read_table(tiny_run.layout.features).slice(50, 12)


def test_pairs_share_out_one_whole_the_strongest_first(bundle: model.Bundle) -> None:
    every = interacting(bundle, 10**6)
    assert sum(pair.share for pair in every) == pytest.approx(1.0)
    assert [pair.share for pair in every] == sorted((pair.share for pair in every), reverse=True)
    assert interacting(bundle, 3) == every[:3]
    assert all(pair.first != pair.second for pair in every)


def test_what_a_pair_adds_is_the_same_either_way_round(bundle: model.Bundle, rows: pa.Table) -> None:
    pair = interacting(bundle, 1)[0]
    added = interaction(bundle, rows, pair)
    assert added.shape == (rows.num_rows,)
    assert np.abs(added).max() > 0
    assert interaction(bundle, rows, Pair(pair.second, pair.first, pair.share)) == pytest.approx(added, abs=1e-9)
    assert np.abs(added).max() < np.abs(contributions(bundle, rows).values).sum(axis=1).max()


def test_a_pair_that_is_never_read_together_adds_nothing(bundle: model.Bundle, rows: pa.Table) -> None:
    unused = [f.name for f, use in zip(bundle.features, bundle.model.get_feature_importance(), strict=True) if use == 0]
    assert interaction(bundle, rows, Pair(unused[0], unused[1], 0.0)) == pytest.approx(0.0, abs=1e-12)
