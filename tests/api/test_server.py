"""The API answers on this machine, to this machine, and logs no client."""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest

from scoring.api import make, serve
from scoring.api.server import bind
from scoring.faults import Refused
from tests.api.fake import KNOWN, NEW, Fake
from tests.api.live import live

PROGRAM = """
from scoring.api import serve
from tests.api.fake import Fake
serve(Fake(), "127.0.0.1", 0, listening=lambda url: print(url, flush=True))
"""


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with live(make(Fake())) as url:
        yield url


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.org", "localhost.example.org", ""])
def test_a_host_that_is_not_loopback_is_refused(host: str) -> None:
    with pytest.raises(Refused, match=r"this machine only.*use 127\.0\.0\.1"):
        serve(Fake(), host, 0)


def test_a_busy_port_is_refused_with_what_to_do() -> None:
    with socket.create_server(("127.0.0.1", 0)) as busy:
        port = busy.getsockname()[1]
        with pytest.raises(Refused, match=f"Port {port} on 127.0.0.1 .*choose another"):
            serve(Fake(), "127.0.0.1", port)


def test_answers_are_sent_without_delay() -> None:
    with bind("127.0.0.1", 0) as bound, socket.create_connection(bound.getsockname()), bound.accept()[0] as accepted:
        assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


@pytest.mark.parametrize("port", [-1, 65536, 10**30])
def test_a_port_out_of_range_is_refused(port: int) -> None:
    with pytest.raises(Refused, match="choose another"):
        serve(Fake(), "127.0.0.1", port)


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
            assert httpx.get(f"{url}/v1/clients/{client}/score").status_code == status
        assert httpx.post(f"{url}/v1/predict", json={"client": NEW}).status_code == 200
    finally:
        process.send_signal(signal.SIGINT)
        out, err = process.communicate()
    assert (process.returncode, out, err) == (0, "", "")
