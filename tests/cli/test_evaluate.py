"""`scoring evaluate`: its tables and files, and what it refuses in one sentence."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from typer.main import get_command

from scoring.cli.verbs import app
from scoring.pipeline.evaluation import MODELS
from tests.cli.conftest import Scoring
from tests.cli.test_verbs import assert_refused


@pytest.fixture
def copy(tiny: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tiny clients' data folder, to be written into, with settings for seconds."""
    data = shutil.copytree(tiny, tmp_path / "data")
    for name, value in {"DATA": data, "FOLDS": 3, "ITERATIONS": 20}.items():
        monkeypatch.setenv(f"SCORING_{name}", str(value))
    return data


def test_the_tables_are_printed_and_kept(scoring: Scoring, copy: Path, tmp_path: Path) -> None:
    said = scoring("evaluate", "--models", "logistic, catboost", "--out", tmp_path / "models.md")
    assert (said.code, said.err) == (0, "")
    assert "all features: catboost: fold 3 of 3" in said.out
    assert "without the histories: logistic: fold 3 of 3" in said.out
    assert "Models: everyone, 129 clients, 13 defaults" in said.out
    assert "AUC less CatBoost's" in said.out
    assert "under each policy" not in said.out
    before, _, _ = said.out.partition("Models: everyone")
    assert "a prior that knows no outcome of a single client" in before
    assert (tmp_path / "models.md").read_text(encoding="utf-8").startswith("# Models on the same folds")
    kept = json.loads((copy / "work" / "evaluation.json").read_text(encoding="utf-8"))
    assert len(kept["scored"]) == 4


def test_the_help_names_every_model() -> None:
    options = get_command(app).commands["evaluate"].params  # type: ignore[attr-defined]
    (models,) = (option for option in options if option.name == "models")
    assert models.help.startswith(",".join(MODELS))


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (
            ("--models", "other"),
            "there is no model 'other'; allowed: catboost, catboost-alone, lightgbm, logistic, scorecard",
        ),
        (("--models", ""), "there is no model ''; allowed: catboost"),
        (
            ("--out", "models.html"),
            "models.html: the tables are written as Markdown; give a file name that ends in .md",
        ),
        ((), "run: scoring stage --raw PATH"),
    ],
)
def test_what_cannot_be_done_is_refused_before_anything_is(
    scoring: Scoring, empty: Path, arguments: tuple[str, ...], sentence: str
) -> None:
    assert_refused(scoring("evaluate", *arguments), sentence)
    assert not empty.exists()


def test_features_that_are_not_computed_are_asked_for(scoring: Scoring, copy: Path) -> None:
    (copy / "work" / "features.json").unlink()
    assert_refused(scoring("evaluate"), "run: scoring features")
