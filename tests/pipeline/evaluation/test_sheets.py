"""The tables of an evaluation, as a person reads them."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.model import Difference
from scoring.pipeline.evaluation import cautions, markdown, sheets
from tests.pipeline.evaluation.conftest import Evaluated

AREA = r"0\.\d{4} ± 0\.\d{4}"
DIFFERENCE = r"[+-]\d\.\d{4} \([+-]\d\.\d{4} to [+-]\d\.\d{4}\)"


def test_the_tables(evaluated: Evaluated) -> None:
    tables = list(sheets(evaluated.found))
    assert [sheet.title for sheet in tables] == [
        "Models: everyone, 129 clients, 13 defaults",
        "Models: with histories, 127 clients, 13 defaults",
        "Models: without histories, 2 clients, 0 defaults",
        "Whether probabilities and costs are what they should be",
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


def test_challengers_are_compared_with_catboost_alone_and_ties_are_called_so(evaluated: Evaluated) -> None:
    """The logistic regression stands for challengers, our model for the one that it is compared with."""
    line = next(line for line in evaluated.found.models if line.auc_difference is not None)
    ends = {"a tie": (-0.01, 0.01), "better": (0.01, 0.02), "worse": (-0.02, -0.01), "–": (math.nan, math.nan)}
    lines = tuple(
        replace(line, auc_difference=Difference(0.5 * (low + high), 0.0, low, high), cost_difference=None)
        for low, high in ends.values()
    )
    (sheet,) = (one for one in sheets(replace(evaluated.found, alone=lines)) if one.title.startswith("Challengers"))
    assert [row[4] for row in sheet.rows] == list(ends)
    cheaper = replace(line, cost_difference=Difference(-0.1, 0.01, -0.2, -0.05))
    (sheet,) = (one for one in sheets(replace(evaluated.found, alone=(cheaper,))) if one.note.startswith("A tie"))
    assert sheet.rows[0][6] == "better"


def test_each_model_says_whether_it_is_calibrated_and_its_cost_in_line(evaluated: Evaluated) -> None:
    (sheet,) = (one for one in sheets(evaluated.found) if one.title.startswith("Whether"))
    assert "two standard errors" in sheet.note
    ours, other = sheet.rows[0], sheet.rows[2]
    assert ours[:3] == ("catboost", "all features", "everyone")
    assert re.fullmatch(r"-?\d+\.\d{3} ± \d+\.\d{3}", ours[3])
    assert re.fullmatch(r"\d+\.\d%", ours[7])
    assert other[7] == "–"  # a challenger does not tell how sure a score is
    assert {row[-1] for row in sheet.rows} <= {"no alarm", "ALARM"}
    nobody = [row for row in sheet.rows if row[2] == "without histories"]
    assert [(row[3], row[9], row[10]) for row in nobody] == [("–", "–", "no alarm")] * 4
    alarmed = replace(evaluated.found, checks=(replace(evaluated.found.checks[0], alarm=True),))
    assert "| ALARM |" in "".join(" | ".join(row) + " |" for one in sheets(alarmed) for row in one.rows)


def test_without_policies_there_is_no_table_of_them(evaluated: Evaluated) -> None:
    titles = [sheet.title for sheet in sheets(replace(evaluated.found, policies=()))]
    assert "CatBoost under each policy" not in titles


def test_markdown_says_that_clients_are_invented(evaluated: Evaluated, tmp_path: Path) -> None:
    markdown(replace(evaluated.found, invented=True), tmp_path / "models.md")
    assert "Invented clients. Measured " in (tmp_path / "models.md").read_text(encoding="utf-8")


def test_markdown_holds_the_same_tables(evaluated: Evaluated, tmp_path: Path) -> None:
    out = tmp_path / "new folder" / "models.md"
    markdown(replace(evaluated.found, missing=("lightgbm is left out: it is not installed",)), out)
    text = out.read_text(encoding="utf-8")
    for sheet in sheets(evaluated.found):
        said = f"{sheet.note}\n\n" if sheet.note else ""
        assert f"## {sheet.title}\n\n{said}| {' | '.join(sheet.header)} |\n| ---" in text
        for row in sheet.rows:
            assert f"| {' | '.join(row)} |" in text
    made = evaluated.found.made
    assert f"\n\nReal clients. Measured {made.date} on {made.machine} by\n\n```sh\n{made.command} --out FILE" in text
    assert "\n\n3 folds, seed 0" in text
    assert "Lightgbm is left out: it is not installed." in text


@pytest.mark.parametrize(("leans", "scored", "said"), [(True, True, True), (False, True, False), (True, False, False)])
def test_what_a_prior_knows_is_said_before_any_table(
    evaluated: Evaluated, tmp_path: Path, leans: bool, scored: bool, said: bool
) -> None:
    kept = evaluated.found.scored if scored else evaluated.found.scored[2:]
    found = replace(evaluated.found, leans=leans, scored=kept)
    markdown(found, tmp_path / "models.md")
    before = (tmp_path / "models.md").read_text(encoding="utf-8").partition("\n## ")[0]
    assert ("a prior that knows no outcome of a single client" in before) is said
    assert "also those that `scoring train` holds out" in before
    assert all(caution in before for caution in cautions(found))
