"""The search: its study goes on after a stop or a kill, and what it finds is compared on the same clients."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sklearn.metrics import log_loss

from scoring.faults import Damaged, Refused
from scoring.model.tuning import changes, pooled, space
from scoring.pipeline import search, steps, tuning
from scoring.pipeline.search import Search
from scoring.pipeline.tuning import Tuned, environment, tune
from scoring.settings import Settings
from tests.pipeline.conftest import Workshop

pytestmark = pytest.mark.skipif(not tuning.installed(), reason="Optuna is not installed")
SMALL = {"iterations": 8, "patience": 8, "threads": 1}


@pytest.fixture
def settings(workshop: Workshop) -> Settings:
    return workshop.run(**SMALL).settings


def studied(settings: Settings) -> Any:
    import optuna

    file = settings.data / "work" / "tuning" / "study.db"
    return optuna.load_study(study_name=Search.of(settings).name, storage=f"sqlite:///{file}")


def test_the_first_trial_is_where_the_settings_are_and_the_search_goes_on(
    workshop: Workshop, settings: Settings
) -> None:
    first = tune(settings, 1, progress=workshop.said.append)
    assert (first.trials, first.given_up, first.settings, first.compared) == (1, 0, {}, {})
    present = Search.of(settings).present()
    assert present["features"] == settings.least_features  # so few defaults pay for no more
    found = tune(settings, 3, progress=workshop.said.append)
    trials = studied(settings).trials
    assert trials[0].params == present
    assert len({str(trial.params) for trial in trials}) == found.trials == 3
    assert found.loss == min(trial.value for trial in trials) <= first.loss
    assert [line.split(":")[0] for line in workshop.said if line.startswith("trial")] == [
        f"trial {number} of {of}" for number, of in ((1, 1), (2, 3), (3, 3))
    ]
    assert sorted(path.name for path in (settings.data / "work" / "tuning").iterdir()) == ["study.db"]


def test_what_is_found_is_compared_on_the_same_clients_in_folds_that_chose_nothing(
    workshop: Workshop, settings: Settings
) -> None:
    one = Search.of(settings)
    tune(settings, 1, progress=workshop.said.append)
    study = studied(settings)
    study.enqueue_trial(one.present() | {"learning_rate": 0.1, "l2": 1.0})  # eight trees are few: faster is better
    found = tune(settings, 2, progress=workshop.said.append)
    assert found.settings == changes(one.present() | {"learning_rate": 0.1, "l2": 1.0})
    present, tuned = one.train([settings, one.changed(study.best_params)], workshop.said.append)
    assert present.holdout is None
    assert len(present.target) == len(one.fold)
    assert (present.fold != one.fold).any()
    losses, costs = found.compared["log-loss"], found.compared["cost per applicant"]
    assert losses.present == pytest.approx(log_loss(present.target, present.probability))
    assert losses.found == pytest.approx(log_loss(tuned.target, tuned.probability))
    assert losses.difference.low < losses.found - losses.present < losses.difference.high
    assert (costs.found, costs.present) == (tuned.curve.least, present.curve.least)
    assert costs.difference.value == pytest.approx(costs.found - costs.present)


def test_a_trial_that_leaves_no_hope_is_given_up(
    workshop: Workshop, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    trained: list[int] = []

    def losses(grower: Any, fold: np.ndarray, snapshots: Path) -> Iterator[list[float]]:
        trained.append(0)
        for number in range(fold.max() + 1):
            trained[-1] += 1
            yield [0.25 * len(trained) + number]  # the first fold is the easiest

    monkeypatch.setattr(search, "held_out_losses", losses)
    monkeypatch.setattr(search, "BEFORE_GIVING_UP", 2)
    found = tune(settings, 4, progress=workshop.said.append)
    assert trained == [3, 3, 2, 2]  # every fold; then given up after the second
    assert (found.trials, found.given_up) == (4, 2)
    assert found.loss == min(trial.value for trial in studied(settings).trials if trial.state.name == "COMPLETE")
    assert [line for line in workshop.said if ": given up; depth" in line]


@pytest.mark.parametrize(("fault", "again"), [(KeyboardInterrupt(), True), (ValueError("no memory"), False)])
def test_a_stopped_trial_is_taken_up_again_and_one_that_failed_is_not(
    workshop: Workshop, settings: Settings, monkeypatch: pytest.MonkeyPatch, fault: BaseException, again: bool
) -> None:
    def fails(*given: Any) -> None:
        raise fault

    with monkeypatch.context() as patched:
        patched.setattr(search, "held_out_losses", fails)
        with pytest.raises(type(fault)):
            tune(settings, 1, progress=workshop.said.append)
    tune(settings, 1, progress=workshop.said.append)
    stopped, after = studied(settings).trials
    assert (stopped.state.name, after.state.name) == ("FAIL", "COMPLETE")
    assert (after.params == stopped.params) is again


KILLED = """
import sys, time
from pathlib import Path
from scoring.pipeline import search
from scoring.pipeline.tuning import tune
from scoring.settings import Settings

