"""What counts also names what answers, as it is at each reading."""

from __future__ import annotations

from dataclasses import replace

from fastapi.testclient import TestClient
from prometheus_client.parser import text_string_to_metric_families

from scoring.api import make
from scoring.ledger import Ledger
from scoring.serving.questions import About
from scoring.serving.recording import Recorder
from tests.api.fake import Fake


class Next(Fake):
    """Answers from another publication."""

    def about(self) -> About:
        return replace(super().about(), store='a "second" store', model="model-2")


def named(api: TestClient) -> list[dict[str, str]]:
    """The labels of what answers."""
    families = text_string_to_metric_families(api.get("/metrics").text)
    samples = [sample for family in families for sample in family.samples if sample.name == "scoring_store_info"]
    assert {sample.value for sample in samples} <= {1.0}
    return [sample.labels for sample in samples]


def test_what_answers_is_named_as_it_is_now() -> None:
    app = make(None)
    api, found = TestClient(app), []
    for answering in (None, Fake(), Next(), None):
        app.state.questions = answering
        found.append(named(api))
    first, second = {"store": "store-1", "model": "model-1"}, {"store": 'a "second" store', "model": "model-2"}
    assert found == [[], [first], [second], []]


def test_what_is_recorded_is_named_too_and_reading_it_is_no_record(ledger: Ledger) -> None:
    assert named(TestClient(make(Recorder(Next(), "data-1", ledger)))) == [
        {"store": 'a "second" store', "model": "model-2"}
    ]
    assert ledger.verify().head.count == 0
