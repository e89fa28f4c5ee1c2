"""Fixtures: raw files, and data folders built from them once by the real steps, however many processes test."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from scoring.aside import folder_aside, locked
from scoring.pipeline import Run
from scoring.settings import Settings

TINY = Path(__file__).parent / "tiny"
"""150 invented clients: `scoring synth --clients 150 --seed 7`."""

QUICK: dict[str, Any] = {"folds": 3, "iterations": 40, "patience": 40, "tracking": "off"}
"""Settings for a model that is trained in a second or two, and told to nobody: MLflow takes longer than that."""


def real_sample() -> Path | None:
    """Give the real sample's archive, when HOME_CREDIT_DATA names its folder."""
    folder = os.environ.get("HOME_CREDIT_DATA")
    archive = Path(folder, "home-credit-sample.zip") if folder else None
    return archive if archive is not None and archive.is_file() else None


def prepared(raw: Path, data: Path) -> Run:
    """A run over a data folder, with quick settings."""
    return Run(replace(Settings(), data=data, **QUICK), (raw,), progress=lambda text: None)


def built(raw: Path, data: Path) -> Run:
    """Stage, compute, train and publish; give the run."""
    run = prepared(raw, data)
    run.stage()
    run.features()
    run.save(run.train())
    run.publish()
    return run


def built_once(raw: Path, name: str, folders: pytest.TempPathFactory) -> Run:
    """The same in a folder of this process, copied from what the first of those that test together has built."""
    own = folders.mktemp(name)
    if "PYTEST_XDIST_WORKER" not in os.environ:
        return built(raw, own)
    shared = folders.getbasetemp().parent / name
    with locked(shared):
        if not (shared / "data").exists():
            with folder_aside(shared / "data") as aside:
                built(raw, aside)
    shutil.copytree(shared / "data", own, dirs_exist_ok=True)
    return prepared(raw, own)


@pytest.fixture(scope="session")
def tiny_run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A published data folder of the tiny invented clients; tests must not change it."""
    return built_once(TINY, "tiny", tmp_path_factory)


@pytest.fixture(scope="session")
def sample() -> Path:
    """The real sample's archive; without it the test is skipped."""
    archive = real_sample()
    if archive is None:
        pytest.skip("the real sample is not here: HOME_CREDIT_DATA does not name its folder")
    return archive


@pytest.fixture(scope="session")
def sample_run(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    """A published data folder of the real sample; tests must not change it."""
    return built_once(sample, "sample", tmp_path_factory)


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    """The data folder the page is opened on: of the real sample, or of the tiny clients without it."""
    run: Run = request.getfixturevalue("tiny_run" if real_sample() is None else "sample_run")
    return run.settings.data
