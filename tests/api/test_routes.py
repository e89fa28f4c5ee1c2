"""Each route gives the answer of its question, whole and unchanged."""

from __future__ import annotations

from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from fastapi.testclient import TestClient
from PIL import Image
from pydantic import TypeAdapter

from scoring.faults import Refused
from scoring.serving.questions import (
    About,
    Application,
    Case,
    Changeable,
    Client,
    Comparison,
    Criterion,
    Explanation,
    FeatureMeaning,
    History,
    Matches,
    Missing,
    ModelFacts,
    Neighbour,
    OfferMap,
    Offers,
    Overview,
    Pair,
    Prediction,
    Reasons,
    Score,
    SecondOpinion,
    Variable,
    WhatIf,
)
from tests.api.fake import Fake
from tests.api.fake_clients import KNOWN, NEW, OTHER

COMPARE = f"/v1/clients/{NEW}/comparison"
PAIR = f"/v1/clients/{NEW}/pair?across=AMT_CREDIT&up=NAME_CONTRACT_TYPE"

ROUTES: list[tuple[str, Any, str, tuple[Any, ...]]] = [
    # path, kind of the answer, question, what is given with it
    ("/v1/about", About, "about", ()),
    ("/v1/clients", Matches, "find", ("",)),
    ("/v1/clients?contains=9000", Matches, "find", ("9000",)),
    ("/v1/clients?contains=900%20017", Matches, "find", ("900017",)),
    ("/v1/clients?contains=900%E2%80%AF01", Matches, "find", ("90001",)),
    ("/v1/clients?contains=555", Matches, "find", ("555",)),
    ("/v1/clients?limit=1", Matches, "find", ("", 1)),
    ("/v1/clients?begins=90%200&offset=1&limit=1", Matches, "find", ("", 1, 1, "900")),
    ("/v1/clients?contains=17&begins=9", Matches, "find", ("17", 20, 0, "9")),
    ("/v1/clients?begins=0", Matches, "find", ("", 20, 0, "0")),
    ("/v1/clients?offset=9000", Matches, "find", ("", 20, 9000)),
    (f"/v1/clients/{KNOWN}", Client, "client", (KNOWN,)),
    (f"/v1/clients/{NEW}", Client, "client", (NEW,)),
    (f"/v1/clients/{OTHER}", Client, "client", (OTHER,)),
    (f"/v1/clients/{KNOWN}/case", Case, "case", (KNOWN,)),
    (f"/v1/clients/{NEW}/case", Case, "case", (NEW,)),
    (f"/v1/clients/{KNOWN}/score", Score, "score", (KNOWN,)),
    (f"/v1/clients/{NEW}/score", Score, "score", (NEW,)),
    (f"/v1/clients/{KNOWN}/explanation", Explanation, "explanation", (KNOWN,)),
    (f"/v1/clients/{NEW}/explanation", Explanation, "explanation", (NEW,)),
    (f"/v1/clients/{KNOWN}/explanation?base=all", Explanation, "explanation", (KNOWN,)),
    (f"/v1/clients/{NEW}/explanation?base=accepted", Explanation, "explanation", (NEW, "accepted")),
    (f"/v1/clients/{KNOWN}/reasons", Reasons, "reasons", (KNOWN,)),
    (f"/v1/clients/{NEW}/reasons", Reasons, "reasons", (NEW,)),
    (f"/v1/clients/{KNOWN}/second-opinion", SecondOpinion, "second_opinion", (KNOWN,)),
    (f"/v1/clients/{NEW}/second-opinion", SecondOpinion, "second_opinion", (NEW,)),
    ("/v1/model", ModelFacts, "model", ()),
    ("/v1/features", tuple[FeatureMeaning, ...], "dictionary", ()),
    ("/v1/overview", Overview, "overview", ()),
    (f"{COMPARE}?variable=AMT_CREDIT&group=all", Comparison, "compare", (NEW, "AMT_CREDIT", "all")),
    (f"{COMPARE}?variable=AMT_CREDIT&group=similar", Comparison, "compare", (NEW, "AMT_CREDIT", "similar")),
    (f"{COMPARE}?variable=NAME_CONTRACT_TYPE&group=all", Comparison, "compare", (NEW, "NAME_CONTRACT_TYPE", "all")),
    (
        f"{COMPARE}?variable=AMT_CREDIT&group=all&criteria=age&criteria=r%C3%A9gion",
        Comparison,
        "compare",
        (NEW, "AMT_CREDIT", "all", ("age", "région")),
    ),
    (
        f"{COMPARE}s?variables=AMT_CREDIT&variables=NAME_CONTRACT_TYPE&group=all",
        tuple[Comparison, ...],
        "compare_each",
        (NEW, ("AMT_CREDIT", "NAME_CONTRACT_TYPE"), "all"),
    ),
    (f"{PAIR}&group=all", Pair, "pair", (NEW, "AMT_CREDIT", "NAME_CONTRACT_TYPE", "all")),
    (f"{PAIR}&group=all&criteria=age", Pair, "pair", (NEW, "AMT_CREDIT", "NAME_CONTRACT_TYPE", "all", ("age",))),
    (f"{PAIR}&group=similar", Pair, "pair", (NEW, "AMT_CREDIT", "NAME_CONTRACT_TYPE", "similar")),
    (f"/v1/clients/{NEW}/neighbours", tuple[Neighbour, ...], "neighbours", (NEW,)),
    (f"/v1/clients/{NEW}/neighbours?count=1", tuple[Neighbour, ...], "neighbours", (NEW, 1)),
    (f"/v1/clients/{KNOWN}/records", History, "history", (KNOWN,)),
    (f"/v1/clients/{NEW}/records", History, "history", (NEW,)),
    ("/v1/criteria", tuple[Criterion, ...], "criteria", ()),
    ("/v1/variables", tuple[Variable, ...], "variables", ()),
    ("/v1/groups", tuple[str, ...], "groups", ()),
    ("/v1/changeable", tuple[Changeable, ...], "changeable", ()),
]


