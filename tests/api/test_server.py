"""The API answers where it may, says when it is ready, and logs no client."""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

from scoring.api import make, serve
from scoring.api.access import Door
from scoring.api.access.keys import Keys
from scoring.api.server import bind, names
from scoring.faults import Damaged, Refused
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.fake_clients import KNOWN, NEW
from tests.api.live import live

PROGRAM = """
from scoring.api import serve
from scoring.settings import Settings
from tests.api.fake import Fake
serve(Fake, Settings(), "127.0.0.1", 0, listening=lambda url: print(url, flush=True))
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with live(make(Fake(), hosts=())) as url:
        yield url


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", "localhost.example.org", ""])
def test_a_host_that_is_not_loopback_is_refused_without_keys(host: str) -> None:
    with pytest.raises(Refused, match=r"Beyond this machine.*scoring keys add.*listen on 127\.0\.0\.1"):
        serve(Fake, Settings(), host, 0)


def test_a_busy_port_is_refused_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} on 127.0.0.1 .*choose another"):
            serve(Fake, Settings(), "127.0.0.1", port)


def test_answers_are_sent_without_delay() -> None:
    with bind("127.0.0.1", 0) as bound, socket.create_connection(bound.getsockname()), bound.accept()[0] as accepted:
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("port", [-1, 65536, 10**30])
def test_a_port_out_of_range_is_refused(port: int) -> None:
    with pytest.raises(Refused, match="choose another"):
        serve(Fake, Settings(), "127.0.0.1", port)


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1", 200),
        ("127.0.0.1:8867", 200),
        ("localhost:8867", 200),
        ("[::1]:8867", 200),
        ("rebound.example.org", 421),
        ("127.0.0.1.example.org:8867", 421),
        ("192.0.2.1", 421),
        ("[::2]", 421),
        ("", 421),
    ],
)
def test_only_this_machine_is_answered(url: str, host: str, status: int) -> None:
    response = httpx.get(f"{url}/v1/clients/{NEW}", headers={"host": host})
    assert response.status_code == status
    assert (str(NEW) in response.text) == (status == 200)
    assert response.headers["x-request-id"]
    assert response.headers["x-content-type-options"] == "nosniff"


def test_it_serves_until_interrupted_and_logs_no_client() -> None:
    process = subprocess.Popen(
        [sys.executable, "-W", "error", "-c", PROGRAM],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    url = process.stdout.readline().strip()
    try:
        for client, status in ((KNOWN, 200), (NEW, 200), (424242, 404)):
            assert answered(f"{url}/v1/clients/{client}/score").status_code == status
        assert httpx.post(f"{url}/v1/predict", json={"client": NEW}).status_code == 200
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out) == (0, "")
    lines = [json.loads(line) for line in err.splitlines()]
    known = [(line["route"], line["status"]) for line in lines if line["status"] != 503]
    score = "/v1/clients/{client}/score"
    assert known == [(score, 200), (score, 200), (score, 404), ("/v1/predict", 200)]
    assert [id for id in (KNOWN, NEW, 424242) if str(id) in err] == []


def answered(url: str) -> httpx.Response:
    """Ask until what answers is loaded."""
    while (response := httpx.get(url)).status_code == 503:
        continue
    return response


def test_until_it_is_loaded_it_is_alive_and_not_ready() -> None:
    app = make(None)
    with live(app) as url:
        early = [httpx.get(f"{url}{path}") for path in ("/health", "/ready", "/v1/groups")]
        app.state.questions = Fake()
        late = httpx.get(f"{url}/ready")
    assert [answer.status_code for answer in early] == [200, 503, 503]
    assert early[1].headers["retry-after"] == "1"
    assert early[1].json()["faults"] == [
        "The store and the model are being loaded and verified: ask again in a second."
    ]
    assert late.json() == {"status": "ready", "store": "store-1", "model": "model-1"}


@pytest.mark.parametrize("fault", [Refused("nothing is published"), Damaged("a file is another"), RuntimeError("no")])
def test_what_cannot_be_loaded_stops_it_with_the_reason(fault: Exception) -> None:
    def opening() -> Fake:
        raise fault

    # In a thread of its own: the browser of other tests keeps an event loop running in this one.
    with ThreadPoolExecutor(1) as thread, pytest.raises(type(fault), match=str(fault)):
        thread.submit(serve, opening, Settings(), "127.0.0.1", 0).result()


def test_beyond_this_machine_it_answers_who_has_a_key(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    token = Keys(file).add("ana", "advisor", 1)
    settings = Settings(keys=str(file), hosts="scoring.example")
    app = make(Fake(), settings, Door(settings, exposed=True), names("0.0.0.0", settings))
    key, named = {"authorization": f"Bearer {token}"}, {"host": "Scoring.example:8900"}
    with live(app) as url:
        for headers, status in (({}, 401), (key, 200), (named, 401), (key | named, 200), ({"host": "other"}, 421)):
            assert httpx.get(f"{url}/v1/groups", headers=headers).status_code == status
    assert names("0.0.0.0", Settings()) is None  # any name: a key is asked for anyhow
    assert names("127.0.0.1", Settings()) == ()
