"""The page, served for real on published answers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from scoring.serving.local import Local
from scoring.serving.questions import Questions
from tests.browser.served import Served
from tests.browser.session import Visit


@pytest.fixture(scope="session")
def served(published: Path) -> Iterator[Served]:
    """The page, with its own scoring process; tests must leave both working."""
    with Served(published) as served:
        yield served
    assert served.process.returncode == 0


@pytest.fixture(scope="session")
def address(served: Served) -> str:
    """Where the page is served."""
    return served.address


@pytest.fixture(scope="module")
def session(chromium: Browser, address: str) -> Iterator[Visit]:
    """One visit, with one kernel, for those tests of a file that come one after another as clients do."""
    with Visit(chromium, address) as visit:
        yield visit


@pytest.fixture
def visit(session: Visit) -> Visit:
    """The visit of this file, no client chosen."""
    session.begin()
    return session


@pytest.fixture(scope="session")
def answers(published: Path) -> Iterator[Questions]:
    """The same answers, asked in this process: what the page ought to show."""
    local = Local.open(published)
    yield local
    local.close()


@pytest.fixture(scope="session")
def clients(answers: Questions) -> dict[str, int]:
    """A refused client, a granted one, each also far from the limit, and one without any history."""
    found: dict[str, int] = {}
    for client in answers.find("", 150).ids:
        score = answers.score(client)
        found.setdefault(score.decision, client)
        if not score.review:  # nobody needs to sign as the second person
            found.setdefault(f"surely {score.decision}", client)
        values = {part.feature: part.value for part in answers.explanation(client).contributions}
        if not values["BUREAU_COUNT"] and not values["PREVIOUS_COUNT"]:
            found.setdefault("no history", client)
    return found
