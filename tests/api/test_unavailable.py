"""An outage is a 503 that says to ask again; what does not answer, and where, stands in the log alone."""

from __future__ import annotations

import errno
import logging
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from scoring import aside
from scoring.api import make
from scoring.api.problems import AWAY
from scoring.faults import Unavailable
from scoring.ledger import Ledger, database
from scoring.ledger.database import Database
from scoring.serving.http import Api, Unreachable
from scoring.serving.questions import Act, Amendment, Application
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.fake_clients import NEW
from tests.api.live import live

NOBODY_THERE = "postgresql://ana@127.0.0.1:1/scoring"


class Held(Fake):
    """Another process writes its amendments."""

    def amend(self, client: int, application: Application) -> Amendment:
        raise Unavailable("another amendment is being written into /srv/data/store.sqlite")


def away(ledger: Ledger, _: pytest.MonkeyPatch) -> object:
    """PostgreSQL goes."""
    ledger._database = ledger._writer._database = Database(NOBODY_THERE)
    return None


def locked(ledger: Ledger, _: pytest.MonkeyPatch) -> object:
    """Another process writes, and does not end."""
    writing = ledger._database.writing()
    writing.__enter__()
    return writing


def full(_: Ledger, patch: pytest.MonkeyPatch) -> object:
    """No file can be flushed: the disk is full."""

    def no_room(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    patch.setattr(aside, "_flush", no_room)
    return None


OUTAGES: dict[str, tuple[Callable[[Ledger, pytest.MonkeyPatch], object], str]] = {
    "PostgreSQL is down": (away, "ledger postgresql+psycopg://ana@127.0.0.1:1/scoring does not answer"),
    "SQLite is locked": (locked, "ledger.db does not answer: database is locked"),
    "the disk is full": (full, "head.json: cannot be written: No space left on device"),
}
ASKED: list[tuple[str, str, Any]] = [
    ("GET", f"/v1/clients/{NEW}", None),
    ("GET", f"/v1/clients/{NEW}/score", None),
    ("POST", "/v1/predict", {"client": NEW}),
    ("POST", f"/v1/clients/{NEW}/records", {"kind": "statement", "text": "Dupont"}),
]


@pytest.fixture
def ledger(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Ledger:
    monkeypatch.setattr(database, "PATIENCE", 0.1)
    return Ledger.open(replace(Settings(), data=tmp_path / "data"))


@pytest.mark.parametrize("outage", OUTAGES)
@pytest.mark.parametrize(("method", "path", "body"), ASKED)
def test_an_outage_of_the_ledger_is_no_refusal(
    ledger: Ledger,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    outage: str,
    method: str,
    path: str,
    body: Any,
) -> None:
    api = TestClient(make(Recorder(Fake(), "data-1", ledger)))
    happens, logged = OUTAGES[outage]
    kept = happens(ledger, monkeypatch)
    with caplog.at_level(logging.ERROR, logger="scoring"):
        response = api.request(method, path, json=body)
    problem = response.json()
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")
    assert (problem["type"], problem["faults"]) == ("urn:scoring:problem:not-now", [AWAY])
    assert set(problem) == {"type", "title", "status", "detail", "faults", "instance"}
    assert logged in caplog.text
    assert problem["instance"] in caplog.text
    assert [one for one in (str(NEW), "Dupont") if one in caplog.text] == []
    del kept


def test_an_amendment_that_waits_in_vain_is_no_refusal(caplog: pytest.LogCaptureFixture) -> None:
    response = TestClient(make(Held())).put(f"/v1/clients/{NEW}", json={"fields": {"AMT_CREDIT": 1.0}})
    assert (response.status_code, response.json()["faults"]) == (503, [AWAY])
    assert "store.sqlite" in caplog.text


def test_the_client_says_that_there_is_no_answer(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    full(ledger, monkeypatch)
    with live(make(Recorder(Fake(), "data-1", ledger))) as url:
        asked = Api(url)
        for ask in (lambda: asked.score(NEW), lambda: asked.record(NEW, Act("statement", text="Dupont"))):
            with pytest.raises(Unreachable) as caught:
                ask()
            assert str(caught.value) == AWAY
