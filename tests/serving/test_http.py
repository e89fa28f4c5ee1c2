"""Asked over HTTP, every question has the answer that it has in the scoring process."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp

from scoring.api import make
from scoring.api.body import LARGEST
from scoring.faults import Refused, UnknownName
from scoring.serving.http import Api, Unreachable
from scoring.serving.questions import Application, Questions, Score
from tests.api.fake import ABSENT, KNOWN, NEW, OTHER, Fake
from tests.api.live import live

BUREAU = [{"DAYS_CREDIT": -3.5, "CREDIT_ACTIVE": None}, {"CREDIT_ACTIVE": "1.5"}]

QUESTIONS: dict[str, Callable[[Questions], Any]] = {
    "about": lambda ask: ask.about(),
    "find all": lambda ask: ask.find(""),
    "find some": lambda ask: ask.find("9000", 1),
    "find none": lambda ask: ask.find("555"),
    "variables": lambda ask: ask.variables(),
    "groups": lambda ask: ask.groups(),
    **{f"client {one}": lambda ask, one=one: ask.client(one) for one in (KNOWN, NEW, OTHER)},
    **{f"score {one}": lambda ask, one=one: ask.score(one) for one in (KNOWN, NEW)},
    **{f"explanation {one}": lambda ask, one=one: ask.explanation(one) for one in (KNOWN, NEW, OTHER)},
    **{
        f"compare {one} {variable} {group}": lambda ask, one=one, variable=variable, group=group: ask.compare(
            one, variable, group
        )
        for one in (KNOWN, NEW)
        for variable in ("AMT_CREDIT", "NAME_CONTRACT_TYPE", "BUREAU_DEBT_SUM")
        for group in ("all", "similar")
    },
    "predict known": lambda ask: ask.predict(Application(KNOWN)),
    "predict without history": lambda ask: ask.predict(Application(NEW, histories={"bureau": ()})),
    "predict changed": lambda ask: ask.predict(Application(OTHER, {"AMT_CREDIT": 0.1, "A": None, "B": "1.5"})),
    "predict new": lambda ask: ask.predict(Application(None, {"AMT_CREDIT": 1.0}, {"bureau": BUREAU})),
}  # fmt: skip

REFUSALS: dict[str, tuple[type[Refused], Callable[[Questions], Any]]] = {
    "unknown client": (UnknownName, lambda ask: ask.client(ABSENT)),
    "unknown client's score": (UnknownName, lambda ask: ask.score(ABSENT)),
    "unknown client's reasons": (UnknownName, lambda ask: ask.explanation(ABSENT)),
    "unknown client's case": (UnknownName, lambda ask: ask.predict(Application(ABSENT))),
    "unknown variable and group": (UnknownName, lambda ask: ask.compare(NEW, "A&group=all", "É ?")),
    "nothing to score": (Refused, lambda ask: ask.predict(Application())),
}

API_ONLY: dict[str, tuple[Callable[[Questions], Any], str]] = {
    "negative client": (lambda ask: ask.client(-1), "path.client must be a whole number."),
    "letters": (lambda ask: ask.find("Dupont"), "query.contains must hold digits only."),
    "too many": (lambda ask: ask.find("", 101), "query.limit must be 100 or less."),
    "NaN": (
        lambda ask: ask.predict(Application(None, {"AMT_CREDIT": float("nan")})),
        "A number is not finite: give None for a value that is not known.",
    ),
    "half a character": (
        lambda ask: ask.predict(Application(None, {"A": "\ud800"})),
        "A text holds half of a surrogate pair: send whole characters.",
    ),
    "too large": (
        lambda ask: ask.predict(Application(None, {"A": "a" * LARGEST})),
        f"The body may have at most {LARGEST} bytes: send less history.",
    ),
}


@pytest.fixture(scope="module")
def fake() -> Fake:
    return Fake()


@pytest.fixture(scope="module")
def api(fake: Fake) -> Iterator[Api]:
    with live(make(fake)) as url:
        client = Api(url)
        yield client
        client.close()


@pytest.mark.parametrize("ask", QUESTIONS.values(), ids=QUESTIONS)
def test_an_answer_travels_unchanged(api: Api, fake: Fake, ask: Callable[[Questions], Any]) -> None:
    travelled, answer = ask(api), ask(fake)
    assert travelled == answer
    assert type(travelled) is type(answer)


def test_an_application_travels_unchanged(api: Api, fake: Fake) -> None:
    asked = Application(NEW, {"AMT_CREDIT": 0.1 + 0.2, "A": "1.5", "É": None}, {"bureau": BUREAU, "previous": []})
    api.predict(asked)
    assert fake.applications[-1] == asked


@pytest.mark.parametrize(("kind", "ask"), REFUSALS.values(), ids=REFUSALS)
def test_a_refusal_travels_with_all_its_faults(
    api: Api, fake: Fake, kind: type[Refused], ask: Callable[[Questions], Any]
) -> None:
    with pytest.raises(Refused) as near:
        ask(fake)
    with pytest.raises(Refused) as far:
        ask(api)
    assert type(far.value) is type(near.value) is kind
    assert far.value.faults == near.value.faults


@pytest.mark.parametrize(("ask", "fault"), API_ONLY.values(), ids=API_ONLY)
def test_what_cannot_be_asked_is_refused(api: Api, ask: Callable[[Questions], Any], fault: str) -> None:
    with pytest.raises(Refused) as caught:
        ask(api)
    assert caught.value.faults == (fault,)


def test_threads_share_one_client(api: Api, fake: Fake) -> None:
    clients = [KNOWN, NEW, OTHER] * 20
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(api.explanation, clients)) == [fake.explanation(one) for one in clients]


def test_no_log_holds_a_client(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        api.score(NEW)
        with pytest.raises(UnknownName):
            api.score(ABSENT)
    assert str(NEW) not in caplog.text
    assert str(ABSENT) not in caplog.text


class Failing(Fake):
    """Fails, or takes too long, where others answer."""

    def score(self, client: int) -> Score:
        raise RuntimeError(f"client {client}")

    def groups(self) -> tuple[str, ...]:
        time.sleep(0.5)
        return super().groups()


def unreachable(ask: Callable[[], Any]) -> str:
    """The one sentence with which asking fails."""
    with pytest.raises(Unreachable) as caught:
        ask()
    assert str(NEW) not in str(caught.value)
    return str(caught.value)


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        port = closed.getsockname()[1]
    api = Api(f"http://127.0.0.1:{port}")
    said = unreachable(lambda: api.score(NEW))
    assert said == f"No scoring process answers at http://127.0.0.1:{port}."


def test_it_fails_or_takes_too_long_and_answers_again() -> None:
    with live(make(Failing())) as url:
        api = Api(url, timeout=0.1)
        assert unreachable(api.groups) == "The scoring process did not answer within 0.1 s."
        failed = unreachable(lambda: api.score(NEW))
        assert failed.startswith("The scoring process failed to answer (its log knows it as urn:uuid:")
        assert api.client(NEW) == Fake().client(NEW)
        api.close()


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (PlainTextResponse("hello"), "The scoring process answers in a form of another version."),
        (JSONResponse({"total": 1}), "The scoring process answers in a form of another version."),
        (JSONResponse([]), "The scoring process answers in a form of another version."),
        (JSONResponse(None), "The scoring process answers in a form of another version."),
        (PlainTextResponse("lost", 404), "What answers at http://127.0.0.1:{port}/ is not the scoring API."),
        (JSONResponse({"faults": ["x"]}, 404), "What answers at http://127.0.0.1:{port}/ is not the scoring API."),
        (Response("[", 422, media_type="application/problem+json"), "What answers at http://127.0.0.1:{port}/ is not the scoring API."),
        (Response("[]", 422, media_type="application/problem+json"), "What answers at http://127.0.0.1:{port}/ is not the scoring API."),
        (Response(status_code=307, headers={"location": "/"}), "What answers at http://127.0.0.1:{port}/ is not the scoring API."),
        (PlainTextResponse("busy", 503), "The scoring process failed to answer."),
    ],
)  # fmt: skip
def test_something_else_answers(answer: ASGIApp, said: str) -> None:
    with live(answer) as url:
        api = Api(url)
        port = url.rpartition(":")[2]
        assert unreachable(lambda: api.find(str(NEW))) == said.format(port=port)
        api.close()


def test_a_member_of_a_later_version_is_left_out() -> None:
    with live(JSONResponse({"total": 1, "ids": [NEW], "pages": 1})) as url:
        assert Api(url).find("").ids == (NEW,)


def test_the_client_needs_neither_pydantic_nor_the_server() -> None:
    heavy = ("pydantic", "fastapi", "uvicorn", "catboost", "duckdb", "pandas", "numpy")
    program = f"import sys, scoring.serving.http; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
