"""Asked over HTTP, every question has the answer that it has in the scoring process."""

from __future__ import annotations

import logging
import socket
import subprocess
import sys
import threading
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
from scoring.serving.questions import Act, Application, Filters, Questions, Record, Score
from tests.api.fake import LISTED, Fake
from tests.api.fake_clients import ABSENT, KNOWN, NEW, OTHER
from tests.api.live import live

BUREAU: list[Record] = [{"DAYS_CREDIT": -3.5, "CREDIT_ACTIVE": None}, {"CREDIT_ACTIVE": "1.5"}]
CASE = Application

QUESTIONS: list[tuple[str, tuple[Any, ...]]] = [
    ("about", ()),
    ("find", ("",)),
    ("find", ("9000", 1)),
    ("find", ("555",)),
    ("find", ("", 1, 1, "900")),
    ("variables", ()),
    ("groups", ()),
    ("client", (KNOWN,)),
    ("client", (NEW,)),
    ("client", (OTHER,)),
    ("features", (KNOWN,)),
    ("features", (NEW, "elsewhere")),
    ("features", (NEW, "cards")),
    ("timeline", (KNOWN,)),
    ("timeline", (NEW,)),
    ("lists", ()),
    ("list_clients", ()),
    ("list_clients", (Filters("to_review"), "id", False, 1, 1)),
    ("list_clients", (Filters(decision="refused", least_income=0.1 + 0.2, most_probability=1e-17),)),
    ("scores", ((NEW, ABSENT, KNOWN, NEW),)),
    ("scores", ((),)),
    ("explanations", ((NEW, ABSENT, KNOWN, NEW),)),
    ("explanations", ((ABSENT,),)),
    ("statistics", ("AMT_CREDIT",)),
    ("statistics", ("NAME_CONTRACT_TYPE",)),
    ("portfolio", ()),
    ("portfolio", (12.5,)),
    ("oversight", ()),
    ("sign_policy", (12.5, "d’abord")),
    ("case", (KNOWN,)),
    ("case", (NEW,)),
    ("score", (KNOWN,)),
    ("score", (NEW,)),
    ("explanation", (KNOWN,)),
    ("explanation", (NEW,)),
    ("explanation", (NEW, "accepted")),
    ("reasons", (KNOWN,)),
    ("reasons", (NEW,)),
    ("second_opinion", (KNOWN,)),
    ("second_opinion", (NEW,)),
    ("overview", ()),
    ("model", ()),
    ("card", ()),
    ("card", ("html",)),
    ("dictionary", ()),
    ("compare", (KNOWN, "AMT_CREDIT", "all")),
    ("compare", (KNOWN, "AMT_CREDIT", "similar")),
    ("compare", (KNOWN, "NAME_CONTRACT_TYPE", "all")),
    ("compare", (NEW, "NAME_CONTRACT_TYPE", "all")),
    ("compare", (NEW, "BUREAU_DEBT_TOTAL", "similar")),
    ("compare", (KNOWN, "AMT_CREDIT", "all", ("age", "région"))),
    ("compare_each", (NEW, ("AMT_CREDIT", "NAME_CONTRACT_TYPE"), "all")),
    ("compare_each", (KNOWN, ("AMT_CREDIT",), "all", ("age", "région"))),
    ("pair", (KNOWN, "AMT_CREDIT", "NAME_CONTRACT_TYPE", "all")),
    ("pair", (KNOWN, "AMT_CREDIT", "NAME_CONTRACT_TYPE", "all", ("région",))),
    ("pair", (NEW, "AMT_CREDIT", "BUREAU_DEBT_TOTAL", "similar")),
    ("neighbours", (NEW,)),
    ("neighbours", (NEW, 1)),
    ("compare", (CASE(KNOWN, {"AMT_CREDIT": 0.1 + 0.2}), "AMT_CREDIT", "all", ("age", "région"))),
    ("compare", (CASE(None, {"NAME_CONTRACT_TYPE": "é"}), "NAME_CONTRACT_TYPE", "similar")),
    ("compare_each", (CASE(NEW, {"AMT_CREDIT": None}), ("AMT_CREDIT", "NAME_CONTRACT_TYPE"), "all")),
    ("pair", (CASE(NEW, histories={"bureau": BUREAU}), "AMT_CREDIT", "NAME_CONTRACT_TYPE", "all", ("région",))),
    ("neighbours", (CASE(None, {"AMT_CREDIT": 1.0}), 1)),
    ("neighbours", (CASE(KNOWN),)),
    ("second_opinion", (CASE(KNOWN, {"AMT_CREDIT": 1.0}),)),
    ("second_opinion", (CASE(None, {"AMT_CREDIT": 1.0}),)),
    ("criteria", ()),
    ("predict", (CASE(KNOWN),)),
    ("predict", (CASE(NEW, histories={"bureau": ()}),)),
    ("predict", (CASE(NEW), "accepted")),
    ("predict", (CASE(OTHER, {"AMT_CREDIT": 0.1, "OWN_CAR_AGE": None, "B": "1.5"}),)),
    ("predict", (CASE(None, {"AMT_CREDIT": 1.0}, {"bureau": BUREAU}),)),
    ("predict_row", ({"AMT_CREDIT": 0.1 + 0.2, "NAME_CONTRACT_TYPE": "é", "OWN_CAR_AGE": None},)),
    ("predict_row", ({"AMT_CREDIT": 1e-17}, True)),
    ("predict_rows", (({"AMT_CREDIT": 1.0}, {"BROKEN": 1.0}, {"AMT_CREDIT": None}),)),
    ("predict_rows", ((),)),
    ("predictions", ((CASE(KNOWN), CASE(ABSENT), CASE(None, {"A": "é"}), CASE(NEW)),)),
    ("predictions", ((CASE(ABSENT), CASE()),)),
    ("predictions", ((),)),
    ("amend", (KNOWN, CASE(None, {"AMT_CREDIT": 0.1 + 0.2, "OWN_CAR_AGE": None}, {"bureau": BUREAU}))),
    ("amend", (ABSENT, CASE(None, {"AMT_CREDIT": 1.0}))),
    ("amendments", (KNOWN,)),
    ("amendments", (NEW,)),
    ("amended", ()),
    ("changeable", ()),
    ("what_if", (CASE(KNOWN), {"AMT_CREDIT": 0.1, "NAME_CONTRACT_TYPE": None})),
    ("what_if", (CASE(None, {"AMT_CREDIT": 1.0}, {"bureau": BUREAU}), {"NAME_CONTRACT_TYPE": "Prêt"})),
    ("what_if", (CASE(NEW), {})),
    ("what_if", (CASE(NEW), {"AMT_CREDIT": 0.1}, "accepted")),
    ("offers", (CASE(KNOWN),)),
    ("offers", (CASE(NEW),)),
    ("offer_map", (CASE(KNOWN), 3)),
    ("offer_map", (CASE(OTHER),)),
    ("offer_map", (CASE(NEW),)),
    ("history", (KNOWN,)),
    ("history", (NEW,)),
    ("history", (OTHER,)),
    ("record", (NEW, Act("decision", outcome="granted", opinion="refused"))),
    ("record", (KNOWN, Act("override", 3, "refused", code="policy", text="« non »"))),
    ("record", (NEW, Act("signature", 3, agrees=False))),
    ("record", (NEW, Act("correction", before={"A": None, "B": 0.1 + 0.2}, after={"A": "é", "B": 1e-17}))),
    ("missing", (CASE(NEW),)),
    ("missing", (CASE(OTHER),)),
]

