"""Each route gives the answer of its question, whole and unchanged."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from scoring.serving.questions import (
    About,
    Client,
    Comparison,
    Explanation,
    Matches,
    Prediction,
    Score,
    Variable,
)
from tests.api.fake import CONTRACT, DEBT, KNOWN, NEW, OTHER, Fake

ROUTES: list[tuple[str, Any, Callable[[Fake], Any]]] = [
    ("/v1/about", About, lambda fake: fake.about()),
    ("/v1/clients", Matches, lambda fake: fake.find("")),
    ("/v1/clients?contains=9000", Matches, lambda fake: fake.find("9000")),
    ("/v1/clients?contains=900%20017", Matches, lambda fake: fake.find("900017")),
    ("/v1/clients?contains=900%E2%80%AF01", Matches, lambda fake: fake.find("90001")),
    ("/v1/clients?limit=1", Matches, lambda fake: fake.find("", 1)),
    ("/v1/clients?contains=8", Matches, lambda _: Matches(1, (NEW,))),
    ("/v1/clients?contains=555", Matches, lambda _: Matches(0, ())),
    *((f"/v1/clients/{one}", Client, lambda fake, one=one: fake.client(one)) for one in (KNOWN, NEW, OTHER)),
    *((f"/v1/clients/{one}/score", Score, lambda fake, one=one: fake.score(one)) for one in (KNOWN, NEW)),
    *(
        (f"/v1/clients/{one}/explanation", Explanation, lambda fake, one=one: fake.explanation(one))
        for one in (KNOWN, NEW, OTHER)
    ),
    *(
        (
            f"/v1/clients/{one}/comparison?variable={variable.name}&group={group}",
            Comparison,
            lambda fake, one=one, variable=variable, group=group: fake.compare(one, variable.name, group),
        )
        for one in (KNOWN, NEW)
        for variable in (CONTRACT, DEBT)
        for group in ("all", "similar")
    ),
    ("/v1/variables", tuple[Variable, ...], lambda fake: fake.variables()),
    ("/v1/groups", tuple[str, ...], lambda fake: fake.groups()),
]


@pytest.mark.parametrize(("path", "kind", "expected"), ROUTES, ids=[path for path, _, _ in ROUTES])
def test_a_route_answers_its_question(
    api: TestClient, fake: Fake, path: str, kind: Any, expected: Callable[[Fake], Any]
) -> None:
    response = api.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert TypeAdapter(kind).validate_json(response.content) == expected(fake)


def test_health_asks_nothing(api: TestClient) -> None:
    assert api.get("/health").json() == {"status": "alive"}


def test_a_value_that_is_not_known_is_null(api: TestClient) -> None:
    fields = api.get(f"/v1/clients/{NEW}").json()["fields"]
    assert {field["name"]: field["value"] for field in fields} == {
        "AMT_CREDIT": 1e-17,
        "NAME_CONTRACT_TYPE": None,
        "BUREAU_DEBT_SUM": None,
    }


def test_a_prediction_is_asked_and_answered_whole(api: TestClient, fake: Fake) -> None:
    response = api.post(
        "/v1/predict",
        json={
            "client": NEW,
            "fields": {"AMT_CREDIT": 1, "NAME_CONTRACT_TYPE": "1.5", "OWN_CAR_AGE": None},
            "histories": {"bureau": [{"DAYS_CREDIT": -3.5, "CREDIT_ACTIVE": None}, {}], "previous": []},
        },
    )
    (asked,) = fake.applications
    assert TypeAdapter(Prediction).validate_json(response.content) == fake.predict(asked)
    assert asked.client == NEW
    assert asked.fields == {"AMT_CREDIT": 1.0, "NAME_CONTRACT_TYPE": "1.5", "OWN_CAR_AGE": None}
    assert isinstance(asked.fields["AMT_CREDIT"], float)
    assert asked.histories == {"bureau": [{"DAYS_CREDIT": -3.5, "CREDIT_ACTIVE": None}, {}], "previous": []}


@pytest.mark.parametrize(
    ("body", "client", "fields"),
    [
        (f'{{"client": {KNOWN}}}', KNOWN, {}),
        ('{"client": null, "fields": {"AMT_CREDIT": 1e3}}', None, {"AMT_CREDIT": 1000.0}),
        ('{"fields": {"A": "\\ud83d\\ude00 é"}}', None, {"A": "\U0001f600 é"}),
    ],
)
def test_what_an_application_leaves_out_is_empty(
    api: TestClient, fake: Fake, body: str, client: int | None, fields: dict[str, object]
) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert api.post("/v1/predict", content=body, headers=headers).status_code == 200
    (asked,) = fake.applications
    assert (asked.client, asked.fields, asked.histories) == (client, fields, {})