@pytest.mark.parametrize(("path", "kind", "question", "given"), ROUTES)
def test_a_route_answers_its_question(
    api: TestClient, fake: Fake, path: str, kind: Any, question: str, given: tuple[Any, ...]
) -> None:
    response = api.get(path)
    assert response.status_code == 200
    assert response.headers["content-type"] == "application/json"
    assert TypeAdapter(kind).validate_json(response.content) == getattr(fake, question)(*given)


def test_health_asks_nothing(api: TestClient) -> None:
    assert api.get("/health").json() == {"status": "alive"}


def test_a_value_that_is_not_known_is_null(api: TestClient) -> None:
    fields = api.get(f"/v1/clients/{NEW}").json()["fields"]
    assert {field["name"]: field["value"] for field in fields} == {
        "AMT_CREDIT": 1e-17,
        "NAME_CONTRACT_TYPE": None,
        "BUREAU_DEBT_TOTAL": None,
    }


@pytest.mark.parametrize(("client", "low", "review"), [(KNOWN, 0.3, False), (NEW, 0.05, True)])
def test_a_score_says_how_sure_it_is(api: TestClient, client: int, low: float, review: bool) -> None:
    published = api.get(f"/v1/clients/{client}/score").json()
    live = api.post("/v1/predict", json={"client": client}).json()["score"]
    assert published == live
    assert (live["low"], live["high"], live["review"]) == (low, 0.4, review)


def test_a_prediction_is_asked_and_answered_whole(api: TestClient, fake: Fake) -> None:
    response = api.post(
        "/v1/predict",
        json={
            "client": NEW,
            "fields": {"AMT_CREDIT": 1, "NAME_CONTRACT_TYPE": "1.5", "OWN_CAR_AGE": None},
            "histories": {"bureau": [{"DAYS_CREDIT": -3.5, "CREDIT_ACTIVE": None}, {}], "previous": []},
        },
    )
    (asked,) = fake.applications
    assert TypeAdapter(Prediction).validate_json(response.content) == fake.predict(asked)
    assert asked.client == NEW
    assert asked.fields == {"AMT_CREDIT": 1.0, "NAME_CONTRACT_TYPE": "1.5", "OWN_CAR_AGE": None}
    assert isinstance(asked.fields["AMT_CREDIT"], float)
    assert asked.histories == {"bureau": [{"DAYS_CREDIT": -3.5, "CREDIT_ACTIVE": None}, {}], "previous": []}


@pytest.mark.parametrize("base", ["all", "accepted"])
def test_a_prediction_is_explained_from_the_base_asked(api: TestClient, base: str) -> None:
    live = api.post("/v1/predict", json={"client": NEW, "base": base}).json()["explanation"]
    assert live == api.get(f"/v1/clients/{NEW}/explanation", params={"base": base}).json()


@pytest.mark.parametrize("path", ["/v1/predict", "/v1/what-if"])
def test_a_base_that_is_none_is_refused_with_what_is(api: TestClient, path: str) -> None:
    problem = api.post(path, json={"client": NEW, "base": "refused"})
    assert (problem.status_code, problem.json()["faults"]) == (422, ["body.base must be 'all' or 'accepted'."])


def test_a_feature_row_has_no_base_of_its_own(api: TestClient) -> None:
    problem = api.post("/v1/predict", json={"features": {"AMT_CREDIT": 1.0}, "base": "accepted"})
    assert problem.status_code == 422
    assert "a base" in problem.json()["faults"][0]


@pytest.mark.parametrize(
    ("form", "media"), [("", "text/markdown"), ("?form=markdown", "text/markdown"), ("?form=html", "text/html")]
)
def test_the_card_is_given_as_it_was_published(api: TestClient, fake: Fake, form: str, media: str) -> None:
    response = api.get(f"/v1/model/card{form}")
    assert response.headers["content-type"] == f"{media}; charset=utf-8"
    assert response.text == fake.card("html" if "html" in form else "markdown")


