"""The verbs of models, as a person reads them: promoted, refused, gone back, marked."""

from __future__ import annotations

import importlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from scoring import model, store
from scoring.model import Difference
from scoring.pipeline import Layout, Run, bundle_folder, registry, tuning
from scoring.pipeline.tuning import Compared, Tuned
from tests.cli.conftest import REFUSAL, Scoring
from tests.pipeline.challengers import challenger
from tests.stores import QUICK, TINY


@pytest.fixture
def copy(tiny_run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Layout:
    """The published tiny clients in a folder that may be changed, named by the environment."""
    data = shutil.copytree(tiny_run.settings.data, tmp_path / "data")
    monkeypatch.setenv("SCORING_DATA", str(data))
    return Layout(data)


def test_a_model_is_refused_forced_and_gone_back_from(scoring: Scoring, copy: Layout) -> None:
    first, name = store.current(copy.stores).name, challenger(copy, "99990101-000000-new")
    refused = scoring("promote")
    assert refused.code == REFUSAL
    few, out = refused.err.splitlines()
    assert few.startswith(f"scoring: models {name} and")
    assert out == f"scoring: to publish it all the same: scoring promote {name} --force"
    forced = scoring("promote", name, "--force")
    assert (forced.code, forced.err) == (0, "")
    assert f"model {name}, 150 clients" in forced.out
    back = scoring("rollback")
    assert (back.code, back.err) == (0, "")
    assert f"store {first}: model" in back.out
    assert store.current(copy.stores).name == first


def test_the_published_model_is_marked(scoring: Scoring, copy: Layout) -> None:
    published = store.read_store_manifest(store.current(copy.stores)).model
    for number, name in enumerate((published, "another")):
        folder = copy.runs / f"2026010{number}-000000"
        folder.mkdir(parents=True)
        record = {"id": folder.name, "raw": [], "model": name, "store": "s", "clients": 150, "auc": 0.7}
        record |= {"auc_error": 0.02, "cost_per_applicant": 0.5, "threshold": 0.1, "seconds": {}}
        (folder / "run.json").write_text(json.dumps(record))
    _, first, second = scoring("runs").out.splitlines()
    assert first.split()[-1] == "current"
    assert "current" not in second


WARNED = "warning: out of fold the cost is"


@pytest.fixture
def refusing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let trainings choose a threshold that refuses everyone, where a missed default costs as much as a refusal."""
    for name, value in {**QUICK, "cost_ratio": 1}.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", str(value))
    planted = model.CostCurve(np.array([0.0, 1.0]), np.array([0.0, 0.1]))
    monkeypatch.setattr("scoring.model.training.cost_curve", lambda *given: planted)


@pytest.mark.usefixtures("refusing")
def test_a_threshold_that_costs_too_much_is_warned_of(scoring: Scoring, copy: Layout) -> None:
    said = scoring("train")
    assert (said.code, said.err) == (0, "")
    (warning,) = [line for line in said.out.splitlines() if line.startswith(WARNED)]
    assert warning.endswith("more than 2% and 2 standard errors. Threshold or probabilities are at fault.")
    assert warning == model.cost_warnings(model.read_manifest(bundle_folder(copy, None)).metrics)[0]


@pytest.mark.parametrize("planted", [True, False])
def test_a_build_warns_of_it_and_the_list_of_runs_marks_it(
    scoring: Scoring, copy: Layout, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest, planted: bool
) -> None:
    """The notebooks are stood in for by the steps: they run in processes of their own."""
    for name, value in {**QUICK, "seed": 3}.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", str(value))
    if planted:
        request.getfixturevalue("refusing")
    module = importlib.import_module("scoring.pipeline.build")  # the package has the function by this name
    monkeypatch.setattr(module, "NOTEBOOKS", ("train",))
    run = Run.resume(lambda text: None)
    monkeypatch.setattr(module, "execute", lambda *given: run.save(run.train()))
    said = scoring("build", "--raw", TINY)
    assert (said.code, said.err) == (0, "")
    assert (WARNED in said.out) is planted
    (record,) = [json.loads(path.read_text("utf-8")) for path in copy.runs.glob("*/run.json")]
    assert [warning.startswith(WARNED) for warning in record["warnings"]] == [True] * planted
    assert ("! cost is off" in scoring("runs").out) is planted


@pytest.mark.skipif(not registry.installed(), reason="MLflow is not installed")
def test_a_training_is_tracked_with_its_plots(scoring: Scoring, copy: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUICK.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", str(value))
    monkeypatch.setenv("SCORING_TRACKING", "")
    said = scoring("train")
    assert said.code == 0
    tracked = said.out.splitlines()[-1]
    assert "out-of-fold AUC 0." in said.out
    assert tracked == f"tracked: version 1 of 'scoring' in MLflow at sqlite:///{copy.tracking}"
    plots = {path.name for path in copy.artifacts.glob("*/artifacts/plots/*")}
    assert {"ranking.svg", "cost.svg", "scores.svg", "importance.svg"} <= plots


@pytest.mark.skipif(not tuning.installed(), reason="Optuna is not installed")
def test_a_search_says_what_to_set(scoring: Scoring, copy: Layout, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in QUICK.items():
        monkeypatch.setenv(f"SCORING_{name.upper()}", str(value))
    said = scoring("tune", "--trials", "1")
    assert (said.code, said.err) == (0, "")
    assert "1 trials, 0 of them given up early; best log-loss on the folds 0." in said.out
    assert said.out.endswith("no settings were found that do better than the present ones\n")
    assert (copy.tuning / "study.db").exists()


@pytest.mark.parametrize(("high", "known"), [(-0.001, True), (0.001, False)])
def test_what_a_search_found_is_told_with_whether_it_is_known_to_be_better(
    scoring: Scoring, monkeypatch: pytest.MonkeyPatch, high: float, known: bool
) -> None:
    losses = Compared(0.25, 0.24, Difference(-0.01, 0.005, -0.02, high))
    costs = Compared(0.51, 0.5, Difference(-0.01, 0.01, -0.03, 0.01))
    found = Tuned(9, 4, 0.241, {"depth": 6, "l2": 30.5}, {"log-loss": losses, "cost per applicant": costs})
    monkeypatch.setattr("scoring.pipeline.tuning.tune", lambda *given: found)
    lines = [" ".join(line.split()) for line in scoring("tune").out.splitlines()]
    assert f"log-loss 0.25000 0.24000 -0.01000 -0.02000 to {high:+.5f}" in lines
    assert "cost per applicant 0.51000 0.50000 -0.01000 -0.03000 to +0.01000" in lines
    assert any("not known to be better" in line for line in lines) is not known
    assert lines[-1] == "to set them: SCORING_DEPTH=6 SCORING_L2=30.5"
