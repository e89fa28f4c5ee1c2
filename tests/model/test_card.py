"""The model card: each number is the manifest's, nothing is invented, the page stands alone."""

from __future__ import annotations

import re
from dataclasses import asdict
from html.parser import HTMLParser
from typing import Any

import pytest

from scoring.model import card_html, evaluate, model_card, read_manifest, with_policies, with_section
from scoring.pipeline import Run, bundle_folder
from scoring.settings import Settings
from tests.model.drawn import clients

METRICS = evaluate(*clients(3000), 0.1, 10.0, seed=3)
HOLDOUT = evaluate(*clients(1000, seed=1), 0.1, 10.0, seed=3)
FACTS: dict[str, Any] = {
    "id": "20260101-120000-abcdef01",
    "created": "2026-01-01T12:00:00+00:00",
    "features": (("AMT_CREDIT", "number"), ("DAYS_BIRTH", "number"), ("BUREAU_COUNT", "number")),
    "dropped": ("BUREAU_COUNT",),
    "threshold": 0.0931,
    "cost_ratio": 10.0,
    "metrics": METRICS | {"trees": 321, "selection_agreement": 0.654, "holdout": HOLDOUT},
    "parameters": {"seed": 42, "folds": 5},
    "fingerprint": "f00d",
    "code": "c0de",
    "synthetic": False,
    "versions": {"catboost": "1.2.10"},
    "files": {"model.cbm": "5ea1"},
    "calibration": {"kind": "beta", "coefficients": [0.9, 1.1, -0.05]},
    "uncertainty": {"method": "jackknife", "median_error": 0.0123},
}
WRITTEN = model_card(FACTS)


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("id", "# Model card 20260101-120000-abcdef01"),
        ("created", "Trained 2026-01-01T12:00:00+00:00."),
        ("synthetic", "| real or invented | real |"),
        ("fingerprint", "| fingerprint of the data | `f00d` |"),
        ("features", "2 of 3 declared features are used."),
        ("features", "Used: `AMT_CREDIT`, `DAYS_BIRTH`."),
        ("features", "| age | `DAYS_BIRTH` | yes |"),
        ("features", "| sex | `CODE_GENDER` | no |"),
        ("dropped", "Not used (the manifest gives each one's reason): `BUREAU_COUNT`."),
        ("metrics", "| clients | 3,000 | 1,000 |"),
        ("metrics", f"| log-loss | {METRICS['log_loss']:.4f} | {HOLDOUT['log_loss']:.4f} |"),
        ("metrics", "| trees | 321 | – |"),
        ("metrics", "| features that two folds' models share, of those that either uses | 65% | – |"),
        ("threshold", "Refused is who scores 0.0931 or more."),
        ("cost_ratio", "1 / (1 + 10) = 0.0909"),
        ("calibration", "a = 0.9000, b = 1.1000, c = -0.0500"),
        ("uncertainty", "| median error | 0.0123 |"),
        ("parameters", "SCORING_SEED=42 SCORING_FOLDS=5 scoring build --raw PATH"),
        ("code", "| fingerprint of the code of the features | `c0de` |"),
        ("versions", "| catboost | 1.2.10 |"),
        ("files", "| SHA-256 of `model.cbm` | `5ea1` |"),
    ],
)
def test_a_fact_is_said_where_it_is_known_and_left_out_where_not(fact: str, text: str) -> None:
    assert text in WRITTEN
    assert text not in model_card({name: value for name, value in FACTS.items() if name != fact})


def test_nothing_known_leaves_what_the_model_is_for() -> None:
    written = model_card({})
    assert re.findall(r"^#+ .*", written, re.MULTILINE) == ["# Model card", "## Purpose and limits"]
    assert not re.search(r"nan|None|–", written)


def test_without_a_holdout_its_column_is_left_out() -> None:
    written = model_card(FACTS | {"metrics": METRICS})
    assert "| measure (95 % interval) | out of fold |\n" in written
    assert "holdout" not in written


COSTS = [
    {"policy": "default", "auc": 0.76, "cost": 0.52},
    {"policy": "with sex", "auc": 0.7626, "auc_difference": 0.0026, "auc_low": 0.0007, "auc_high": 0.0044}
    | {"cost": None, "cost_difference": None},
]


