"""The API over the fake, asked without a network."""

from __future__ import annotations

from typing import Any

import pytest
from fastapi.testclient import TestClient

from scoring.api import make
from tests.api.fake import Fake


@pytest.fixture
def fake() -> Fake:
    return Fake()


@pytest.fixture
def api(fake: Fake) -> TestClient:
    return TestClient(make(fake))


@pytest.fixture(scope="session")
def document() -> dict[str, Any]:
    """What the API says of itself, made once: tests must not change it."""
    asked = TestClient(make(Fake()))
    asked.get("/openapi.json")
    return dict(asked.get("/openapi.json").json())  # asked twice, it is as complete
