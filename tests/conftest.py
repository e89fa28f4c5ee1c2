"""What tests of several rooms share: published data folders, a new ledger and a real browser."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Error, sync_playwright

from scoring.ledger import Ledger
from scoring.settings import Settings
from tests.browser import chromium as installed
from tests.sharing import Sharing
from tests.spark_engine import spark
from tests.stores import published, sample, sample_run, tiny_run

__all__ = ["chromium", "published", "sample", "sample_run", "spark", "tiny_run"]

QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
"""A browser that asks nobody but the page's own server, also as root in a container."""


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    """A ledger of a data folder of its own, by the default settings."""
    made = Ledger.open(replace(Settings(), data=tmp_path / "data"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The Chromium of this machine, or Playwright's; without one the test is skipped."""
    found = installed.find()
    if found is None:
        pytest.skip(installed.MISSING)
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        except Error as error:
            pytest.skip(f"{found} is there and does not start: {error.message.splitlines()[0]}")
        yield browser
        browser.close()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing | None:
    """With `--dist loadfile`, keep together the files that share."""
    return Sharing(config, log) if config.getoption("dist") == "loadfile" else None


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that open a browser last: its event loop runs on, and others start their own.

    The longest of them come first, so that those who share the files end together.
    """
    tests = Counter(item.path for item in items if "chromium" in getattr(item, "fixturenames", ()))
    items.sort(key=lambda item: (item.path in tests, -tests[item.path]))
