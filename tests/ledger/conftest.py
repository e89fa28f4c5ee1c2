"""A ledger in a data folder of its own, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.ledger import Actor, Ledger, ScoreShown
from scoring.settings import Settings
from tests.ledger import postgres

ANA, BEN = Actor("ana", "advisor"), Actor("ben", "manager")
CLIENT, NEW = 100001, 100058
"""NEW has no history."""
SHOWN = ScoreShown(
    client=NEW,
    store="20261101-090000-abcdef12",
    model="20261101-080000-abcdef12",
    data="f" * 64,
    threshold=0.1 + 0.2,
    question={"ask": "predict", "client": NEW, "fields": {"AMT_CREDIT": None}, "histories": {"bureau": [{"a": 1.0}]}},
    answer='{"probability":0.3333333333333333}',
    inputs="0" * 64,
    reasons=("EXT_SOURCE_2", "AMT_CREDIT"),
)
"""A score of NEW, for decisions to refer to."""


@pytest.fixture(scope="session")
def server() -> Iterator[postgres.Server]:
    programs = postgres.find()
    if programs is None:
        pytest.skip(postgres.MISSING)
    with postgres.serving(programs) as server:
        yield server


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a ledger that is not there yet."""
    url = "" if request.param == "sqlite" else request.getfixturevalue("server").new_schema()
    return replace(Settings(), data=tmp_path / "data", ledger=url)


@pytest.fixture
def opened() -> Iterator[Callable[[Settings], Ledger]]:
    """Open ledgers, closed at the end."""
    ledgers: list[Ledger] = []

    def open_one(settings: Settings) -> Ledger:
        ledgers.append(Ledger.open(settings))
        return ledgers[-1]

    yield open_one
    for one in ledgers:
        one.close()


@pytest.fixture
def ledger(settings: Settings, opened: Callable[[Settings], Ledger]) -> Ledger:
    """A new ledger."""
    return opened(settings)
