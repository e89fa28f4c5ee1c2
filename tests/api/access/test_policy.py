"""Who may ask what, as one table; asked of the app route by route, role by role."""

from __future__ import annotations

import hashlib
from dataclasses import fields
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from scoring.api import make
from scoring.api.access import policy
from scoring.api.access.keys import Keys
from scoring.api.routes import ROUTERS
from scoring.settings import DESK, ROLES, Settings
from tests.api.fake import Fake
from tests.api.fake_clients import KNOWN, NEW

PLACES = {
    route.name: f"{' '.join(route.methods)} {route.path}"  # type: ignore[attr-defined]
    for router in ROUTERS
    for route in router.routes
}
"""Method and path of each route, by its name."""
NAMES = sorted(PLACES)

COMPARE = f"/v1/clients/{NEW}/comparison?variable=AMT_CREDIT&group=all"
EACH = f"/v1/clients/{NEW}/comparisons?variables=AMT_CREDIT&variables=AMT_CREDIT&group=all"
CHART = f"/v1/clients/{NEW}/comparison.svg?variable=AMT_CREDIT&group=all"
IMAGE = CHART.replace(".svg", ".png")
PAIR = f"/v1/clients/{NEW}/pair?across=AMT_CREDIT&up=NAME_CONTRACT_TYPE&group=all"
ASKED = [
    # method, path                              advisor manager data_scientist auditor
    ("GET", "/v1/about",                           200, 200, 200, 200),
    ("GET", "/v1/variables",                       200, 200, 200, 200),
    ("GET", "/v1/groups",                          200, 200, 200, 200),
    ("GET", "/v1/model",                           200, 200, 200, 200),
    ("GET", "/v1/model/card",                      200, 200, 200, 200),
    ("GET", "/v1/features",                        200, 200, 200, 200),
    ("GET", "/metrics",                            403, 200, 200, 403),
    ("GET", "/v1/clients?contains=9000",           200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}",                  200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/case",             200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/features",         200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/timeline",         200, 200, 403, 403),
    ("GET", "/v1/lists",                           200, 200, 403, 403),
    ("GET", "/v1/lists/clients?list=to_review",    200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/score",            200, 200, 200, 200),
    ("GET", f"/v1/clients/{NEW}/explanation",      200, 200, 200, 200),
    ("GET", f"/v1/clients/{NEW}/reasons",          200, 200, 200, 403),
    ("GET", f"/v1/clients/{NEW}/second-opinion",   200, 200, 200, 403),
    ("GET", "/v1/overview",                        200, 200, 200, 200),
    ("GET", "/v1/statistics?variable=AMT_CREDIT",  200, 200, 200, 403),
    ("GET", "/v1/portfolio",                       403, 200, 200, 200),
    ("GET", "/v1/oversight",                       403, 200, 403, 200),
    ("POST", "/v1/policies",                       403, 200, 403, 403),
    ("POST", "/v1/scores",                         200, 200, 200, 403),
    ("POST", "/v1/explanations",                   200, 200, 200, 403),
    ("GET", "/v1/export",                          403, 200, 200, 200),
    ("GET", "/v1/criteria",                        200, 200, 200, 200),
    ("GET", CHART,                                 200, 200, 200, 403),
    ("GET", IMAGE,                                 200, 200, 200, 403),
    ("GET", PAIR,                                  200, 200, 200, 403),
    ("GET", f"/v1/clients/{NEW}/neighbours",       200, 200, 403, 403),
    ("GET", COMPARE,                               200, 200, 200, 403),
    ("GET", EACH,                                  200, 200, 200, 403),
    ("POST", "/v1/predict",                        200, 200, 200, 403),
    ("GET", "/v1/changeable",                      200, 200, 200, 200),
    ("POST", "/v1/what-if",                        200, 200, 200, 403),
    ("POST", "/v1/offers",                         200, 200, 200, 403),
    ("POST", "/v1/offer-map",                      200, 200, 200, 403),
    ("POST", "/v1/missing",                        200, 200, 200, 403),
    ("POST", "/v1/comparison",                     200, 200, 200, 403),
    ("POST", "/v1/comparisons",                    200, 200, 200, 403),
    ("POST", "/v1/pair",                           200, 200, 200, 403),
    ("POST", "/v1/neighbours",                     200, 200, 403, 403),
    ("POST", "/v1/second-opinion",                 200, 200, 200, 403),
    ("POST", "/v1/predict/batch",                  200, 200, 200, 403),
    ("PUT", f"/v1/clients/{NEW}",                  403, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/amendments",       200, 200, 403, 403),
    ("GET", "/v1/amendments",                      403, 200, 403, 200),
    ("GET", f"/v1/clients/{NEW}/letter?decision=refused", 200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/file",             200, 200, 403, 403),
    ("POST", f"/v1/clients/{NEW}/records",         200, 200, 403, 403),
    ("GET", f"/v1/clients/{NEW}/records",          200, 200, 403, 200),
    ("GET", "/docs",                               200, 200, 200, 200),
    ("GET", "/openapi.json",                       200, 200, 200, 200),
    ("GET", "/health",                             200, 200, 200, 200),
    ("GET", "/ready",                              200, 200, 200, 200),
    ("GET", "/nowhere",                            404, 404, 404, 404),
]  # fmt: skip
BODIES = {
    "/v1/scores": {"clients": [NEW]},
    "/v1/explanations": {"clients": [NEW]},
    f"/v1/clients/{NEW}/records": {"kind": "statement", "text": "x"},
    "/v1/predict/batch": {"applications": [{"client": NEW}]},
    "/v1/policies": {"cost_ratio": 12.0, "text": "x"},
    f"/v1/clients/{NEW}": {"fields": {"AMT_CREDIT": 1.0}},
    "/v1/comparison": {"client": NEW, "variable": "AMT_CREDIT", "group": "all"},
    "/v1/comparisons": {"client": NEW, "variables": ["AMT_CREDIT"], "group": "all"},
    "/v1/pair": {"client": NEW, "across": "AMT_CREDIT", "up": "NAME_CONTRACT_TYPE", "group": "all"},
}
"""What is sent where it is not one application of a known client alone."""
OPEN = ("/health", "/ready")


@pytest.fixture(scope="module")
def held(tmp_path_factory: pytest.TempPathFactory) -> tuple[TestClient, dict[str, dict[str, str]]]:
    """An app that wants keys here too, and the header of each role's."""
    file = tmp_path_factory.mktemp("access") / "keys.json"
    keys = Keys(file)
    headers = {role: {"authorization": f"Bearer {keys.add(f'a.{role}', role, 1)}"} for role in ROLES}
    return TestClient(make(Fake(), Settings(keys=str(file), local_role="nobody"))), headers


@pytest.mark.parametrize(("method", "path", "expected"), [(row[0], row[1], row[2:]) for row in ASKED])
def test_each_role_is_answered_what_it_may_ask(
    held: tuple[TestClient, dict[str, dict[str, str]]], method: str, path: str, expected: tuple[int, ...]
) -> None:
    api, headers = held
    body = {} if method == "GET" else {"json": BODIES.get(path, {"client": NEW})}
    found = tuple(api.request(method, path, headers=headers[role], **body).status_code for role in ROLES)
    assert found == expected


@pytest.mark.parametrize(("method", "path"), [row[:2] for row in ASKED])
def test_nobody_is_answered_unnamed(held: tuple[TestClient, dict[str, dict[str, str]]], method: str, path: str) -> None:
    response = held[0].request(method, path)
    assert response.status_code == (200 if path in OPEN else 401)


def test_every_route_has_its_row_and_no_row_is_left_over() -> None:
    assert sorted([*policy.ROUTES, "health", "ready"]) == NAMES


def test_the_page_is_for_those_who_may_find_clients_and_open_their_files() -> None:
    needed = ("find", "client", "score", "explanation", "reasons", "about", "lists", "list_clients")
    assert tuple(role for role in ROLES if all(policy.may([role], route) for route in needed)) == DESK


def test_every_route_is_asked_above() -> None:
    assert len(ASKED) >= len(NAMES)


@pytest.mark.parametrize("route", [*NAMES, "a route without a row"])
def test_the_owner_may_ask_all_and_what_has_no_row_nobody_else(route: str) -> None:
    assert policy.may(["owner"], route)
    assert not policy.may(ROLES, "a route without a row")


def test_what_is_withheld_exists() -> None:
    for shapes in policy.WITHHELD.values():
        for shape, names in shapes.items():
            assert set(names) <= {field.name for field in fields(shape)}


def test_who_has_two_roles_sees_what_either_sees() -> None:
    assert policy.withheld(["auditor", "advisor"]) == {}
    assert policy.withheld(["auditor", "auditor"]) == policy.WITHHELD["auditor"]


def test_an_auditor_sees_what_moved_a_score_and_not_the_client(
    held: tuple[TestClient, dict[str, dict[str, str]]],
) -> None:
    api, headers = held
    path = f"/v1/clients/{KNOWN}/explanation"
    full, partial = (api.get(path, headers=headers[role]) for role in ("advisor", "auditor"))
    assert {part["value"] for part in partial.json()["contributions"]} == {None}
    assert partial.headers["x-withheld"] == "Contribution.value"
    assert None not in {part["value"] for part in full.json()["contributions"]}
    assert "x-withheld" not in full.headers
    blanked = [part | {"value": None} for part in full.json()["contributions"]]
    assert partial.json() == full.json() | {"contributions": blanked}


def test_an_auditor_sees_what_was_done_and_not_what_was_written(
    held: tuple[TestClient, dict[str, dict[str, str]]],
) -> None:
    api, headers = held
    path = f"/v1/clients/{KNOWN}/records"
    full, partial = (api.get(path, headers=headers[role]).json()["lines"] for role in ("advisor", "auditor"))
    assert partial == [line | {"text": None, "before": None, "after": None, "corrected": None} for line in full]
    assert [line["text"] for line in full] == ["d’abord", None, None, None]


@pytest.mark.parametrize(
    ("act", "statuses"),
    [
        # what is done                                                       | advisor, manager
        ({"kind": "signature", "refers": 3, "agrees": True},                   (403, 200)),
        ({"kind": "correction_declined", "refers": 3, "text": "not proven"},   (403, 200)),
        ({"kind": "correction_request", "before": {"A": 1}, "after": {"A": 2}}, (200, 200)),
        ({"kind": "correction", "before": {"A": 1}, "after": {"A": 2}},         (403, 200)),
        ({"kind": "first_opinion", "opinion": "unsure"},                       (200, 200)),
    ],
)  # fmt: skip
def test_some_acts_are_a_managers(
    held: tuple[TestClient, dict[str, dict[str, str]]], act: dict[str, object], statuses: tuple[int, int]
) -> None:
    api, headers = held
    path = f"/v1/clients/{NEW}/records"
    found = [api.post(path, json=act, headers=headers[role]).status_code for role in ("advisor", "manager")]
    assert tuple(found) == statuses


def test_a_refusal_says_who_is_refused_what(held: tuple[TestClient, dict[str, dict[str, str]]]) -> None:
    api, headers = held
    problem = api.get(f"/v1/clients/{NEW}", headers=headers["auditor"]).json()
    assert problem["type"] == "urn:scoring:problem:not-for-this-role"
    assert problem["faults"] == ["The role auditor may not ask this: docs/api.md says which may."]


def test_a_body_that_may_not_be_sent_is_not_read(held: tuple[TestClient, dict[str, dict[str, str]]]) -> None:
    api, headers = held
    sent = api.post("/v1/predict", content=b"[", headers=headers["auditor"] | {"content-type": "application/json"})
    assert sent.status_code == 403


def test_the_documentation_shows_the_table() -> None:
    text = (Path(__file__).parents[3] / "docs" / "api.md").read_text(encoding="utf-8")
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if "| yes" in line]
    told = {
        row[0].strip("`"): (row[1].strip("`"), [role for role, cell in zip(ROLES, row[3:], strict=True) if cell])
        for row in rows
    }
    assert told == {
        route: (PLACES[route], [role for role in ROLES if role in roles]) for route, roles in policy.ROUTES.items()
    }


def test_the_hash_of_a_key_is_not_the_key(tmp_path: Path) -> None:
    keys = Keys(tmp_path / "keys.json")
    token = keys.add("n", "advisor", 1)
    content = keys.path.read_text(encoding="utf-8")
    assert token.rsplit("_", 1)[1] not in content
    assert hashlib.sha256(token.encode()).hexdigest() in content
