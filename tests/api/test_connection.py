"""Who sends no head, or does not read what they are answered, does not hold a connection for long."""

from __future__ import annotations

import itertools
import json
import logging
import socket
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress

import httpx
import pytest

from scoring.api import make
from scoring.api.connection import PART
from scoring.serving.questions import ClientScore, Exported, Scores
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.fake_clients import NEW
from tests.api.live import live

HEAD = "HTTP/1.1\r\nHost: 127.0.0.1\r\n"
IDS = json.dumps({"clients": [NEW]})
ASKED = {
    "a stream": f"GET /v1/export {HEAD}\r\n",
    "one answer": f"POST /v1/scores {HEAD}Content-Type: application/json\r\nContent-Length: {len(IDS)}\r\n\r\n{IDS}",
}
"""Questions whose answers are long; NEW has no history."""
LONG = 64 * PART


class Long(Fake):
    """Answers at length."""

    def export(self) -> Iterator[Exported]:
        return (Exported(client, 0.1 + 0.2, 0.3, 0.4, "granted", False) for client in itertools.count())

    def scores(self, clients: Sequence[int]) -> Scores:
        one = ClientScore(NEW, self.score(NEW))
        return Scores((one,) * (LONG // 200), ())


def connected(url: str) -> socket.socket:
    """Connect by a socket that takes little at a time."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    made.settimeout(30)
    made.connect(("127.0.0.1", httpx.URL(url).port or 0))
    return made


def rest(slow: socket.socket) -> int:
    """Read to the end, be it whole or cut off; give the bytes."""
    size = 0
    try:
        while part := slow.recv(PART):
            size += len(part)
    except ConnectionResetError:
        return size
    return size


@pytest.mark.parametrize("read", [0, 1], ids=["nothing is read", "a byte now and then"])
@pytest.mark.parametrize("what", ASKED)
def test_who_does_not_read_is_cut_off_and_others_have_the_place(
    what: str, read: int, caplog: pytest.LogCaptureFixture
) -> None:
    settings = Settings(sending_seconds=0.2, concurrent=1)
    with live(make(Long(), settings), settings) as url, connected(url) as slow:
        slow.sendall(ASKED[what].encode())
        assert slow.recv(1)
        with suppress(ConnectionResetError):
            for _ in range(1000):
                if "cut off" in caplog.text:
                    break
                slow.recv(read)
                time.sleep(0.02)
        statuses = (httpx.get(f"{url}/v1/groups").status_code for _ in range(1000))
        assert next(status for status in statuses if status != 503) == 200
        assert rest(slow) < LONG
    assert caplog.record_tuples[0] == (
        "scoring.api.connection",
        logging.WARNING,
        f"an answer was cut off: less than {PART} bytes of it were read in 0.2 s",
    )


def test_who_reads_slowly_reads_all(caplog: pytest.LogCaptureFixture) -> None:
    settings = Settings(sending_seconds=1)
    with live(make(Long(), settings), settings) as url, connected(url) as slow:
        slow.sendall(ASKED["one answer"].replace("1.1\r\n", "1.1\r\nConnection: close\r\n").encode())
        begun, size = time.monotonic(), 0
        while time.monotonic() < begun + 1.5:
            time.sleep(0.01)
            size += len(slow.recv(PART))
        assert size < LONG
        size += rest(slow)
    assert size > LONG
    assert caplog.text == ""


SLOW_HEADS: list[tuple[bool, bytes]] = [
    # whether a question was answered before, what is sent then
    (False, b""),
    (False, b"GET /health HTTP/1.1\r\nHost: 127"),
    (False, b"\r\n\r\n"),
    (True, b"GET /health HTTP/1.1\r\nHost: 127"),
    (True, b"\r\n\r\n"),
]


@pytest.mark.parametrize(("before", "sent"), SLOW_HEADS)
def test_who_sends_no_whole_head_is_let_go(before: bool, sent: bytes) -> None:
    settings = Settings(body_seconds=0.2)
    with live(make(Fake(), settings), settings) as url, connected(url) as slow:
        if before:
            slow.sendall(f"GET /health {HEAD}\r\n".encode())
            assert slow.recv(PART).endswith(b"}")
        slow.sendall(sent)
        assert slow.recv(PART) == b""


def test_who_was_answered_may_ask_again_later() -> None:
    settings = Settings(body_seconds=0.2)
    with live(make(Fake(), settings), settings) as url, connected(url) as slow:
        for _ in range(2):
            slow.sendall(f"GET /health {HEAD}\r\n".encode())
            assert slow.recv(PART).endswith(b"}")
            time.sleep(0.4)


def test_a_head_in_time_is_answered_and_so_is_the_next() -> None:
    settings = Settings(body_seconds=5)
    with live(make(Fake(), settings), settings) as url, connected(url) as slow:
        for _ in range(2):
            for part in ("GET /health ", HEAD, "\r\n"):
                slow.sendall(part.encode())
                time.sleep(0.02)
            assert b'"alive"' in slow.recv(PART)
