"""What is asked of the tiny clients' store, and a ledger that begins empty."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from scoring.ledger import Ledger
from scoring.pipeline import Run
from scoring.serving.local import Local
from scoring.settings import Settings


@pytest.fixture(scope="module")
def local(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    made = Ledger.open(replace(Settings(), data=tmp_path / "data"))
    yield made
    made.close()
