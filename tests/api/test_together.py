"""Rows that are asked about at once are answered together, each as if it were alone."""

from __future__ import annotations

import asyncio
import json
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from fastapi.testclient import TestClient
from pydantic import TypeAdapter

from scoring.api import make
from scoring.api.exchange import CURRENT, begun
from scoring.api.together import Together
from scoring.serving.questions import Record, RowPredicted, RowPrediction
from tests.api.fake import Fake
from tests.api.fake_clients import KNOWN, NEW
from tests.api.live import live

ROW = {"AMT_CREDIT": 1, "NAME_CONTRACT_TYPE": "é", "BUREAU_DEBT_TOTAL": None}
ALONE = "body must hold features alone, or an application and a base without them."
ADAPTER = TypeAdapter(RowPrediction)


@pytest.mark.parametrize("explain", [False, True])
def test_a_row_is_asked_and_answered_whole(api: TestClient, fake: Fake, explain: bool) -> None:
    response = api.post("/v1/predict", json={"features": ROW, "explain": explain})
    assert fake.rows == [ROW]
    assert ADAPTER.validate_json(response.content) == fake.predict_row(ROW, explain)
    assert (response.json()["explanation"] is None) == (not explain)


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ({"features": {}}, "body must hold features: every one that the model uses."),
        ({"features": ROW, "client": KNOWN}, ALONE),
        ({"features": ROW, "fields": {"A": 1.0}}, ALONE),
        ({"features": ROW, "histories": {"bureau": []}}, ALONE),
        ({"features": ROW | {"AMT_CREDIT": True}}, "body.features.AMT_CREDIT must be a number, a text or null."),
        ({"features": ROW | {"AMT_CREDIT": [1.0]}}, "body.features.AMT_CREDIT must be a number, a text or null."),
        ({"features": ROW | {"AMT_CREDIT": 1e300}}, "body.features.AMT_CREDIT must lie between -2**53 and 2**53."),
        ({"features": [ROW]}, "body.features must be an object."),
        ({"features": ROW, "explain": "yes"}, "body.explain must be true or false."),
    ],
)  # fmt: skip
def test_what_is_no_row_is_refused(api: TestClient, fake: Fake, body: object, fault: str) -> None:
    response = api.post("/v1/predict", json=body)
    assert (response.status_code, response.json()["faults"]) == (422, [fault])
    assert fake.rows == []


class Lingering(Fake):
    """Fails on demand, and says how many rows came at once."""

    def predict_rows(self, rows: list[Record]) -> tuple[RowPredicted, ...]:  # type: ignore[override]
        if any("FAILING" in row for row in rows):
            raise RuntimeError("no")
        return super().predict_rows(rows)


def test_one_that_is_refused_spoils_no_other() -> None:
    fake = Lingering()
    bodies = [json.dumps({"features": {"AMT_CREDIT": n} | ({"BROKEN": 1} if n % 4 == 0 else {})}) for n in range(40)]
    with live(make(fake)) as url, ThreadPoolExecutor(16) as threads, httpx.Client(base_url=url) as client:
        kind = {"content-type": "application/json"}
        answers = list(threads.map(lambda body: client.post("/v1/predict", content=body, headers=kind), bodies))
        assert [answer.status_code for answer in answers] == [422 if n % 4 == 0 else 200 for n in range(40)]
        assert answers[0].json()["faults"][0] == "features: the model has no feature 'BROKEN'"
        failed = client.post("/v1/predict", json={"features": {"FAILING": 1}})
        assert failed.status_code == 500
        assert client.post("/v1/predict", json={"features": ROW}).status_code == 200
    assert sum(fake.together) == 41


@pytest.mark.parametrize(
    ("turns", "calls"),
    [
        ((0,), [1]),
        ((0, 0, 0), [3]),
        ((0, 1, 2, 4), [4]),  # each comes in before two turns without any
        ((0, 9), [1, 1]),
    ],
)
def test_who_comes_in_within_two_turns_of_the_loop_is_waited_for(turns: tuple[int, ...], calls: list[int]) -> None:
    fake, together = Fake(), Together()

    async def asks(after: int) -> RowPrediction:
        for _ in range(after):
            await asyncio.sleep(0)
        return await together.predict_row(fake, ROW)

    async def all_ask() -> list[RowPrediction]:
        CURRENT.set(begun(None))
        return await asyncio.gather(*map(asks, turns))

    assert asyncio.run(all_ask()) == [fake.predict_row(ROW)] * len(turns)
    assert fake.together == calls


def test_rows_count_as_predictions(api: TestClient) -> None:
    api.post("/v1/predict", json={"features": ROW})
    api.post("/v1/predict", json={"client": NEW})
    assert 'scoring_predictions_total{decision="refused"} 2.0' in api.get("/metrics").text
