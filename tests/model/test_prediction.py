"""Feature rows in, probabilities out: alone or together, in whatever order of columns."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring.model import Bundle, load, log_odds, probability, refused, scores
from scoring.pipeline import Run, bundle_folder
from tests.golden.make import BUNDLE


@pytest.fixture(scope="module")
def bundle(tiny_run: Run) -> Bundle:
    return load(bundle_folder(tiny_run.layout, None))


@pytest.fixture(scope="module")
def rows(tiny_run: Run) -> pa.Table:
    return pq.read_table(tiny_run.layout.features)


@pytest.mark.parametrize(
    ("raw", "expected"), [(0.0, 0.5), (np.log(3), 0.75), (-np.log(3), 0.25), (40.0, 1.0), (-800.0, 0.0)]
)
def test_log_odds_as_probability(raw: float, expected: float) -> None:
    with np.errstate(over="ignore"):
        assert probability(np.array([raw]))[0] == pytest.approx(expected, abs=1e-15)


def test_it_is_the_probability_the_model_gives(bundle: Bundle, rows: pa.Table) -> None:
    names = [feature.name for feature in bundle.features]
    filled = rows.to_pandas()[names].astype(dict.fromkeys(bundle.manifest.categories, object))
    filled = filled.fillna(dict.fromkeys(bundle.manifest.categories, ""))
    expected = bundle.model.predict_proba(filled)[:, 1]
    assert probability(log_odds(bundle, rows)) == pytest.approx(expected, abs=1e-12)


def test_columns_are_found_by_name(bundle: Bundle, rows: pa.Table) -> None:
    turned = rows.select(rows.column_names[::-1]).append_column("MORE", pa.nulls(rows.num_rows))
    assert log_odds(bundle, turned).tolist() == log_odds(bundle, rows).tolist()


def test_a_client_alone_is_scored_as_among_others(bundle: Bundle, rows: pa.Table) -> None:
    together = log_odds(bundle, rows)
    alone = [log_odds(bundle, rows.slice(position, 1))[0] for position in range(0, rows.num_rows, 10)]
    assert alone == together[::10].tolist()


def test_scores_are_the_log_odds_and_all_that_follows(bundle: Bundle, rows: pa.Table) -> None:
    found = scores(bundle, rows)
    threshold = bundle.manifest.threshold
    assert found.raw.tobytes() == log_odds(bundle, rows).tobytes()
    assert found.probability.tobytes() == bundle.calibration.apply(probability(found.raw)).tobytes()
    assert found.refused.tolist() == refused(found.probability, threshold).tolist()
    assert (found.low <= found.probability).all() and (found.probability <= found.high).all()
    assert found.review.tolist() == ((found.low < threshold) & (found.high >= threshold)).tolist()


def test_more_confidence_asks_for_a_human_more_often(rows: pa.Table) -> None:
    bundle = load(BUNDLE)  # of few clients and nothing known before: its models differ
    shares = []
    for confidence in (0.5, 0.8, 0.99):
        parameters = dict(bundle.manifest.parameters, confidence=confidence)
        changed = replace(bundle, manifest=replace(bundle.manifest, parameters=parameters))
        shares.append(scores(changed, rows).review.mean())
    assert shares == sorted(shares)
    assert shares[0] < shares[-1]


def test_scores_of_a_client_alone_are_those_among_others(bundle: Bundle, rows: pa.Table) -> None:
    together, alone = scores(bundle, rows), scores(bundle, rows.slice(7, 1))
    assert {name: values[0] for name, values in vars(alone).items()} == {
        name: values[7] for name, values in vars(together).items()
    }
