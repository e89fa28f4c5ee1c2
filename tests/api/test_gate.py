"""How much is taken on, and what is said to who is not let in."""

from __future__ import annotations

import re
import socket
import threading
import time
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
from fastapi.exceptions import HTTPException
from fastapi.testclient import TestClient

from scoring.api import crowd, make
from scoring.api.access.keys import Keys
from scoring.api.crowd import Buckets, Places
from scoring.ledger import Ledger
from scoring.serving.questions import About
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.fake_clients import NEW
from tests.api.live import live

HEAD = b"POST /v1/predict HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n"


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_bucket_is_emptied_and_fills_again() -> None:
    clock = Clock()
    buckets = Buckets(2, clock)
    taken = []
    for seconds in (0, 0, 0, 0, 0, 0.4, 0.5, 0.5, 10, 10, 10, 10, 10):
        clock.now = seconds
        try:
            buckets.take("ana")
            taken.append("yes")
        except HTTPException as full:
            assert full.status_code == 429
            taken.append(dict(full.headers or {})["retry-after"])
        buckets.take(f"ben at {len(taken)}")  # another's requests do not count
    assert taken == ["yes", "yes", "yes", "yes", "1", "1", "yes", "1", "yes", "yes", "yes", "yes", "1"]


def test_no_rate_is_no_limit() -> None:
    buckets = Buckets(0)
    for _ in range(10_000):
        buckets.take("ana")


def test_names_are_forgotten_before_they_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crowd, "MOST_KNOWN", 100)
    buckets = Buckets(1, Clock())
    for number in range(1000):
        buckets.take(f"address {number}")
    assert len(buckets._levels) == 100


def test_places_are_given_back_whatever_happens() -> None:
    places = Places(1)
    for _ in range(3):
        with pytest.raises(ValueError, match="inside"), places:
            raise ValueError("inside")
    with places, pytest.raises(HTTPException) as full, places:
        pass
    assert full.value.status_code == 503
    assert places.taken == 0


