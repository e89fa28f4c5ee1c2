from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.app.widgets.stage import Stage


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """A bare page for one widget; the test fails if the browser complained about anything."""
    context = chromium.new_context(viewport={"width": 960, "height": 800})
    stage = Stage(context.new_page())
    yield stage
    context.close()
    assert stage.complaints == []
