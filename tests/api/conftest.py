"""The API over the fake, asked without a network."""

from __future__ import annotations

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