train = search.held_out_losses
def waits(*given):
    yield next(train(*given))
    Path(sys.argv[2]).touch()
    time.sleep(600)

search.held_out_losses = waits
tune(Settings(data=Path(sys.argv[1]), folds=3, iterations=8, patience=8, threads=1), 1, progress=lambda text: None)
"""


def test_a_kill_costs_what_is_not_in_a_snapshot(workshop: Workshop, settings: Settings, tmp_path: Path) -> None:
    reached = tmp_path / "reached"
    child = subprocess.Popen([sys.executable, "-c", KILLED, str(workshop.data), str(reached)])
    try:
        deadline = time.monotonic() + 120
        while not reached.exists() and child.poll() is None and time.monotonic() < deadline:
            time.sleep(0.05)
        assert reached.exists()
        with pytest.raises(Refused, match="another process is writing"):
            tune(settings, 1, progress=workshop.said.append)
    finally:
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
    assert len(list(Search.of(settings).snapshots.glob("*/fold_0/snapshot"))) == 1
    found = tune(settings, 1, progress=workshop.said.append)
    killed, after = studied(settings).trials
    assert (killed.state.name, after.state.name, after.params) == ("FAIL", "COMPLETE", killed.params)
    one = Search.of(settings)
    whole = list(search.held_out_losses(one.grower(steps.parameters(settings)), one.fold, tmp_path / "whole"))
    assert found.loss == pooled(whole, np.bincount(one.fold).tolist())
    assert not Search.of(settings).snapshots.exists()


@pytest.mark.parametrize("spoilt", ["no database", "half"])
def test_a_damaged_study_is_told_in_one_sentence(workshop: Workshop, settings: Settings, spoilt: str) -> None:
    file = settings.data / "work" / "tuning" / "study.db"
    if spoilt == "half":
        tune(settings, 1, progress=workshop.said.append)
        content = file.read_bytes()
        file.write_bytes(content[:4096] + bytes(len(content) - 4096))
    else:
        file.parent.mkdir(parents=True)
        file.write_bytes(b"not a database, but long enough to be taken for one" * 99)
    before = file.read_bytes()
    with pytest.raises(
        Damaged, match=r"study\.db: the search cannot be read or written \(.+\); .+move the file"
    ) as told:
        tune(settings, 1, progress=workshop.said.append)
    assert len(str(told.value).splitlines()) == 1
    assert file.read_bytes() == before


def test_other_data_device_or_settings_are_another_study(workshop: Workshop, settings: Settings) -> None:
    one = Search.of(settings)
    same = [replace(settings, depth=3), replace(settings, threads=2), replace(settings, promotion_cost=0.5)]
    other = [replace(settings, iterations=9), replace(settings, device="gpu"), replace(settings, seed=1)]
    names = [replace(one, settings=changed).name for changed in (*same, *other)]
    assert names[: len(same)] == [one.name] * len(same)
    assert len({one.name, replace(one, fingerprint="others").name, *names[len(same) :]}) == 2 + len(other)
    assert set(replace(one, settings=replace(settings, device="gpu")).present()) == {d.name for d in space("gpu")}


def test_settings_are_told_as_variables() -> None:
    found = Tuned(9, 0, 0.2, {"depth": 6, "l2": 12.5}, {})
    assert environment(found) == "SCORING_DEPTH=6 SCORING_L2=12.5"


def test_without_optuna_what_to_install_is_said(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    with pytest.raises(Refused, match=r"tuning needs Optuna; run: pip install '\.\[tuning\]'"):
        tune(settings, 1)
