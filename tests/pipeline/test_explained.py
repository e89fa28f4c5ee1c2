"""A model explained on clients drawn at random, among them some without history."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import nbformat
import numpy as np
import pyarrow.parquet as pq
import pytest

from scoring import model
from scoring.faults import Refused, UnknownName
from scoring.pipeline import Layout, Run, execute_explanation
from scoring.pipeline.explained import Explained
from tests.pipeline.challengers import challenger


@pytest.fixture(scope="module")
def explained(tiny_run: Run) -> Explained:
    return tiny_run.explain(clients=60)


def test_the_same_clients_are_drawn_for_a_seed(tiny_run: Run, explained: Explained) -> None:
    def ids(made: Explained) -> list[int]:
        return list(made.rows.column("SK_ID_CURR").to_pylist())

    assert ids(tiny_run.explain(clients=60)) == ids(explained)
    assert ids(explained) == sorted(set(ids(explained)))
    assert len(ids(explained)) == 60
    other = replace(tiny_run, settings=replace(tiny_run.settings, seed=9))
    assert ids(other.explain(clients=60)) != ids(explained)
    assert ids(tiny_run.explain(clients=10**6)) == pq.read_table(tiny_run.layout.features)["SK_ID_CURR"].to_pylist()


def test_contributions_are_those_of_the_score(explained: Explained) -> None:
    assert np.abs(explained.contributions.raw - model.log_odds(explained.bundle, explained.rows)).max() < 1e-9


def test_influence_is_of_what_moves_scores_the_largest_first(explained: Explained) -> None:
    sizes = list(explained.influence.values())
    assert sizes == sorted(sizes, reverse=True)
    assert 0 < len(sizes) < len(explained.names)
    first = next(iter(explained.influence))
    assert explained.influence[first] == pytest.approx(np.abs(explained.contribution(first)).mean())


def test_a_partner_is_a_number_of_a_strong_pair(explained: Explained) -> None:
    strong = {name for pair in explained.pairs for name in (pair.first, pair.second)}
    for name in explained.names:
        partner = explained.partner(name)
        if partner is not None:
            assert name in strong
            assert partner != name
            assert explained.is_number(partner)
    assert any(explained.partner(name) for name in strong)
    assert explained.partner(next(name for name in explained.names if name not in strong)) is None


@pytest.mark.parametrize("ask", ["contribution", "values", "is_number"])
def test_a_feature_that_is_not_there_is_named(explained: Explained, ask: str) -> None:
    with pytest.raises(UnknownName, match="no feature 'SHOE_SIZE'; scoring dictionary"):
        getattr(explained, ask)("SHOE_SIZE")


def test_what_cannot_be_explained_is_refused(tiny_run: Run, tmp_path: Path) -> None:
    data = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    run = Run.resume(data=data)
    with pytest.raises(Refused, match="0 clients were asked for; give 1 or more"):
        run.explain(clients=0)
    with pytest.raises(Refused, match="there is no model 'best'; trained: "):
        run.explain("best")
    name = challenger(Layout(data), "99990101-000000-new", fingerprint="of other data")
    with pytest.raises(Refused, match=f"model {name} was trained on other data"):
        run.explain()
    shutil.rmtree(Layout(data).models)
    with pytest.raises(Refused, match="run: scoring train"):
        run.explain()


def test_the_notebook_is_executed_into_a_run_of_its_own(tiny_run: Run, tmp_path: Path) -> None:
    data = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    settings = replace(tiny_run.settings, data=data)
    executed = execute_explanation(settings, None, 40, lambda cell, cells, line: None)
    assert executed.parent.parent == Layout(data).runs
    cells = nbformat.read(executed, as_version=4).cells
    pictures = [o for c in cells if c.cell_type == "code" for o in c.outputs if "image/png" in o.get("data", {})]
    assert len(pictures) == 5
    assert any("40 clients" in output.get("text", "") for c in cells for output in c.get("outputs", []))
