"""Whether the folds' models give the reasons of the deployed one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import groups, model, store
from scoring.pipeline import Run
from scoring.reasons import stability


@pytest.fixture(scope="module")
def published(tiny_run: Run) -> tuple[model.Bundle, pa.Table, np.ndarray]:
    folder = store.current(tiny_run.layout.stores)
    columns = pq.read_table(folder / store.COLUMNS)
    return (
        model.load(folder / store.BUNDLE),
        columns,
        columns.column(groups.GRANTED).to_numpy(zero_copy_only=False),
    )


def test_a_model_agrees_with_itself(published: tuple[model.Bundle, pa.Table, np.ndarray]) -> None:
    bundle, columns, granted = published
    found = stability(replace(bundle, members=(bundle.model, bundle.model)), columns, granted)
    assert (found.clients, found.models) == (150, 2)
    assert (found.rank, found.sign) == pytest.approx((1.0, 1.0))


def test_models_of_other_clients_agree_less(published: tuple[model.Bundle, pa.Table, np.ndarray]) -> None:
    found = stability(*published)
    assert found.models == 3
    assert 0.5 < found.rank < 1.0
    assert 0.5 < found.sign <= 1.0


def test_the_card_tells(tiny_run: Run, published: tuple[model.Bundle, pa.Table, np.ndarray]) -> None:
    found = stability(*published)
    card = (store.current(tiny_run.layout.stores) / store.CARD).read_text(encoding="utf-8")
    assert f"mean over 3 models and 150 clients | {found.rank:.3f} |" in card
    assert f"mean over 3 models and 150 clients | {found.sign:.1%} |" in card
