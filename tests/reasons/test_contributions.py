"""Contributions add up to the score of every client, and are those the shap package gives."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import model
from scoring.pipeline import Run, bundle_folder
from scoring.reasons import contributions


def bundle_and_rows(run: Run) -> tuple[model.Bundle, pa.Table]:
    return model.load(bundle_folder(run.layout, None)), pq.read_table(run.layout.features)


@pytest.mark.parametrize("name", ["tiny_run", pytest.param("sample_run", marks=pytest.mark.real)])
def test_base_and_contributions_are_the_score_of_every_client(name: str, request: pytest.FixtureRequest) -> None:
    bundle, rows = bundle_and_rows(request.getfixturevalue(name))
    why = contributions(bundle, rows)
    assert why.values.shape == (rows.num_rows, len(bundle.features))
    assert np.abs(why.raw - model.log_odds(bundle, rows)).max() < 1e-9


def test_a_client_alone_is_explained_as_among_others(tiny_run: Run) -> None:
    bundle, rows = bundle_and_rows(tiny_run)
    together = contributions(bundle, rows)
    alone = [contributions(bundle, rows.slice(position, 1)) for position in range(0, rows.num_rows, 15)]
    assert {one.base for one in alone} == {together.base}
    assert np.abs(np.vstack([one.values for one in alone]) - together.values[::15]).max() < 1e-12


def test_a_feature_the_model_does_not_use_contributes_nothing(tiny_run: Run) -> None:
    bundle, rows = bundle_and_rows(tiny_run)
    used = bundle.model.get_feature_importance() > 0
    why = contributions(bundle, rows)
    assert 0 < used.sum() < len(used)
    assert not why.values[:, ~used].any()
    assert why.values[:, used].any(axis=0).all()


def test_they_are_those_of_the_shap_package(tiny_run: Run) -> None:
    import shap

    bundle, rows = bundle_and_rows(tiny_run)
    some = rows.slice(50, 12)  # among them a client without history
    why = contributions(bundle, some)
    explainer = shap.TreeExplainer(bundle.model)
    assert explainer.shap_values(model.pool(some, bundle.features)) == pytest.approx(why.values, abs=1e-9)
    assert explainer.expected_value == pytest.approx(why.base, abs=1e-9)