REFUSALS: list[tuple[str, tuple[Any, ...], type[Refused]]] = [
    ("client", (ABSENT,), UnknownName),
    ("case", (ABSENT,), UnknownName),
    ("score", (ABSENT,), UnknownName),
    ("explanation", (ABSENT,), UnknownName),
    ("features", (NEW, "shoes"), UnknownName),
    ("timeline", (ABSENT,), UnknownName),
    ("list_clients", (Filters("rich"),), UnknownName),
    ("statistics", ("SHOE_SIZE",), UnknownName),
    ("explanation", (KNOWN, "rich"), UnknownName),
    ("reasons", (ABSENT,), UnknownName),
    ("second_opinion", (ABSENT,), UnknownName),
    ("second_opinion", (OTHER,), Refused),
    ("predict", (CASE(ABSENT),), UnknownName),
    ("history", (ABSENT,), UnknownName),
    ("record", (ABSENT, Act("statement", text="x")), UnknownName),
    ("record", (OTHER, Act("statement", text="x")), Refused),
    ("compare", (NEW, "A&group=all", "É ?"), UnknownName),
    ("compare", (NEW, "AMT_CREDIT", "all", ("age", "shoe&size")), UnknownName),
    ("pair", (NEW, "AMT_CREDIT", "A", "B", ("sex",)), UnknownName),
    ("neighbours", (ABSENT,), UnknownName),
    ("predict", (CASE(),), Refused),
    ("predict_row", ({"BROKEN": 1.0},), Refused),
    ("amend", (KNOWN, CASE(NEW)), Refused),
    ("amend", (KNOWN, CASE()), Refused),
    ("what_if", (CASE(KNOWN), {"CODE_GENDER": "F"}), Refused),
    ("what_if", (CASE(ABSENT), {}), UnknownName),
    ("offers", (CASE(ABSENT),), UnknownName),
    ("offer_map", (CASE(),), Refused),
    ("missing", (CASE(ABSENT),), UnknownName),
]

