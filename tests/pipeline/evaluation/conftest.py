"""One evaluation of the tiny clients: CatBoost and a logistic regression, and every policy."""

from __future__ import annotations

import shutil
from dataclasses import dataclass, replace

import pytest

from scoring.pipeline import Run
from scoring.pipeline.evaluation import Evaluation, evaluate
from scoring.settings import Settings


@dataclass(frozen=True)
class Evaluated:
    """An evaluation, the settings it was made with and what was said on the way."""

    settings: Settings
    found: Evaluation
    said: list[str]


@pytest.fixture(scope="session")
def evaluated(tiny_run: Run, tmp_path_factory: pytest.TempPathFactory) -> Evaluated:
    data = shutil.copytree(tiny_run.settings.data, tmp_path_factory.mktemp("evaluated") / "data")
    settings = replace(tiny_run.settings, data=data, iterations=20)
    said: list[str] = []
    return Evaluated(settings, evaluate(settings, ["logistic", "catboost"], policies=True, progress=said.append), said)
