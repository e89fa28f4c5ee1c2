"""Twenty sessions opened in the same second: each gets its widgets, and keeps its connection."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.benchmarks.visits import PATIENCE
from tests.browser.served import Served
from tests.browser.session import Visit

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SESSIONS = 20
ASKED = 35_000
"""Milliseconds within which the server asks every page once whether it is still there."""


def test_twenty_sessions_at_once_get_their_widgets(chromium: Browser, published: Path) -> None:
    with Served(published) as served, ExitStack() as stack:
        served.rested()
        visits = [stack.enter_context(Visit(chromium, served.address, now=False)) for _ in range(SESSIONS)]
        for visit in visits:
            visit.ask()
        for visit in visits:
            expect(visit.finder).to_be_visible(timeout=PATIENCE)
        assert len({visit.kernel for visit in visits}) == SESSIONS
        visits[-1].page.wait_for_timeout(ASKED)
        assert [visit.cut for visit in visits] == [0] * SESSIONS
        assert sum(visit.page.locator(".adv-alert:visible, .adv-lost").count() for visit in visits) == 0
