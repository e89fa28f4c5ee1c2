"""Every failure is a problem in one shape, with all its faults and nothing of what was sent."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

from scoring.api.problems import MOST_FAULTS
from tests.api.fake_clients import ABSENT, KNOWN, NEW

COMPARISON = f"/v1/clients/{NEW}/comparison"
NOBODY = "There is no client of that id: find one by part of its id."
NOWHERE = "There is no such route; /docs lists them all."
NOT_SO = "This route does not take that method; /docs says which it takes."
LONG = "v" * 201
TOO_LONG = "query.variable must have 200 characters or fewer."

FAILURES = [
    # method, path, status, type, faults
    ("GET", f"/v1/clients/{ABSENT}", 404, "unknown-name", [NOBODY]),
    ("GET", f"/v1/clients/{ABSENT}/score", 404, "unknown-name", [NOBODY]),
    ("GET", f"{COMPARISON}?variable=Dupont&group=Dupont", 404, "unknown-name", [
        "There is no variable of that name: ask for one that is listed.",
        "There is no group of that name: ask for one that is listed.",
    ]),
    ("GET", COMPARISON, 422, "refused", ["query.variable is missing: give it.", "query.group is missing: give it."]),
    ("GET", f"{COMPARISON}?variable={LONG}&group=all", 422, "refused", [TOO_LONG]),
    ("GET", "/v1/clients?contains=Dupont&limit=101", 422, "refused", [
        "query.contains must hold digits only.", "query.limit must be 100 or less.",
    ]),
    ("GET", "/v1/clients?limit=0", 422, "refused", ["query.limit must be 1 or more."]),
    ("GET", "/v1/clients?limit=+5", 422, "refused", ["query.limit must be a whole number."]),
    ("GET", "/v1/clients/Dupont", 422, "refused", ["path.client must be a whole number."]),
    ("GET", "/v1/clients/-1", 422, "refused", ["path.client must be a whole number."]),
    ("GET", "/v1/clients/9_0", 422, "refused", ["path.client must be a whole number."]),
    ("GET", "/v1/clients/" + "9" * 17, 422, "refused", ["path.client must be 9007199254740992 or less."]),
    ("GET", "/v1/clients/" + "9" * 5000, 422, "refused", ["path.client must be a whole number of a reasonable size."]),
    ("GET", "/Dupont", 404, "no-such-route", [NOWHERE]),
    ("GET", "/v1/clients/", 404, "no-such-route", [NOWHERE]),
    ("GET", "/static-offline-docs/../app.py", 404, "no-such-route", [NOWHERE]),
    ("DELETE", f"/v1/clients/{KNOWN}", 405, "method-not-allowed", [NOT_SO]),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path", "status", "kind", "faults"), FAILURES)
def test_a_failure_is_a_problem(
    api: TestClient, method: str, path: str, status: int, kind: str, faults: list[str]
) -> None:
    response = api.request(method, path)
    problem = response.json()
    assert response.status_code == problem["status"] == status
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["type"] == f"urn:scoring:problem:{kind}"
    assert problem["title"]
    assert problem["faults"] == faults
    assert problem["detail"] == (faults[0] if len(faults) == 1 else f"{len(faults)} faults: see 'faults'.")
    assert "Dupont" not in response.text


@pytest.mark.parametrize(("path", "allowed"), [
    ("/health", "GET"),
    (f"/v1/clients/{KNOWN}", "GET, PUT"),
    (f"/v1/clients/{KNOWN}/records", "GET, POST"),
    ("/v1/predict", "POST"),
])  # fmt: skip
def test_a_path_names_all_its_methods(api: TestClient, path: str, allowed: str) -> None:
    assert api.delete(path).headers["allow"] == allowed


def test_a_refusal_of_the_questions_keeps_every_fault(api: TestClient) -> None:
    response = api.post("/v1/predict", json={})
    assert response.status_code == 422
    assert response.json()["faults"] == [
        "Give a client, or the fields of an application.",
        "Neither was given.",
    ]


def test_a_method_that_is_not_allowed_names_those_that_are(api: TestClient) -> None:
    assert api.get("/v1/predict").headers["allow"] == "POST"


def test_misshapen_values_are_named_by_their_place(api: TestClient) -> None:
    response = api.post(
        "/v1/predict",
        json={
            "client": "Dupont",
            "fields": {"AMT_CREDIT": True, "M. Dupont": [], "Dupont": []},
            "histories": {"bureau": [{"DAYS_CREDIT": 1}, {"DAYS_CREDIT": {"a": 1}, "Dupont": []}], "Dupont": {}},
            "Dupont": "Dupont",
        },
    )
    assert response.status_code == 422
    assert response.json()["faults"] == [
        "body.client must be a whole number.",
        "body.fields.AMT_CREDIT must be a number, a text or null.",
        "body.fields.(an unknown field, number 2) must be a number, a text or null.",
        "body.fields.(an unknown field, number 3) must be a number, a text or null.",
        "body.histories.bureau[1].DAYS_CREDIT must be a number, a text or null.",
        "body.histories.bureau[1].(an unknown field, number 2) must be a number, a text or null.",
        "body.histories.(an unknown field, number 2) must be a list.",
        "body.(an unknown field, number 4) is not known here: remove it.",
    ]


@pytest.mark.parametrize(
    ("path", "sent", "fault"),
    [
        ("/v1/comparisons", {"variables": [], "group": "all"}, "body.variables must have 1 members or more."),
        ("/v1/comparison", {"variable": 5, "group": "all"}, "body.variable must be a text."),
        ("/v1/comparison", {"variable": "AMT_CREDIT"}, "body.group is missing: give it."),
        ("/v1/neighbours", {"count": 0}, "body.count must be 1 or more."),
        ("/v1/policies", {"cost_ratio": "dear", "text": "x"}, "body.cost_ratio must be a number."),
    ],
)
def test_a_body_out_of_shape_is_told_what_it_must_be(
    api: TestClient, path: str, sent: dict[str, object], fault: str
) -> None:
    asked = sent if path == "/v1/policies" else {"client": NEW, **sent}
    response = api.post(path, json=asked)
    assert (response.status_code, response.json()["faults"]) == (422, [fault])


def test_faults_by_the_thousand_are_counted(api: TestClient) -> None:
    fields: dict[str, list[object]] = {f"COLUMN_{place}": [] for place in range(3000)}
    faults = api.post("/v1/predict", json={"fields": fields}).json()["faults"]
    assert len(faults) == MOST_FAULTS + 1
    assert faults[-1] == "2900 more faults are not listed."