def test_too_many_requests_are_told_when_to_come_back(tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    headers = {"authorization": f"Bearer {Keys(file).add('ana', 'advisor', 1)}"}
    api = TestClient(make(Fake(), Settings(keys=str(file), rate=1)))
    answers = [api.get("/v1/groups", headers=headers) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[2].headers["retry-after"] == "1"
    assert answers[2].json()["faults"] == ["More than 1 requests a second: ask again in 1 s."]
    assert answers[2].headers["content-type"] == "application/problem+json"
    assert [api.get("/v1/groups").status_code for _ in range(5)] == [200] * 5  # this machine itself
    assert [api.get("/health", headers=headers).status_code for _ in range(5)] == [200] * 5


SITES = [
    # what the browser says, status
    ("cross-site", 403),
    ("same-site", 403),
    ("same-origin", 200),
    ("none", 200),
    ("of-a-later-browser", 403),
]


@pytest.mark.parametrize(("site", "status"), SITES)
@pytest.mark.parametrize("path", [f"/v1/clients/{NEW}/file", f"/v1/clients/{NEW}/letter", "/v1/groups", "/docs"])
def test_no_other_site_has_a_browser_ask(api: TestClient, path: str, site: str, status: int) -> None:
    response = api.get(path, headers={"sec-fetch-site": site})
    assert response.status_code == status
    assert status == 200 or response.json()["type"] == "urn:scoring:problem:not-for-another-site"
    assert api.get("/health", headers={"sec-fetch-site": site}).status_code == 200


def test_what_another_site_asks_for_is_not_recorded(tmp_path: Path) -> None:
    ledger = Ledger.open(replace(Settings(), data=tmp_path / "data"))
    api = TestClient(make(Recorder(Fake(), "data-1", ledger)))
    for site, recorded in (("cross-site", False), ("same-site", False), ("same-origin", True)):
        api.get(f"/v1/clients/{NEW}/file", headers={"sec-fetch-site": site})
        assert (ledger.verify().head.count > 0) == recorded
    ledger.close()


def test_guessing_keys_is_slowed_down() -> None:
    api = TestClient(make(Fake(), Settings(rate=1)))
    wrong = {"authorization": "Bearer pad_00000000_wrong"}
    answers = [api.get("/v1/groups", headers=wrong) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [401, 401, 429, 429]
    assert answers[0].headers["www-authenticate"] == "Bearer"
    assert answers[0].json()["type"] == "urn:scoring:problem:not-shown-who-asks"
    assert "wrong" not in answers[0].text.replace("Wrong", "")


def test_whom_a_proxy_asks_for_is_told_what_to_do() -> None:
    with live(make(Fake())) as url:
        passed_on = httpx.get(f"{url}/v1/groups", headers={"x-forwarded-for": "192.0.2.7"})
        with socket.create_connection(("127.0.0.1", httpx.URL(url).port or 0)) as as_nginx:
            as_nginx.sendall(b"GET /v1/groups HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            said = b"".join(iter(lambda: as_nginx.recv(4096), b""))
        alive = httpx.get(f"{url}/health", headers={"x-forwarded-for": "192.0.2.7"})
    (fault,) = passed_on.json()["faults"]
    assert (passed_on.status_code, alive.status_code) == (401, 200)
    assert re.search(r"proxy passed this on.*SCORING_LOCAL_ROLE to nobody.*scoring keys add", fault)
    assert b" 401 " in said
    assert fault.encode() in said


class Slow(Fake):
    """Answers about itself only when it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go, self.asked = threading.Event(), threading.Semaphore(0)

    def about(self) -> About:
        self.asked.release()
        self.go.wait(10)
        return super().about()


def test_a_crowd_is_told_at_once_to_come_back() -> None:
    slow = Slow()
    with live(make(slow, Settings(concurrent=2))) as url:
        threads = [threading.Thread(target=httpx.get, args=(f"{url}/v1/about",)) for _ in range(2)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert slow.asked.acquire(timeout=10)
        crowded = httpx.get(f"{url}/v1/groups")
        alive = httpx.get(f"{url}/health")
        slow.go.set()
        for thread in threads:
            thread.join()
        assert httpx.get(f"{url}/v1/groups").status_code == 200
    assert (crowded.status_code, crowded.headers["retry-after"], alive.status_code) == (503, "1", 200)
    assert crowded.json()["type"] == "urn:scoring:problem:not-now"


def test_slow_bodies_are_shed_and_others_answered() -> None:
    """All at once: those who find a place are given up after their time, the others at once."""
    count, places = 40, 8
    with live(make(Fake(), Settings(receiving=places, body_seconds=0.5))) as url, ExitStack() as open_ones:
        port = httpx.URL(url).port or 0
        slow = [open_ones.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(count)]
        for one in slow:
            one.sendall(HEAD + b'{"client": 9000')
        assert httpx.get(f"{url}/health").status_code == 200
        assert httpx.get(f"{url}/v1/clients/{NEW}/score").status_code == 200
        said = [b"".join(iter(lambda one=one: one.recv(4096), b"")) for one in slow]  # type: ignore[misc]
        statuses = [int(answer.split(b" ", 2)[1]) for answer in said]
        assert sorted(set(statuses)) == [408, 503]
        assert statuses.count(408) == places
        assert all(b"connection: close" in answer.lower() for answer in said)
        answered = httpx.post(f"{url}/v1/predict", json={"client": NEW})
        assert answered.status_code == 200


@pytest.mark.slow
def test_three_hundred_slow_bodies() -> None:
    with live(make(Fake())) as url, ExitStack() as open_ones:
        port = httpx.URL(url).port or 0
        start = time.perf_counter()
        slow = [open_ones.enter_context(socket.create_connection(("127.0.0.1", port))) for _ in range(300)]
        for one in slow:
            one.sendall(HEAD + b"{")
        asked = time.perf_counter()
        assert httpx.get(f"{url}/health").status_code == 200
        health = time.perf_counter() - asked
        said = [b"".join(iter(lambda one=one: one.recv(4096), b"")) for one in slow]  # type: ignore[misc]
        statuses = [int(answer.split(b" ", 2)[1]) for answer in said]
        print(f"\nhealth {health:.3f} s; all shed after {time.perf_counter() - start:.1f} s:",
              {status: statuses.count(status) for status in set(statuses)})  # fmt: skip
    assert set(statuses) == {408, 503}
