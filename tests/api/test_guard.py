"""The unexpected becomes a 500 that tells the sender nothing and the log no value."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import httpx
import pytest
from fastapi.testclient import TestClient

from scoring.api import exporting, make
from scoring.api.log import logging_to_stderr
from scoring.serving.http import Api, Unreachable
from scoring.serving.questions import Client, Exported, Field, Score
from tests.api.fake import Fake
from tests.api.fake_clients import KNOWN, NEW
from tests.api.live import live

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


class Breaking(Fake):
    """Breaks off in the middle of an export."""

    def export(self) -> Iterator[Exported]:
        yield from super().export()
        raise RuntimeError(CANARY)


@pytest.fixture
def breaking(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A server whose exports begin and break off."""
    monkeypatch.setattr(exporting, "LINES", 1)
    with live(make(Breaking())) as url:
        yield url


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_an_answer_that_breaks_off_is_seen_to_be_broken(breaking: str, form: str) -> None:
    with httpx.stream("GET", f"{breaking}/v1/export", params={"form": form}) as response:
        assert response.status_code == 200
        with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
            response.read()
    assert httpx.get(f"{breaking}/health").status_code == 200
    with pytest.raises(Unreachable, match="The export broke off"):
        list(Api(breaking).export())


def test_the_log_of_an_answer_that_breaks_off_is_lines_of_json_without_a_value(
    breaking: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with logging_to_stderr(requests=True), pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{breaking}/v1/export")
    err = capfd.readouterr().err
    events = [json.loads(line)["event"] for line in err.splitlines()]
    assert sum("builtins.RuntimeError" in event and "test_guard.py" in event for event in events) == 1
    assert "request" in events
    assert CANARY not in err


def test_what_the_server_itself_logs_is_a_line_of_json_without_a_value(capfd: pytest.CaptureFixture[str]) -> None:
    with logging_to_stderr(requests=True):
        try:
            raise ValueError(CANARY)
        except ValueError:
            logging.getLogger("uvicorn.error").exception("Exception in ASGI application")
    (line,) = map(json.loads, capfd.readouterr().err.splitlines())
    assert line["event"] == "Exception in ASGI application"
    assert "test_guard.py" in line["places"]
    assert line["places"].endswith("builtins.ValueError\n")
    assert CANARY not in json.dumps(line)
