"""Each request has an id, a line in the log and its place in the counters, and none holds a client."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from scoring.api import make
from scoring.api.access.keys import Keys
from scoring.api.log import Lines
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.fake_clients import ABSENT, KNOWN, NEW

SECRET = "Dupont-4242.42"
SCORE = "/v1/clients/{client}/score"
REQUESTS = [
    # method, path, status, route in log and counters
    ("GET", f"/v1/clients/{NEW}/score", 200, SCORE),
    ("GET", f"/v1/clients/{ABSENT}/score", 404, SCORE),
    ("GET", f"/v1/clients/{NEW}?secret={SECRET}", 200, "/v1/clients/{client}"),
    ("GET", f"/v1/clients?contains={NEW}", 200, "/v1/clients"),
    ("GET", f"/v1/clients/{SECRET}", 422, "/v1/clients/{client}"),
    ("GET", f"/{SECRET}", 404, "(none)"),
    ("DELETE", f"/v1/clients/{NEW}", 405, "/v1/clients/{client}"),
    ("GET", "/health", 200, "/health"),
]


def logged(caplog: pytest.LogCaptureFixture) -> list[dict[str, object]]:
    """What the log would hold, line by line."""
    return [json.loads(Lines().format(record)) for record in caplog.records if record.name.startswith("scoring")]


@pytest.mark.parametrize(("method", "path", "status", "route"), REQUESTS)
def test_a_request_has_one_line(
    api: TestClient, caplog: pytest.LogCaptureFixture, method: str, path: str, status: int, route: str
) -> None:
    with caplog.at_level(logging.DEBUG, logger="scoring"):
        response = api.request(method, path, headers={"x-request-id": "asked-by-a-test"})
    assert response.status_code == status
    (line,) = logged(caplog)
    named = None if path == "/health" else "local"
    assert line.pop("ms") >= 0  # type: ignore[operator]
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", str(line.pop("time")))
    assert line == {
        "level": "info", "event": "request", "request": "asked-by-a-test", "method": method,
        "route": route, "status": status, "actor": named,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("key", "loaded", "path", "status", "lines"),
    [
        # of the page, whether it is loaded, what is asked, the answer, lines in the log
        ("page", False, "/ready", 503, 0),  # by the launcher, until it is
        ("page", True, "/ready", 200, 1),
        ("page", False, "/health", 200, 1),
        ("page", False, "/v1/groups", 401, 1),
        ("", False, "/ready", 503, 1),
    ],
)
def test_only_the_pages_waiting_for_it_has_no_line(
    caplog: pytest.LogCaptureFixture, key: str, loaded: bool, path: str, status: int, lines: int
) -> None:
    api = TestClient(make(Fake() if loaded else None, Settings(page_key=key, local_role="nobody")))
    with caplog.at_level(logging.INFO, logger="scoring"):
        assert api.get(path).status_code == status
    assert len(logged(caplog)) == lines


def test_no_line_holds_what_was_sent(api: TestClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG, logger="scoring"):
        for method, path, _, _ in REQUESTS:
            api.request(method, path)
        api.post("/v1/predict", json={"client": KNOWN, "fields": {"NAME": SECRET}})
        api.post("/v1/predict", json={"client": str(KNOWN), "fields": {SECRET: []}})
    text = "\n".join(map(json.dumps, logged(caplog)))
    assert text.count("\n") == len(REQUESTS) + 1
    assert [kept for kept in (str(NEW), str(KNOWN), str(ABSENT), SECRET) if kept in text] == []


@pytest.mark.parametrize(
    ("sent", "kept"),
    [("0123-abc.DEF_4567", True), ("a" * 64, True), ("a" * 65, False), ("short", False), ("", False),
     ("a b c d e f g", False), ('abc"},{"level":"x', False), ("abcdefgh\u00e9", False)],
)  # fmt: skip
def test_an_id_is_taken_over_when_it_is_well_formed(api: TestClient, sent: str, kept: bool) -> None:
    given = api.get("/health", headers={"x-request-id": sent.encode("latin-1")}).headers["x-request-id"]
    assert (given == sent) == kept
    assert kept or re.fullmatch("[0-9a-f]{32}", given)


@pytest.mark.parametrize("path", ["/health", "/nowhere", "/v1/clients/x", f"/v1/clients/{NEW}", "/docs"])
def test_every_answer_has_an_id_of_its_own(api: TestClient, path: str) -> None:
    assert len({api.get(path).headers["x-request-id"] for _ in range(3)}) == 3


def test_the_log_names_who_asked(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    file = tmp_path / "keys.json"
    token = Keys(file).add("ana", "advisor", 1)
    api = TestClient(make(Fake(), Settings(keys=str(file))))
    with caplog.at_level(logging.INFO, logger="scoring"):
        api.get("/v1/groups", headers={"authorization": f"Bearer {token}"})
        api.get("/v1/groups", headers={"authorization": f"Bearer {token}x"})
    assert [(line["actor"], line["status"]) for line in logged(caplog)] == [("ana", 200), (None, 401)]
    assert token not in caplog.text


def test_what_is_counted(api: TestClient) -> None:
    for method, path, _, _ in REQUESTS:
        api.request(method, path)
    for client in (KNOWN, NEW):
        api.post("/v1/predict", json={"client": client})
    api.post("/v1/predict", json={"client": ABSENT})
    text = api.get("/metrics").text
    for line in (
        f'scoring_requests_total{{method="GET",route="{SCORE}",status="200"}} 1.0',
        f'scoring_requests_total{{method="GET",route="{SCORE}",status="404"}} 1.0',
        'scoring_requests_total{method="GET",route="(none)",status="404"} 1.0',
        'scoring_requests_total{method="POST",route="/v1/predict",status="200"} 2.0',
        f'scoring_request_seconds_count{{route="{SCORE}",status="200"}} 1.0',
        'scoring_predictions_total{decision="refused"} 2.0',
    ):
        assert line in text
    assert [kept for kept in (str(NEW), str(KNOWN), str(ABSENT), SECRET, "local") if kept in text] == []


def test_a_method_that_nobody_knows_is_no_label(api: TestClient) -> None:
    for method in ("BREW", "PROPFIND", SECRET.replace(".", "")):
        api.request(method, "/v1/groups")
    text = api.get("/metrics").text
    assert 'scoring_requests_total{method="other",route="/v1/groups",status="405"} 3.0' in text
    assert "BREW" not in text


def test_who_asks_by_another_name_is_counted_and_logged(caplog: pytest.LogCaptureFixture) -> None:
    api = TestClient(make(Fake(), hosts=()), base_url="http://127.0.0.1")
    with caplog.at_level(logging.INFO, logger="scoring"):
        refused = api.get(f"/v1/clients/{NEW}", headers={"host": "rebound.example.org"})
    (line,) = logged(caplog)
    assert (refused.status_code, line["status"], line["route"], line["actor"]) == (421, 421, "(none)", None)
    assert refused.headers["x-request-id"] == line["request"]
    assert 'scoring_requests_total{method="GET",route="(none)",status="421"} 1.0' in api.get("/metrics").text
    assert "rebound" not in caplog.text
