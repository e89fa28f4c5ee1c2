"""An evaluation compares like with like, is kept as JSON, and refuses what it does not know."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoring import model
from scoring.faults import Refused
from scoring.features import policy
from scoring.pipeline import Layout
from scoring.pipeline.evaluation import evaluate
from scoring.pipeline.evaluation.clients import labelled
from scoring.pipeline.evaluation.evaluation import MODELS, choose
from scoring.pipeline.evaluation.lines import find
from scoring.pipeline.evaluation.made import made
from scoring.pipeline.evaluation.scores import ALL, ALONE, OURS, OWN
from scoring.settings import Settings
from tests.pipeline.evaluation.conftest import Evaluated


def test_every_model_is_scored_on_all_columns_and_without_histories(evaluated: Evaluated) -> None:
    named = [(one.model, one.columns) for one in evaluated.found.scored]
    assert named[:4] == [(name, columns) for name in (OURS, "logistic") for columns in (ALL, OWN)]
    assert [columns for name, columns in named[4:]] == [
        ALL,
        "with sex",
        *policy.WITHOUT,
        "with shifting columns",
        "monotone",
    ]
    assert {name for name, _ in named[4:]} == {ALONE}
    assert all(one.processor_seconds >= 0 for one in evaluated.found.scored)


def test_the_groups_are_counted(evaluated: Evaluated) -> None:
    counted = [(group.name, group.clients, group.defaults) for group in evaluated.found.groups]
    assert counted == [("everyone", 129, 13), ("with histories", 127, 13), ("without histories", 2, 0)]


def test_models_are_compared_with_ours_on_the_same_columns(evaluated: Evaluated) -> None:
    lines = [line for line in evaluated.found.models if line.group == "everyone"]
    assert [(line.model, line.columns, line.against) for line in lines] == [
        (OURS, ALL, None),
        (OURS, OWN, None),
        ("logistic", ALL, OURS),
        ("logistic", OWN, OURS),
    ]
    ours, _, theirs, _ = lines
    assert theirs.auc_difference is not None
    assert theirs.auc_difference.value == pytest.approx(theirs.auc - ours.auc)
    assert theirs.cost_difference is not None
    assert theirs.cost_difference.value == pytest.approx(theirs.cost - ours.cost)


def test_a_cost_is_the_least_of_the_model_s_own_scores(evaluated: Evaluated) -> None:
    target = labelled(evaluated.settings).target
    for line in evaluated.found.models:
        one = find(evaluated.found.scored, line.model, line.columns)
        assert one is not None
        if line.group == "everyone":
            assert line.cost == pytest.approx(model.cost_curve(target, one.probability, 10.0).least)


def test_histories_are_what_a_model_has_with_them_less_without(evaluated: Evaluated) -> None:
    areas = {(line.model, line.columns): line.auc for line in evaluated.found.models if line.group == "everyone"}
    for line in evaluated.found.histories:
        assert line.against == OWN
        if line.group == "everyone":
            assert line.auc_difference is not None
            assert line.auc_difference.value == pytest.approx(areas[line.model, ALL] - areas[line.model, OWN])


def test_every_model_is_checked_on_every_group(evaluated: Evaluated) -> None:
    lines, checks = evaluated.found.models, evaluated.found.checks
    assert [(one.model, one.columns, one.group) for one in checks] == [
        (line.model, line.columns, line.group) for line in lines
    ]
    assert [check.cost for check in checks] == pytest.approx([line.cost for line in lines])
    assert [check.review is not None for check in checks] == [True, True, *[False] * 10]
    assert not evaluated.found.alone  # CatBoost alone is not among the models that were asked for


def test_challengers_are_compared_with_catboost_alone_too(evaluated: Evaluated, tmp_path: Path) -> None:
    settings = replace(evaluated.settings, data=shutil.copytree(evaluated.settings.data, tmp_path / "data"))
    found = evaluate(settings, [ALONE, "logistic"], progress=lambda text: None)
    lines = [line for line in found.alone if line.group == "everyone"]
    assert [(line.model, line.columns, line.against) for line in lines] == [
        ("logistic", ALL, ALONE),
        ("logistic", OWN, ALONE),
    ]
    areas = {(line.model, line.columns): line.auc for line in found.models if line.group == "everyone"}
    for line in lines:
        assert line.auc_difference is not None
        assert line.auc_difference.value == pytest.approx(areas["logistic", line.columns] - areas[ALONE, line.columns])


@pytest.mark.parametrize(
    ("names", "policies", "changed", "command"),
    [
        (None, False, {}, "scoring evaluate"),
        (None, True, {"seed": 3, "prior": 0}, "SCORING_SEED=3 SCORING_PRIOR=0 scoring evaluate --policies"),
        (["logistic", OURS], False, {}, "scoring evaluate --models logistic,catboost"),
    ],
)
def test_it_says_when_where_and_how_it_was_made(
    names: list[str] | None, policies: bool, changed: dict[str, Any], command: str
) -> None:
    found = made(replace(Settings(), **changed), names, policies)
    assert found.command == command
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", found.date)
    assert re.fullmatch(r"\d+ cores \(\w+, Python 3\.\S+\)", found.machine)


def test_policies_are_compared_with_the_default(evaluated: Evaluated) -> None:
    lines = [line for line in evaluated.found.policies if line.group == "everyone"]
    assert [line.columns for line in lines] == [
        ALL,
        "with sex",
        "without age",
        "without family",
        "with shifting columns",
        "monotone",
    ]
    assert [line.against for line in lines] == [None, ALL, ALL, ALL, ALL, ALL]


def test_it_is_kept_as_json_without_a_client_s_prediction(evaluated: Evaluated) -> None:
    text = Layout.of(evaluated.settings).evaluation.read_text(encoding="utf-8")
    kept = json.loads(text)
    assert kept["groups"][0] == {"name": "everyone", "clients": 129, "defaults": 13}
    assert "probability" not in text
    assert "NaN" not in text
    # Of the two clients without a history none defaulted: there is nothing to rank.
    assert [line["auc"] for line in kept["models"] if line["group"] == "without histories"] == [None] * 4
    assert kept["code"] == model.code_fingerprint()


@pytest.mark.parametrize("names", [["other"], ["catboost", "other"], [""]])
def test_a_model_that_is_not_one_is_refused_with_those_that_are(names: list[str]) -> None:
    with pytest.raises(Refused, match="allowed: catboost, catboost-alone, lightgbm, logistic, scorecard"):
        choose(names)


def test_models_run_in_one_order_and_once() -> None:
    assert choose(["scorecard", "catboost", "scorecard"]) == ((OURS, "scorecard"), ())
    assert choose(None) == (MODELS, ())


def test_what_is_not_installed_is_left_out_and_said_or_refused_when_named(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = replace(model.CHALLENGERS["lightgbm"], package="no_such_package")
    monkeypatch.setitem(model.CHALLENGERS, "lightgbm", absent)
    names, sentences = choose(None)
    assert names == (OURS, ALONE, "logistic", "scorecard")
    (sentence,) = sentences
    assert sentence.startswith("lightgbm is left out: no_such_package is not installed")
    with pytest.raises(Refused, match="no_such_package, which is not installed; it comes with the extra challengers"):
        choose(["lightgbm"])


def test_a_failure_leaves_the_last_evaluation(
    evaluated: Evaluated, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = replace(evaluated.settings, data=shutil.copytree(evaluated.settings.data, tmp_path / "data"))
    before = Layout.of(settings).evaluation.read_bytes()
    monkeypatch.setattr("scoring.pipeline.evaluation.evaluation.json.dumps", lambda *given, **more: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        evaluate(settings, ["logistic"], progress=lambda text: None)
    assert Layout.of(settings).evaluation.read_bytes() == before
    assert not list((settings.data / "work").glob(".*.aside"))
