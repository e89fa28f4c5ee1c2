"""The document describes every route, with examples that are answers, and every status."""

from __future__ import annotations

import json
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from scoring.api.exporting import FORMS
from scoring.api.routes import ROUTERS
from scoring.api.row import Asking
from scoring.api.shapes import Case, Ids, MapCase, WhatIfCase
from scoring.words import words
from tests.api.fake_clients import ABSENT, NEW

ROUTES = {route.name: route for router in ROUTERS for route in router.routes}  # type: ignore[attr-defined]


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation by its id."""
    found = [one for operations in document["paths"].values() for one in operations.values()]
    return {one["operationId"]: one for one in found}


def test_every_route_is_documented(document: dict[str, Any]) -> None:
    assert set(operations(document)) == set(ROUTES)
    for operation in operations(document).values():
        assert operation["summary"]
        assert operation["description"]


@pytest.mark.parametrize(
    "name",
    sorted(set(ROUTES) - {"export", "file", "letter", "metrics", "card", "comparison_chart", "comparison_image"}),
)
def test_the_example_is_an_answer(document: dict[str, Any], name: str) -> None:
    content = operations(document)[name]["responses"]["200"]["content"]["application/json"]
    kind = TypeAdapter(ROUTES[name].response_model)  # type: ignore[attr-defined]
    assert kind.validate_json(json.dumps(content["example"]), strict=True)
    assert content["schema"]


def test_an_export_shows_every_form(document: dict[str, Any]) -> None:
    content = operations(document)["export"]["responses"]["200"]["content"]
    assert set(content) == {form[0].partition(";")[0] for form in FORMS.values()}
    assert content["text/csv"]["example"].splitlines()[1] == "900017,0.04,0.03,0.05,granted,False"


def test_a_card_and_a_picture_show_their_forms(document: dict[str, Any]) -> None:
    forms = {
        name: set(operations(document)[name]["responses"]["200"]["content"])
        for name in ("card", "comparison_chart", "comparison_image")
    }
    assert forms == {
        "card": {"text/markdown", "text/html"},
        "comparison_chart": {"image/svg+xml"},
        "comparison_image": {"image/png"},
    }


@pytest.mark.parametrize("name", ["low", "high", "review"])
def test_a_score_says_what_its_uncertainty_means(document: dict[str, Any], name: str) -> None:
    assert f"`{name}`" in document["components"]["schemas"]["Score"]["description"]


def test_examples_show_a_client_without_history(document: dict[str, Any]) -> None:
    explained = operations(document)["explanation"]["responses"]["200"]["content"]["application/json"]
    assert None in [part["value"] for part in explained["example"]["contributions"]]


def test_the_example_applications_have_the_shape(document: dict[str, Any]) -> None:
    body = operations(document)["predict"]["requestBody"]["content"]["application/json"]
    cases = [Asking.model_validate(one["value"]) for one in body["examples"].values()]
    assert [(case.client is None, case.features is None) for case in cases] == [
        (False, True),
        (True, True),
        (True, False),
    ]


@pytest.mark.parametrize("name", ["scores", "explanations"])
def test_the_example_ids_have_the_shape(document: dict[str, Any], name: str) -> None:
    body = operations(document)[name]["requestBody"]["content"]["application/json"]
    assert all(Ids.model_validate(one["value"]).clients for one in body["examples"].values())


@pytest.mark.parametrize(("name", "kind"), [("what_if", WhatIfCase), ("offer_map", MapCase), ("offers", Case)])
def test_the_examples_of_what_else_is_asked_have_the_shape(
    document: dict[str, Any], name: str, kind: type[Case]
) -> None:
    body = operations(document)[name]["requestBody"]["content"]["application/json"]
    for one in body["examples"].values():
        assert set(one["value"]) == set(kind.model_fields)
        kind.model_validate(one["value"])


@pytest.mark.parametrize(
    ("name", "method", "path", "status"),
    [
        ("find", "GET", "/v1/clients?limit=0", 422),
        ("client", "GET", f"/v1/clients/{ABSENT}", 404),
        ("client", "GET", "/v1/clients/x", 422),
        ("compare", "GET", f"/v1/clients/{NEW}/comparison", 422),
        ("list_clients", "GET", "/v1/lists/clients?list=rich", 404),
        ("list_clients", "GET", "/v1/lists/clients?offset=-1", 422),
        ("statistics", "GET", "/v1/statistics?variable=SHOE_SIZE", 404),
        ("portfolio", "GET", "/v1/portfolio?cost_ratio=0", 422),
        ("export", "GET", "/v1/export?form=pdf", 422),
        ("scores", "POST", "/v1/scores", 415),
        ("predict", "POST", "/v1/predict", 415),
    ],
)
def test_a_problem_is_documented(
    api: TestClient, document: dict[str, Any], name: str, method: str, path: str, status: int
) -> None:
    assert api.request(method, path).status_code == status
    content = operations(document)[name]["responses"][str(status)]["content"]["application/problem+json"]
    assert content["schema"] == {"$ref": "#/components/schemas/Problem"}
    assert content["example"]["status"] == status


def test_a_problem_has_the_members_documented(api: TestClient, document: dict[str, Any]) -> None:
    schema = document["components"]["schemas"]["Problem"]
    problem = api.get("/nowhere").json()
    assert set(schema["required"]) <= set(problem) <= set(schema["properties"])


def test_what_is_counted_is_text(document: dict[str, Any]) -> None:
    assert "text/plain" in operations(document)["metrics"]["responses"]["200"]["content"]


@pytest.mark.parametrize("name", ROUTES)
def test_a_route_is_described_in_both_languages(document: dict[str, Any], name: str) -> None:
    english, french = operations(document)[name]["description"].split("\n\n")
    assert (english, french) == (words("en").text(f"api.{name}"), words("fr").text(f"api.{name}"))
    assert english != french


def test_no_words_are_left_over() -> None:
    assert set(words("en").entries["api"]) == {*ROUTES, "description", "key"}


def test_every_route_but_the_open_ones_asks_for_a_key(document: dict[str, Any]) -> None:
    assert document["components"]["securitySchemes"]["key"]["scheme"] == "bearer"
    assert document["security"] == [{"key": []}]
    open_ones = {name for name, operation in operations(document).items() if operation.get("security") == []}
    assert open_ones == {"health", "ready"}


def test_no_shape_that_would_repeat_what_was_sent(document: dict[str, Any]) -> None:
    assert "HTTPValidationError" not in json.dumps(document)
