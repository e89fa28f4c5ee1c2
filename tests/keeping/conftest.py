"""Data folders with a store, amendments, keys and a ledger, on SQLite and on a real PostgreSQL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.ledger import Actor, Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.serving.questions import Act, Application
from scoring.serving.recording import Recorder
from scoring.settings import Settings
from tests.ledger.conftest import server

__all__ = ["server"]

ANA = Actor("ana", "advisor")
FIRST, NEW, ADDED = 100001, 100058, 777
"""NEW has no history, and ADDED was not published."""
KEYS = '{"keys": []}'
Places = Callable[[str, str], Settings]


@pytest.fixture
def place(tmp_path: Path, request: pytest.FixtureRequest) -> Places:
    """Give settings by the name of a data folder, and the kind of its ledger."""

    def named(name: str, kind: str) -> Settings:
        url = "" if kind == "sqlite" else request.getfixturevalue("server").new_schema()
        return replace(Settings(), data=tmp_path / name, ledger=url)

    return named


def fill(settings: Settings, run: Run) -> None:
    """Publish, record scores before and after amendments, and keep a file of keys."""
    for source, name in ((run.layout.stores, "store"), (run.layout.models, "models")):
        shutil.copytree(source, settings.data / name, copy_function=os.link)
    settings.keys_file.parent.mkdir()
    settings.keys_file.write_text(KEYS)
    with closing(Local.open(settings.data)) as local, closing(Ledger.open(settings)) as ledger:
        asked = Recorder(local, local.fingerprint, ledger).by(ANA)
        asked.score(FIRST)
        for client in (FIRST, NEW, ADDED):
            asked.amend(client, Application(None, {"AMT_CREDIT": 123456.0}))
            asked.explanation(client)
        asked.record(NEW, Act("statement", text="Je travaille depuis mars"))


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, place: Places, tiny_run: Run) -> Settings:
    """A data folder of which something is known."""
    made = place("data", request.param)
    fill(made, tiny_run)
    return made


@pytest.fixture
def on_sqlite(place: Places, tiny_run: Run) -> Settings:
    """The same, with its ledger in a file."""
    made = place("data", "sqlite")
    fill(made, tiny_run)
    return made