API_ONLY: list[tuple[str, tuple[Any, ...], str]] = [
    ("client", (-1,), "path.client must be a whole number."),
    ("find", ("Dupont",), "query.contains must hold digits only."),
    ("find", ("", 101), "query.limit must be 100 or less."),
    ("find", ("", 20, -1), "query.offset must be a whole number."),
    ("find", ("", 20, 0, "Dupont"), "query.begins must hold digits only."),
    ("list_clients", (Filters(least_probability=2.0),), "query.least_probability must be 1.0 or less."),
    ("list_clients", (Filters(most_income=float("inf")),), "query.most_income must be a finite number."),
    ("list_clients", (Filters("all"), "id", True, 0, 101), "query.limit must be 100 or less."),
    ("list_clients", (Filters(decision="maybe"),), "query.decision must be 'granted' or 'refused'."),  # type: ignore[arg-type]
    ("sign_policy", (0.0, "x"), "body.cost_ratio must be more than 0.0."),
    ("sign_policy", (12.0, " "), "body.text must not be empty."),
    ("portfolio", (0.0,), "query.cost_ratio must be more than 0.0."),
    ("scores", ([1] * 10_001,), "body.clients must have 10000 members or fewer."),
    ("explanations", ([-1],), "body.clients[0] must be 0 or more."),
    ("card", ("pdf",), "query.form must be 'markdown' or 'html'."),
    ("neighbours", (KNOWN, 0), "query.count must be 1 or more."),
    ("compare", (KNOWN, "AMT_CREDIT", "all", ["age"] * 21), "query.criteria must have 20 members or fewer."),
    ("compare_each", (KNOWN, ["AMT_CREDIT"] * 21, "all"), "query.variables must have 20 members or fewer."),
    ("compare_each", (KNOWN, [], "all"), "query.variables is missing: give it."),
    ("predict", (CASE(None, {"A": float("nan")}),), "A number is not finite: give None for a value that is not known."),
    ("predict_row", ({},), "body must hold features: every one that the model uses."),
    ("predictions", ([CASE(KNOWN)] * 1_001,), "body.applications must have 1000 members or fewer."),
    ("amend", (-1, CASE(None, {"A": 1.0})), "path.client must be a whole number."),
    ("what_if", (CASE(NEW), {"A": float("inf")}), "A number is not finite: give None for a value that is not known."),
    ("offer_map", (CASE(NEW), 1), "body.steps must be 2 or more."),
    ("offer_map", (CASE(NEW), 41), "body.steps must be 40 or less."),
    (
        "predict",
        (CASE(None, {"A": "\ud800"}),),
        "body.fields.(an unknown field, number 1) holds half of a surrogate pair: send whole characters.",
    ),
    ("predict", (CASE(None, {"A": "a" * LARGEST}),), f"The body may have at most {LARGEST} bytes: send less history."),
]  # fmt: skip


@pytest.fixture(scope="module")
def fake() -> Fake:
    return Fake()


@pytest.fixture(scope="module")
def api(fake: Fake) -> Iterator[Api]:
    with live(make(fake)) as url:
        client = Api(url)
        yield client
        client.close()


@pytest.mark.parametrize(("question", "given"), QUESTIONS)
def test_an_answer_travels_unchanged(api: Api, fake: Fake, question: str, given: tuple[Any, ...]) -> None:
    travelled, answer = getattr(api, question)(*given), getattr(fake, question)(*given)
    assert travelled == answer
    assert type(travelled) is type(answer)


def test_an_export_travels_line_by_line(api: Api, fake: Fake) -> None:
    travelled = api.export()
    assert next(travelled) == next(fake.export())
    assert list(travelled) == list(fake.export())[1:]


def test_filters_travel_unchanged(api: Api) -> None:
    asked = Filters("to_review", "granted", 0.1, 0.2, 3.0, 4.0, 5.0, 6.0)
    api.list_clients(asked)
    assert LISTED[-1] == asked