def test_what_policies_cost_is_said_as_measured_and_never_made_up() -> None:
    head = "## What each policy costs\n\n"
    assert f"{head}How much AUC each policy costs was not measured" in WRITTEN
    assert "`scoring evaluate --policies` measures it" in WRITTEN
    written = model_card(FACTS | {"metrics": METRICS | {"policies": COSTS}})
    assert "was not measured" not in written
    assert "| default | 0.7600 | – | 0.5200 | – |\n" in written
    assert "| with sex | 0.7626 | +0.0026 (+0.0007 to +0.0044) | – | – |\n" in written


def test_what_was_measured_since_takes_the_place_of_what_was_said() -> None:
    since = with_policies(WRITTEN, COSTS)
    assert since == model_card(FACTS | {"metrics": FACTS["metrics"] | {"policies": COSTS}})
    assert with_policies(since, COSTS) == with_policies(since, []) == since
    assert with_policies("# Model card\n", COSTS) == "# Model card\n"


@pytest.mark.parametrize(
    ("alarm", "said"), [(False, ": no alarm, which takes"), (True, "Threshold or probabilities are at fault.**")]
)
def test_the_cost_line(alarm: bool, said: str) -> None:
    metrics = {"cost_per_applicant": 0.55, "cost_expected": 0.5, "cost_error": 0.01, "cost_alarm": alarm}
    written = model_card(FACTS | {"metrics": metrics})
    assert "Out of fold the cost is 0.5500 per applicant, +10.0% from the 0.5000" in written
    assert said in written


@pytest.mark.parametrize(("synthetic", "warned"), [(True, True), (False, False)])
def test_invented_clients_are_said_to_be_invented(synthetic: bool, warned: bool) -> None:
    written = model_card(FACTS | {"synthetic": synthetic})
    assert ("says nothing of real applicants" in written) is warned
    assert ("| real or invented | invented |" in written) is warned


def test_sex_among_the_features_is_never_glossed_over() -> None:
    written = model_card(FACTS | {"features": (*FACTS["features"], ("CODE_GENDER", "category"))})
    assert "| sex | `CODE_GENDER` | yes |" in written
    assert "Sex never enters" not in written


def test_probabilities_left_as_they_are() -> None:
    written = model_card(FACTS | {"calibration": {"kind": "none", "coefficients": []}})
    assert "Probabilities are left as the model gives them." in written
    assert "0.95–1.05" in written


class Page(HTMLParser):
    """The tags of a page and what they refer to."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.references += [str(value) for name, value in attributes if name in ("src", "href")]


def test_the_page_stands_alone_and_holds_all() -> None:
    written = card_html(WRITTEN)
    page = Page()
    page.feed(written)
    assert not page.references
    assert "url(" not in written
    assert page.tags.count("h2") == WRITTEN.count("\n## ")
    assert page.tags.count("tr") == len(re.findall(r"^\| (?!---)", WRITTEN, re.MULTILINE))
    assert "<title>Model card 20260101-120000-abcdef01</title>" in written
    assert "@media print" in written


def test_text_from_the_manifest_is_no_markup() -> None:
    written = model_card(FACTS | {"id": "<b>x</b>", "versions": {"a|b": "<script>alert(1)</script>"}})
    page = Page()
    page.feed(card_html(written))
    assert not {"script", "b"} & set(page.tags)
    assert r"| a\|b |" in written


def test_a_trained_bundle_has_its_card(tiny_run: Run) -> None:
    manifest = asdict(read_manifest(bundle_folder(tiny_run.layout, None)))
    written = model_card(manifest)
    assert "## Measures" in written
    assert f"{manifest['threshold']:.4f}" in written
    variables = {row.variable for row in Settings().rows()}
    assert set(re.findall(r"SCORING_\w+", written)) == {f"SCORING_{name.upper()}" for name in manifest["parameters"]}
    assert set(re.findall(r"SCORING_\w+", written)) <= variables


def test_a_section_is_put_before_how_to_make_it_again() -> None:
    card = model_card({"id": "m", "versions": {"numpy": "2"}, "parameters": {"seed": 1}})
    added = with_section(card, "Reasons", "Said of clients.", [("flips", "3 %")])
    section = "## Reasons\n\nSaid of clients.\n\n| fact | value |\n| --- | --- |\n| flips | 3 % |\n\n"
    assert added == card.replace("## How to make it again", f"{section}## How to make it again")


def test_a_section_is_put_last_where_nothing_tells_how_to_make_it_again() -> None:
    assert with_section("# Model card\n", "Reasons", "Said.", []) == "# Model card\n\n## Reasons\n\nSaid.\n"
