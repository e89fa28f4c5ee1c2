"""The ladder's columns and lines, on few clients and trees; the figures themselves are in data/README.md."""

from __future__ import annotations

from itertools import pairwise

import pandas as pd
import pytest

from scoring import synthetic
from scoring.features import FEATURES
from scoring.model import auc
from tests.benchmarks import synthetic_ladder
from tests.benchmarks.synthetic_ladder import FORM, RUNGS, Rows, coded, held_out, ladder, prepared, transfer


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> Rows:
    work = tmp_path_factory.mktemp("ladder")
    synthetic.write(work / "raw", 3_000, seed=2, format="parquet")
    return prepared(work / "raw", work / "data", histories=True)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic_ladder, "TREES", 20)
    monkeypatch.setattr(synthetic_ladder, "THREADS", 1)  # threads wait for one another on a busy machine


def test_each_rung_holds_the_one_below_and_the_last_holds_every_feature() -> None:
    sets = [set(columns) for columns, _ in RUNGS.values()]
    assert all(lower < upper for lower, upper in pairwise(sets))
    assert sets[-1] == {feature.name for feature in FEATURES} | {"CODE_GENDER"}
    assert len(FORM) == 120


def test_rows_are_the_labelled_clients_with_every_column(rows: Rows) -> None:
    assert len(rows.columns) == len(rows.target) == 3_000 - round(3_000 * 48_744 / 356_255)
    assert set(rows.columns) == set(list(RUNGS.values())[-1][0])


@pytest.mark.usefixtures("quick")
def test_scores_rank_defaults_of_clients_held_out(rows: Rows) -> None:
    names = RUNGS["the three EXT_SOURCE"][0]
    assert auc(rows.target, held_out(rows, names)) > 0.6
    shuffled = Rows(rows.columns, pd.Series(rows.target).sample(frac=1, random_state=0).to_numpy())
    assert auc(shuffled.target, held_out(shuffled, names)) < 0.58


@pytest.mark.usefixtures("quick")
def test_there_is_a_line_per_rung_and_per_way_to_learn(rows: Rows) -> None:
    few = Rows(rows.columns[:600], rows.target[:600])
    lines = list(ladder(few))
    assert [line.split(" | ")[0].strip("| ") for line in lines[2:]] == list(RUNGS)
    assert len(list(transfer(few, few))) == 4


def test_texts_get_the_same_codes_in_both_frames() -> None:
    first, second = coded(pd.DataFrame({"a": ["x", None]}), pd.DataFrame({"a": ["w", "x"]}))
    assert (first.a.cat.codes.tolist(), second.a.cat.codes.tolist()) == ([1, -1], [0, 1])
