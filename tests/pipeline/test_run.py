"""A run: its settings, its raw files, and whether anything is left to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from scoring import synthetic
from scoring.faults import Refused
from scoring.pipeline import Run
from scoring.settings import Settings
from tests.pipeline.conftest import Workshop
from tests.stores import TINY


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty data folder, named by the environment."""
    monkeypatch.setenv("SCORING_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


def test_what_is_given_goes_before_the_environment(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCORING_SEED", "5")
    monkeypatch.setenv("SCORING_FOLDS", "4")
    run = Run.start(TINY, seed=7, folds=None, cost_ratio=None)
    assert (run.settings.data, run.settings.seed, run.settings.folds) == (data, 7, 4)
    assert run.settings.cost_ratio == Settings().cost_ratio
    assert Run.start(TINY, data="elsewhere").settings.data == Path("elsewhere")


@pytest.mark.parametrize(
    ("raw", "raws"),
    [
        (TINY, (TINY,)),
        (str(TINY), (TINY,)),
        ([str(TINY / "bureau.csv"), TINY], (TINY / "bureau.csv", TINY)),
    ],
)
@pytest.mark.usefixtures("data")
def test_raw_files_are_a_path_or_several(raw: Any, raws: tuple[Path, ...]) -> None:
    assert Run.start(raw).raws == raws


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"engine": "abacus"}, "SCORING_ENGINE: abacus is not allowed; give duckdb or spark"),
        ({"folds": 1}, "SCORING_FOLDS: 1 is not allowed; give .*at least 2"),
        ({"cost_ratio": 0.0}, "SCORING_COST_RATIO"),
    ],
)
def test_settings_that_cannot_be_are_refused(changed: dict[str, Any], said: str) -> None:
    with pytest.raises(Refused, match=said):
        Run.start(TINY, **changed)


def test_going_on_looks_for_no_raw_files(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(synthetic, "write", lambda *given: pytest.fail("the demo was made"))
    assert Run.resume().raws == ()
    assert not data.exists()
    monkeypatch.setenv("SCORING_ENGINE", "abacus")
    with pytest.raises(Refused, match="SCORING_ENGINE: abacus is not allowed"):
        Run.resume()


def test_each_step_says_how_long_it_took(workshop: Workshop) -> None:
    run = workshop.run()
    run.stage()
    run.features()
    run.save(run.train())
    run.publish()
    assert list(run.seconds) == ["stage", "features", "train", "save", "publish"]
    assert all(seconds >= 0 for seconds in run.seconds.values())


@pytest.mark.parametrize(
    ("changed", "published"),
    [({}, True), ({"threads": 1}, True), ({"minimum_group": 7}, True), ({"memory": 900}, True)]
    + [({name: value}, False) for name, value in {"seed": 1, "folds": 4, "cost_ratio": 9.0, "depth": 4}.items()],
)
def test_it_is_published_until_a_parameter_of_the_model_changes(
    workshop: Workshop, changed: dict[str, Any], published: bool
) -> None:
    assert workshop.run(**changed).is_published() is published


def test_it_is_not_published_once_a_raw_file_changed(workshop: Workshop) -> None:
    workshop.edit("bureau", "Active", "Closed")
    assert not workshop.run().is_published()


@pytest.mark.parametrize("lost", ["current", "*/manifest.json", "*/bundle/manifest.json", "*/clients.sqlite"])
def test_it_is_not_published_when_the_store_cannot_be_read(workshop: Workshop, lost: str) -> None:
    (path,) = (workshop.data / "store").glob(lost)
    path.unlink()
    assert not workshop.run().is_published()


def test_preparing_loads_nothing_that_only_training_and_exploring_need() -> None:
    code = (
        "import sys; from scoring.pipeline import Run, steps;"
        " print({'catboost', 'matplotlib', 'pandas', 'scipy', 'sklearn'} & set(sys.modules))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said == "set()\n"
