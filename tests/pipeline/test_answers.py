"""What a batch answers: the decision of the threshold, and the features that move each client most."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from scoring import model, reasons
from scoring.faults import Refused
from scoring.pipeline import Run, bundle_folder
from scoring.pipeline.answers import answer_schema, answers, check_top
from scoring.reasons import Contributions
from scoring.tables import CLIENT

SCORED = ["probability", "decision", "low", "high", "review"]
SIDES = (("raising", 1.0), ("lowering", -1.0))


@pytest.fixture
def bundle(tiny_run: Run) -> model.Bundle:
    return model.load(bundle_folder(tiny_run.layout, None))


@pytest.fixture
def rows(tiny_run: Run) -> pa.Table:
    return pq.read_table(tiny_run.layout.features)


def test_reasons_are_the_largest_contributions_of_each_side(bundle: model.Bundle, rows: pa.Table) -> None:
    values = reasons.contributions(bundle, rows).values
    names = [feature.name for feature in bundle.features]
    found = answers(bundle, rows, 3).to_pylist()
    for client, row in enumerate(found):
        by_name = dict(zip(names, values[client], strict=True))
        for side, sign in SIDES:
            expected = sorted((sign * value for value in by_name.values() if sign * value > 0.0), reverse=True)[:3]
            said = [row[f"{side}_{rank}"] for rank in (1, 2, 3) if row[f"{side}_{rank}"] is not None]
            assert [sign * by_name[name] for name in said] == expected
            assert [row[f"{side}_{rank}_by"] for rank in range(1, len(said) + 1)] == [by_name[name] for name in said]


def test_equal_reasons_keep_the_bundles_order_and_missing_ones_are_null(
    bundle: model.Bundle, rows: pa.Table, monkeypatch: pytest.MonkeyPatch
) -> None:
    values = np.zeros((1, len(bundle.features)))
    values[0, [5, 2, 9]] = 0.25, 0.25, -1.5
    monkeypatch.setattr(reasons, "contributions", lambda bundle, rows: Contributions(0.0, values))
    names = [feature.name for feature in bundle.features]
    [found] = answers(bundle, rows.slice(0, 1), 3).drop_columns(SCORED).to_pylist()
    raising = {"raising_1": names[2], "raising_1_by": 0.25, "raising_2": names[5], "raising_2_by": 0.25}
    lowering = {"lowering_1": names[9], "lowering_1_by": -1.5, "lowering_2": None, "lowering_2_by": None}
    last = {"raising_3": None, "raising_3_by": None, "lowering_3": None, "lowering_3_by": None}
    assert found == {CLIENT: rows.column(CLIENT)[0].as_py(), **raising, **lowering, **last}


def test_decisions_are_those_of_the_threshold(bundle: model.Bundle, rows: pa.Table) -> None:
    found = answers(bundle, rows)
    refused = np.array(found.column("decision").to_pylist()) == "refused"
    assert refused.tolist() == (found.column("probability").to_numpy() >= bundle.manifest.threshold).tolist()
    assert 0 < refused.sum() < rows.num_rows


def test_a_human_is_asked_where_the_threshold_lies_within_the_interval(bundle: model.Bundle, rows: pa.Table) -> None:
    threshold = bundle.manifest.threshold
    for row in answers(bundle, rows).to_pylist():
        assert row["low"] <= row["probability"] <= row["high"]
        assert row["review"] == (row["low"] < threshold <= row["high"])


def test_without_reasons_there_are_the_scores_alone(bundle: model.Bundle, rows: pa.Table) -> None:
    found = answers(bundle, rows)
    assert found.schema == answer_schema()
    assert found.column_names == [CLIENT, *SCORED]


@pytest.mark.parametrize("top", [-1, 10_000])
def test_a_number_of_reasons_that_there_are_not_is_refused(bundle: model.Bundle, top: int) -> None:
    with pytest.raises(Refused, match=f"{top} reasons were asked for; give a number from 0 to {len(bundle.features)}"):
        check_top(bundle, top)
    check_top(bundle, 0)
    check_top(bundle, len(bundle.features))
