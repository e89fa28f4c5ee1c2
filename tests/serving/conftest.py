"""What is asked of the tiny clients' store, and a ledger that begins empty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.pipeline import Run
from scoring.serving.local import Local


@pytest.fixture(scope="module")
def local(tiny_run: Run) -> Iterator[Local]:
    made = Local.open(tiny_run.settings.data)
    yield made
    made.close()
