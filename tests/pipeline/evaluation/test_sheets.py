"""The tables of an evaluation, as a person reads them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from scoring.pipeline.evaluation import markdown, sheets
from tests.pipeline.evaluation.conftest import Evaluated

AREA = r"0\.\d{4} ± 0\.\d{4}"
DIFFERENCE = r"[+-]\d\.\d{4} \([+-]\d\.\d{4} to [+-]\d\.\d{4}\)"


def test_the_tables(evaluated: Evaluated) -> None:
    tables = list(sheets(evaluated.found))
    assert [sheet.title for sheet in tables] == [
        "Models: everyone, 129 clients, 13 defaults",
        "Models: with histories, 127 clients, 13 defaults",
        "Models: without histories, 2 clients, 0 defaults",
        "What each model took",
        "What the histories add to each model, on the same clients",
        "CatBoost under each policy",
    ]
    for sheet in tables:
        assert all(len(row) == len(sheet.header) for row in sheet.rows)


def test_a_row_says_the_measures_and_the_differences(evaluated: Evaluated) -> None:
    everyone, _, without, *_ = sheets(evaluated.found)
    ours, _, theirs, _ = everyone.rows
    assert ours[:2] == ("catboost", "all features")
    assert re.fullmatch(AREA, ours[2])
    assert ours[4:] == ("–", "–")
    assert re.fullmatch(DIFFERENCE, theirs[4])
    assert re.fullmatch(DIFFERENCE, theirs[5])
    # Where nobody defaulted there is nothing to rank; costs still are.
    assert [row[2] for row in without.rows] == ["–"] * 4
    assert [row[4] for row in without.rows] == ["–"] * 4
    assert re.fullmatch(DIFFERENCE, without.rows[2][5])


def test_without_policies_there_is_no_table_of_them(evaluated: Evaluated) -> None:
    titles = [sheet.title for sheet in sheets(replace(evaluated.found, policies=()))]
    assert "CatBoost under each policy" not in titles


def test_markdown_says_that_clients_are_invented(evaluated: Evaluated, tmp_path: Path) -> None:
    markdown(replace(evaluated.found, invented=True), tmp_path / "models.md")
    assert "Invented clients; written by" in (tmp_path / "models.md").read_text(encoding="utf-8")


def test_markdown_holds_the_same_tables(evaluated: Evaluated, tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "models.md"
    markdown(replace(evaluated.found, missing=("lightgbm is left out: it is not installed",)), out)
    text = out.read_text(encoding="utf-8")
    for sheet in sheets(evaluated.found):
        assert f"## {sheet.title}\n\n| {' | '.join(sheet.header)} |\n| ---" in text
        for row in sheet.rows:
            assert f"| {' | '.join(row)} |" in text
    assert "\n\nReal clients; written by `scoring evaluate --out FILE.md`.\n\n3 folds, seed 0" in text
    assert "Lightgbm is left out: it is not installed." in text
