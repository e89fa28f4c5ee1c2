from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.app.widgets.stage import Stage

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = ("no-sandbox", "disable-gpu", "disable-quic", "no-first-run", "disable-background-networking")
MORE_QUIET = ("disable-component-update", "disable-sync")


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found is None:
        pytest.skip("NOT TESTED: no Chromium on this machine, so no widget was opened in a browser.")
    with sync_playwright() as playwright:
        arguments = [f"--{name}" for name in QUIET + MORE_QUIET]
        browser = playwright.chromium.launch(executable_path=found, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def stage(chromium: Browser) -> Iterator[Stage]:
    """A bare page for one widget; the test fails if the browser complained about anything."""
    context = chromium.new_context(viewport={"width": 960, "height": 800})
    stage = Stage(context.new_page())
    yield stage
    context.close()
    assert stage.complaints == []
