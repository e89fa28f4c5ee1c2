"""What the API answers is recorded as given to who asks, before it is answered."""

from __future__ import annotations

import hashlib
import threading
from dataclasses import replace

import pytest
from fastapi.testclient import TestClient

from scoring.api import make
from scoring.ledger import Actor, Ledger, Signature
from scoring.serving.questions import Score
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from tests.api.fake import Fake
from tests.api.fake_clients import ABSENT, NEW


class Watched(Fake):
    """Keeps in which thread it was asked for a score, and says whether that is near the threshold."""

    near = False

    def score(self, client: int) -> Score:
        self.thread = threading.current_thread().name
        return replace(super().score(client), review=self.near)


@pytest.fixture
def watched() -> Watched:
    return Watched()


@pytest.fixture
def api(watched: Watched, ledger: Ledger) -> TestClient:
    return TestClient(make(Recorder(watched, "data-1", ledger)))


LOOKED = [
    # path,                                 kind of record
    (f"/v1/clients/{NEW}",                  "view"),
    (f"/v1/clients/{NEW}/score",            "score_shown"),
    (f"/v1/clients/{NEW}/explanation",      "score_shown"),
    (f"/v1/clients/{NEW}/reasons",          "score_shown"),
    (f"/v1/clients/{NEW}/timeline",         "view"),
    (f"/v1/clients/{NEW}/records",          "view"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "kind"), LOOKED)
def test_what_is_answered_is_recorded_of_who_asks(api: TestClient, ledger: Ledger, path: str, kind: str) -> None:
    assert api.get(path).status_code == 200
    (entry,) = ledger.of_client(NEW)
    assert (entry.kind, entry.actor) == (kind, Actor("local", "owner"))


def test_the_disk_is_waited_for_beside_the_event_loop(api: TestClient, watched: Watched) -> None:
    api.get(f"/v1/clients/{NEW}/score")
    waited = watched.thread
    TestClient(make(watched)).get(f"/v1/clients/{NEW}/score")
    assert (waited != watched.thread, "worker" in waited.lower()) == (True, True)


def test_an_act_is_recorded_and_read_again(api: TestClient) -> None:
    path = f"/v1/clients/{NEW}/records"
    api.get(f"/v1/clients/{NEW}/score")
    sent = api.post(path, json={"kind": "decision", "outcome": "refused"})
    assert (sent.status_code, sent.json()["number"], sent.json()["refers"]) == (200, 2, 1)
    assert api.get(path).json()["lines"] == [sent.json()]


def test_a_decision_against_the_score_is_refused_and_told_what_it_would_be(api: TestClient) -> None:
    api.get(f"/v1/clients/{NEW}/score")
    sent = api.post(f"/v1/clients/{NEW}/records", json={"kind": "decision", "outcome": "granted"})
    assert (sent.status_code, "to decide otherwise is an override: give code and text" in sent.text) == (422, True)


@pytest.mark.parametrize(
    ("client", "act", "status"),
    [
        (NEW, {"kind": "decision"}, 422),
        (NEW, {"kind": "mood"}, 422),
        (NEW, {"kind": "decision", "outcome": "perhaps"}, 422),
        (NEW, {"kind": "decision", "outcome": "granted", "by": "x"}, 422),
        (NEW, {"kind": "decision", "outcome": "refused"}, 422),  # whose score nobody asked for
        (NEW, {"kind": "signature", "refers": 1, "agrees": True}, 404),
        (ABSENT, {"kind": "decision", "outcome": "granted"}, 404),
    ],
)
def test_what_cannot_be_recorded_is_refused(api: TestClient, client: int, act: dict[str, object], status: int) -> None:
    assert api.post(f"/v1/clients/{client}/records", json=act).status_code == status


def test_ready_is_asked_by_nobody_and_records_nothing(watched: Watched, ledger: Ledger) -> None:
    strict = TestClient(make(Recorder(watched, "data-1", ledger), Settings(local_role="nobody")))
    assert strict.get("/ready").status_code == 200
    assert ledger.verify().head.count == 0


def test_what_cannot_be_recorded_is_not_answered(api: TestClient, ledger: Ledger) -> None:
    ledger._head.path.unlink()
    assert TestClient(api.app, raise_server_exceptions=False).get(f"/v1/clients/{NEW}/score").status_code == 500


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("form", "begins"), [("html", b"<!doctype html>"), ("pdf", b"%PDF")])
def test_the_letter_tells_the_decision_on_record_and_is_recorded(
    api: TestClient, form: str, begins: bytes, language: str
) -> None:
    asked = {"form": form, "language": language}
    assert api.get(f"/v1/clients/{NEW}/letter", params=asked).status_code == 422  # nobody decided
    api.get(f"/v1/clients/{NEW}/score")
    api.post(f"/v1/clients/{NEW}/records", json={"kind": "decision", "outcome": "refused"})
    for name in ("letter", "file"):
        answer = api.get(f"/v1/clients/{NEW}/{name}", params=asked)
        assert (answer.status_code, answer.content[: len(begins)]) == (200, begins)
        sent = api.get(f"/v1/clients/{NEW}/records").json()["lines"][-1]["sha256"]
        assert (sent == hashlib.sha256(answer.content).hexdigest()) == (form == "html")
    lines = api.get(f"/v1/clients/{NEW}/records").json()["lines"]
    found = [(line["kind"], line["what"], line["refers"]) for line in lines]
    decided = lines[0]["number"]
    assert found == [("decision", None, decided - 1), ("view", "letter", decided), ("view", "file", None)]


@pytest.mark.parametrize(("near", "signed", "status"), [
    # near the threshold, what a second person says, what the letter is answered by
    (False, None,  200),
    (True,  None,  422),
    (True,  False, 422),
    (True,  True,  200),
])  # fmt: skip
def test_the_letter_waits_for_the_second_signature(
    api: TestClient, watched: Watched, ledger: Ledger, near: bool, signed: bool | None, status: int
) -> None:
    watched.near = near
    proposed = api.get(f"/v1/clients/{NEW}/score").json()["decision"]
    made = api.post(f"/v1/clients/{NEW}/records", json={"kind": "decision", "outcome": proposed}).json()["number"]
    if signed is not None:
        ledger.append(Actor("ben", "manager"), Signature(NEW, signed), made)
    for given in ({}, {"decision": proposed}):
        answer = api.get(f"/v1/clients/{NEW}/letter", params=given)
        assert answer.status_code == status
        assert (f"record {made}:" in answer.text) == (status == 422)
