"""What policies cost comes from the last evaluation, if that was of the same data, code and settings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from scoring import model, store
from scoring.faults import Damaged
from scoring.pipeline import Layout, bundle_folder
from scoring.pipeline.policies import policy_costs
from tests.pipeline.conftest import Workshop

OURS = {"fingerprint": "f", "code": "c", "parameters": {"seed": 0}}
LOST = {"value": -0.002, "error": 0.001, "low": -0.004, "high": 0.0}


def line(columns: str, against: str | None, group: str = "everyone", lost: object = None) -> dict[str, Any]:
    named = {"model": "catboost-alone", "columns": columns, "group": group, "against": against}
    return named | {"auc": 0.75, "auc_error": 0.01, "cost": 0.5, "auc_difference": lost, "cost_difference": None}


LINES = [line("all", None), line("without age", "all", lost=LOST), line("without age", "all", "with histories")]
UNKNOWN = {"auc_difference": None, "auc_low": None, "auc_high": None}
NO_COST = {"cost": 0.5, "cost_difference": None, "cost_low": None, "cost_high": None}
FLAT = [
    {"policy": "default", "auc": 0.75, **UNKNOWN, **NO_COST},
    {"policy": "without age", "auc": 0.75, "auc_difference": -0.002, "auc_low": -0.004, "auc_high": 0.0, **NO_COST},
]


def keep(layout: Layout, content: Mapping[str, Any]) -> None:
    layout.evaluation.parent.mkdir(parents=True, exist_ok=True)
    layout.evaluation.write_text(json.dumps(content), encoding="utf-8")


@pytest.mark.parametrize(
    ("changed", "found"),
    [
        ({}, FLAT),
        ({"policies": []}, []),  # it was asked without --policies
        ({"fingerprint": "other"}, []),
        ({"code": "other"}, []),
        ({"parameters": {"seed": 1}}, []),
    ],
)
def test_only_of_the_same_data_code_and_settings(
    workshop: Workshop, changed: dict[str, Any], found: list[dict[str, Any]]
) -> None:
    layout = workshop.run().layout
    assert policy_costs(layout, "f", "c", {"seed": 0}) == []  # nothing was evaluated
    keep(layout, OURS | {"policies": LINES} | changed)
    assert policy_costs(layout, "f", "c", {"seed": 0}) == found


@pytest.mark.parametrize("text", ["{", "[]", "{}", json.dumps(OURS | {"policies": [{}]})])
def test_an_evaluation_that_cannot_be_read_is_said(workshop: Workshop, text: str) -> None:
    layout = workshop.run().layout
    layout.evaluation.write_text(text, encoding="utf-8")
    with pytest.raises(Damaged, match=r"cannot be read; run: scoring evaluate --policies"):
        policy_costs(layout, "f", "c", {"seed": 0})


def test_the_cards_of_the_model_and_of_the_store_say_it(workshop: Workshop) -> None:
    run = workshop.run()
    made = model.read_manifest(bundle_folder(run.layout, None))
    before = model.read_card(bundle_folder(run.layout, None))
    assert "How much AUC each policy costs was not measured" in before
    keep(run.layout, {name: getattr(made, name) for name in OURS} | {"policies": LINES})
    run.publish()
    row = "| without age | 0.7500 | -0.0020 (-0.0040 to +0.0000) | 0.5000 | – |"
    published = (store.current(run.layout.stores) / store.CARD).read_text(encoding="utf-8")
    assert row in published
    assert "was not measured" not in published
    later = run.save(run.train())
    assert later.metrics["policies"] == FLAT
    assert row in model.read_card(run.layout.models / later.id)