def test_an_application_travels_unchanged(api: Api, fake: Fake) -> None:
    asked = Application(NEW, {"AMT_CREDIT": 0.1 + 0.2, "A": "1.5", "É": None}, {"bureau": BUREAU, "previous": []})
    api.predict(asked)
    assert fake.applications[-1] == asked


@pytest.mark.parametrize(("question", "given", "kind"), REFUSALS)
def test_a_refusal_travels_with_all_its_faults(
    api: Api, fake: Fake, question: str, given: tuple[Any, ...], kind: type[Refused]
) -> None:
    with pytest.raises(Refused) as near:
        getattr(fake, question)(*given)
    with pytest.raises(Refused) as far:
        getattr(api, question)(*given)
    assert type(far.value) is type(near.value) is kind
    assert far.value.faults == near.value.faults


@pytest.mark.parametrize(("question", "given", "fault"), API_ONLY)
def test_what_cannot_be_asked_is_refused(api: Api, question: str, given: tuple[Any, ...], fault: str) -> None:
    with pytest.raises(Refused) as caught:
        getattr(api, question)(*given)
    assert caught.value.faults == (fault,)


def test_every_question_can_be_asked() -> None:
    asked = {name for name in vars(Api) if not name.startswith("_")}
    assert asked == {name for name in vars(Questions) if not name.startswith("_")}


def test_threads_share_one_client(api: Api, fake: Fake) -> None:
    clients = [KNOWN, NEW, OTHER] * 20
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(api.explanation, clients)) == [fake.explanation(one) for one in clients]


def test_no_proxy_comes_between(fake: Fake, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with live(make(fake)) as url:
        assert Api(url).groups() == fake.groups()


def test_no_log_holds_a_client(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        api.score(NEW)
        with pytest.raises(UnknownName):
            api.score(ABSENT)
    assert str(NEW) not in caplog.text
    assert str(ABSENT) not in caplog.text


class Failing(Fake):
    """Fails where others answer, or does not answer before it is let go."""

    def __init__(self) -> None:
        super().__init__()
        self.go = threading.Event()

    def score(self, client: int) -> Score:
        raise RuntimeError(f"client {client}")

    def groups(self) -> tuple[str, ...]:
        self.go.wait()
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


def test_it_takes_too_long_and_answers_again() -> None:
    failing = Failing()
    with live(make(failing)) as url:
        said = unreachable(Api(url, timeout=0.1).groups)
        failing.go.set()
        assert said == "The scoring process did not answer within 0.1 s."
        assert Api(url).groups() == Fake().groups()


def test_it_fails_and_answers_again() -> None:
    with live(make(Failing())) as url:
        api = Api(url)
        said = unreachable(lambda: api.score(NEW))
        assert said.startswith("The scoring process failed to answer (its log knows it as urn:uuid:")
        assert api.client(NEW) == Fake().client(NEW)


OTHER_VERSION = "The scoring process answers in a form of another version."
NOT_THE_API = "What answers at {url}/ is not the scoring API."
PROBLEM = "application/problem+json"


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (PlainTextResponse("hello"), OTHER_VERSION),
        (JSONResponse({"total": 1}), OTHER_VERSION),
        (JSONResponse([]), OTHER_VERSION),
        (JSONResponse(None), OTHER_VERSION),
        (PlainTextResponse("lost", 404), NOT_THE_API),
        (JSONResponse({"faults": ["x"]}, 404), NOT_THE_API),
        (JSONResponse({"faults": ["x"]}, 404, media_type=PROBLEM), NOT_THE_API),
        (Response("[", 422, media_type=PROBLEM), NOT_THE_API),
        (Response("[]", 422, media_type=PROBLEM), NOT_THE_API),
        (Response(status_code=307, headers={"location": "/"}), NOT_THE_API),
        (PlainTextResponse("busy", 503), "The scoring process failed to answer."),
        *((JSONResponse({"faults": ["Later."]}, later, media_type=PROBLEM), "Later.") for later in (408, 429, 503)),
    ],
)
def test_something_else_answers_or_not_now(answer: ASGIApp, said: str) -> None:
    with live(answer) as url:
        api = Api(url)
        assert unreachable(lambda: api.find(str(NEW))) == said.format(url=url)
        api.close()


def test_a_member_of_a_later_version_is_left_out() -> None:
    with live(JSONResponse({"total": 1, "ids": [NEW], "pages": 1})) as url:
        assert Api(url).find("").ids == (NEW,)


def test_the_client_needs_neither_pydantic_nor_the_server() -> None:
    heavy = ("pydantic", "fastapi", "uvicorn", "catboost", "duckdb", "pandas", "numpy")
    program = f"import sys, scoring.serving.http; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
