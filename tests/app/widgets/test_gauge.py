from __future__ import annotations

from typing import Any

import pytest
from traitlets import TraitError

from advisor.widgets import Gauge

READING = {"probability": 0.174, "low": 0.12, "high": 0.23, "threshold": 0.091, "granted": False, "review": False}


def test_a_gauge_starts_without_a_client_and_goes_back_to_none() -> None:
    gauge = Gauge()
    assert gauge.reading == {}
    gauge.reading = READING
    gauge.reading = {}
    assert gauge.reading == {}


@pytest.mark.parametrize(
    "change",
    [
        {"probability": 1.2},
        {"probability": float("nan")},
        {"low": -0.1},
        {"high": float("inf")},
        {"threshold": -0.1},
        {"score": 0.5},
    ],
)
def test_what_is_no_reading_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(TraitError, match=r"Gauge\.reading"):
        Gauge(reading=READING | change)


@pytest.mark.parametrize("name", READING)
def test_a_reading_is_whole(name: str) -> None:
    with pytest.raises(TraitError, match=name):
        Gauge(reading={known: value for known, value in READING.items() if known != name})
