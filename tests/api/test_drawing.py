"""Pictures in pixels asked for at once: few are drawn, the others wait and are all given, and nobody else waits."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest

from scoring.api import make
from scoring.api.app import DRAWN
from tests.api.fake import Fake
from tests.api.fake_clients import NEW
from tests.api.live import live

ASKED = 8
PATH = f"/v1/clients/{NEW}/comparison.png?variable=AMT_CREDIT&group=all"


def test_few_are_drawn_at_once_and_all_are_given(monkeypatch: pytest.MonkeyPatch) -> None:
    drawing, most, lock = 0, 0, threading.Lock()

    def counted(svg: str) -> bytes:
        nonlocal drawing, most
        with lock:
            drawing += 1
            most = max(most, drawing)
        time.sleep(0.05)
        with lock:
            drawing -= 1
        return b"drawn"

    monkeypatch.setattr("scoring.api.routes.comparison.png", counted)
    with live(make(Fake())) as url, ThreadPoolExecutor(ASKED) as asking:
        answers = list(asking.map(lambda _: httpx.get(url + PATH, timeout=60), range(ASKED)))
    assert [(answer.status_code, answer.content) for answer in answers] == [(200, b"drawn")] * ASKED
    assert most == DRAWN


def test_others_are_answered_while_one_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    begun, done = threading.Event(), threading.Event()

    def waiting(svg: str) -> bytes:
        begun.set()
        assert done.wait(60)
        return b"drawn"

    monkeypatch.setattr("scoring.api.routes.comparison.png", waiting)
    with live(make(Fake())) as url, ThreadPoolExecutor(1) as asking:
        picture = asking.submit(httpx.get, url + PATH, timeout=90)
        assert begun.wait(60)
        assert httpx.get(f"{url}/v1/groups", timeout=60).status_code == 200
        done.set()
        assert picture.result().status_code == 200