@pytest.mark.parametrize("client", [KNOWN, NEW, OTHER])
@pytest.mark.parametrize(("language", "said"), [("fr", "ce client"), ("en", "this client")])
def test_a_comparison_is_drawn_in_the_language_asked(api: TestClient, client: int, language: str, said: str) -> None:
    path = f"/v1/clients/{client}/comparison.svg?variable=AMT_CREDIT&group=all&language={language}"
    response = api.get(path)
    assert response.headers["content-type"] == "image/svg+xml"
    root = ElementTree.fromstring(response.content)
    assert (root.tag, root.get("lang")) == ("{http://www.w3.org/2000/svg}svg", language)
    assert said in response.text


@pytest.mark.parametrize("client", [KNOWN, NEW])
@pytest.mark.parametrize("variable", ["AMT_CREDIT", "NAME_CONTRACT_TYPE"])
@pytest.mark.parametrize("group", ["all", "similar"])
def test_a_comparison_is_drawn_in_pixels_at_twice_the_size(
    api: TestClient, client: int, variable: str, group: str
) -> None:
    path, asked = f"/v1/clients/{client}/comparison", f"?variable={variable}&group={group}"
    response, drawn = api.get(f"{path}.png{asked}"), ElementTree.fromstring(api.get(f"{path}.svg{asked}").content)
    assert (response.status_code, response.headers["content-type"]) == (200, "image/png")
    size = Image.open(BytesIO(response.content)).size
    assert size == tuple(2 * int(drawn.get(side) or 0) for side in ("width", "height"))


def test_a_comparison_in_pixels_is_in_the_language_asked(api: TestClient) -> None:
    path = f"/v1/clients/{NEW}/comparison.png?variable=AMT_CREDIT&group=all"
    assert api.get(path).content == api.get(f"{path}&language=fr").content != api.get(f"{path}&language=en").content


@pytest.mark.parametrize(
    ("failure", "status", "again"),
    [
        (Refused("a PNG needs the package resvg-py"), 422, None),
        (TimeoutError("the picture was not drawn within 20 s"), 503, "1"),
        (RuntimeError("the picture could not be drawn"), 500, None),
    ],
)
def test_a_picture_that_cannot_be_drawn_is_a_problem(
    api: TestClient, monkeypatch: pytest.MonkeyPatch, failure: Exception, status: int, again: str | None
) -> None:
    def fails(svg: str) -> bytes:
        raise failure

    monkeypatch.setattr("scoring.api.routes.comparison.png", fails)
    response = api.get(f"/v1/clients/{NEW}/comparison.png?variable=AMT_CREDIT&group=all")
    assert (response.status_code, response.headers.get("retry-after")) == (status, again)
    assert response.headers["content-type"] == "application/problem+json"


LENDING: list[tuple[str, Any, str, dict[str, Any]]] = [
    # path, kind of the answer, question, what is given beside the application
    ("/v1/what-if", WhatIf, "what_if", {"changes": {"AMT_CREDIT": 2.5, "NAME_CONTRACT_TYPE": None}}),
    ("/v1/what-if", WhatIf, "what_if", {"changes": {"AMT_CREDIT": 2.5}, "base": "accepted"}),
    ("/v1/offers", Offers, "offers", {}),
    ("/v1/offer-map", OfferMap, "offer_map", {"steps": 3}),
    ("/v1/missing", tuple[Missing, ...], "missing", {}),
]


@pytest.mark.parametrize("client", [KNOWN, NEW, OTHER])
@pytest.mark.parametrize(("path", "kind", "question", "given"), LENDING)
def test_what_would_change_a_decision_is_asked_and_answered_whole(
    api: TestClient, fake: Fake, client: int, path: str, kind: Any, question: str, given: dict[str, Any]
) -> None:
    response = api.post(path, json={"client": client, **given})
    assert response.status_code == 200
    asked = getattr(fake, question)(Application(client), *given.values())
    assert TypeAdapter(kind).validate_json(response.content) == asked


def test_a_change_that_may_not_be_is_refused_with_what_may(api: TestClient) -> None:
    problem = api.post("/v1/what-if", json={"client": KNOWN, "changes": {"TARGET": 1}})
    assert (problem.status_code, problem.json()["faults"]) == (
        422,
        ["TARGET may not be changed; allowed: AMT_CREDIT, NAME_CONTRACT_TYPE"],
    )


@pytest.mark.parametrize(
    ("body", "client", "fields"),
    [
        (f'{{"client": {KNOWN}}}', KNOWN, {}),
        (f'{{"client": {KNOWN}.0}}', KNOWN, {}),
        ('{"client": null, "fields": {"AMT_CREDIT": 1e3}}', None, {"AMT_CREDIT": 1000.0}),
        ('{"fields": {"A": "\\ud83d\\ude00 é"}}', None, {"A": "\U0001f600 é"}),
    ],
)
def test_what_an_application_leaves_out_is_empty(
    api: TestClient, fake: Fake, body: str, client: int | None, fields: dict[str, object]
) -> None:
    headers = {"content-type": "application/json; charset=utf-8"}
    assert api.post("/v1/predict", content=body, headers=headers).status_code == 200
    (asked,) = fake.applications
    assert (asked.client, asked.fields, asked.histories) == (client, fields, {})
