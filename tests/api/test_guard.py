"""The unexpected becomes a 500 that tells the sender nothing and the log no value."""

from __future__ import annotations

import logging

import pytest
from fastapi.testclient import TestClient

from scoring.api import make
from scoring.serving.questions import Client, Field, Score
from tests.api.fake import Fake
from tests.api.fake_clients import KNOWN, NEW

CANARY = "Dupont-4242.42"


class Broken(Fake):
    """Fails in the ways that programs do."""

    def client(self, client: int) -> Client:
        try:
            return super().client(-client)
        except ValueError:
            raise KeyError(CANARY) from ValueError(CANARY)

    def score(self, client: int) -> Score:
        return Score(float("nan"), 0.04, 0.06, 0.09, "granted", False, "model-1", 500)


@pytest.fixture
def broken() -> TestClient:
    return TestClient(make(Broken()))


@pytest.mark.parametrize("path", [f"/v1/clients/{NEW}", f"/v1/clients/{KNOWN}/score"])
def test_the_unexpected_is_a_problem_without_a_trace(
    broken: TestClient, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    with caplog.at_level(logging.ERROR):
        response = broken.get(path)
    problem = response.json()
    assert response.status_code == problem["status"] == 500
    assert response.headers["content-type"] == "application/problem+json"
    assert problem["instance"].startswith("urn:uuid:")
    assert "Error" not in response.text
    assert "routes.py" not in response.text
    assert CANARY not in response.text
    assert str(NEW) not in response.text


def test_the_log_says_where_but_not_what(broken: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="scoring.api.guard"):
        instance = broken.get(f"/v1/clients/{NEW}").json()["instance"]
    (record,) = (record for record in caplog.records if record.name.startswith("scoring"))
    logged = logging.Formatter().format(record)
    assert instance in logged
    assert "test_guard.py" in logged
    assert "builtins.ValueError" in logged
    assert "builtins.KeyError" in logged
    assert CANARY not in logged
    assert str(NEW) not in logged


def test_a_number_that_is_not_finite_is_never_an_answer() -> None:
    class Unfinished(Fake):
        def client(self, client: int) -> Client:
            return Client(client, (Field("AMT_CREDIT", float("inf"), "money"),))

    assert TestClient(make(Unfinished())).get(f"/v1/clients/{NEW}").status_code == 500


@pytest.mark.parametrize("path", ["/health", f"/v1/clients/{NEW}", "/v1/clients/1", "/nowhere"])
def test_no_answer_is_kept_by_a_cache(api: TestClient, path: str) -> None:
    headers = api.get(path).headers
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
