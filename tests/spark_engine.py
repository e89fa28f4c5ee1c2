"""Fixture: one Spark for the whole test session, on two threads of this machine."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from scoring.engine import Spark
from scoring.engine.starting import missing

QUICK_START = "-XX:TieredStopAtLevel=1"
"""Tests run every statement once or twice: the compiler that makes them fast after minutes only costs."""


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """A local Spark; without PySpark or Java the test is skipped. Tests must not close it."""
    lacking = list(missing())
    if lacking:
        pytest.skip("; ".join(lacking))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("JAVA_TOOL_OPTIONS", QUICK_START)
        engine = Spark("local[2]", memory=1500)
    with engine:
        yield engine
