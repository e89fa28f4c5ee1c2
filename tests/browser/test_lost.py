"""What a person sees when something behind the page goes: its kernel, its server, the scoring process, a callback."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from advisor import launch
from advisor.parts import Part
from scoring.words import words
from scoring.words.formats import formats
from tests.browser.served import Served
from tests.browser.session import OPENING, Visit

pytestmark = pytest.mark.browser

FR, EN = words("fr"), words("en")


@pytest.fixture
def own(published: Path) -> Iterator[Served]:
    """A page of the test's own, which it may break."""
    with Served(published) as served:
        yield served


def test_a_lost_kernel_is_said_and_reloading_comes_back(
    chromium: Browser, served: Served, clients: dict[str, int]
) -> None:
    with Visit(chromium, served.address) as visit:
        visit.choose(clients["granted"])
        visit.turn(FR.text("page.panel_history"))
        expect(visit.page).to_have_url(re.compile(r"panel=history$"))
        lost = visit.page.locator(".adv-lost[role=alert]")
        expect(lost).to_have_count(0)
        served.kernel(visit.kernel).kill()
        expect(lost).to_contain_text(FR.text("page.lost"))
        visit.picture("1440-lost")
        lost.get_by_role("button", name=FR.text("page.reload")).click()
        expect(visit.page.locator(".adv-score")).to_be_visible(timeout=OPENING)
        expect(visit.page.locator(".adv-tabs input:checked")).to_have_count(1)
        expect(visit.page).to_have_url(re.compile(rf"client={clients['granted']}&panel=history$"))
        expect(lost).to_have_count(0)
        visit.complaints.clear()  # of widgets that could not take leave of their kernel


def test_a_waiting_kernel_that_ends_is_not_handed_out(chromium: Browser, own: Served) -> None:
    own.rested()
    (waiting,) = own.kernels()
    before = " ".join(waiting.cmdline())
    waiting.kill()
    deadline = time.monotonic() + OPENING / 1000
    while all(" ".join(kernel.cmdline()) == before for kernel in own.kernels()):
        assert time.monotonic() < deadline, "no other kernel waits"
        time.sleep(0.1)
    with Visit(chromium, own.address) as visit:
        assert visit.kernel not in before


def test_a_lost_server_is_said_in_the_language_of_the_page(
    chromium: Browser, own: Served, clients: dict[str, int]
) -> None:
    with Visit(chromium, own.address, 320, 640) as visit:
        visit.choose(clients["granted"])
        visit.page.locator(".adv-languages").get_by_text("EN", exact=True).click()
        expect(visit.page.locator("html")).to_have_attribute("lang", "en")
        assert own.stop() == 0
        expect(visit.page.locator(".adv-lost")).to_contain_text(EN.text("page.lost"))
        assert visit.sideways() <= 0
        visit.picture("320-lost")
        visit.complaints.clear()  # of the browser, about the server that is gone


def test_a_scoring_process_that_ends_is_started_again(
    chromium: Browser, served: Served, clients: dict[str, int]
) -> None:
    with Visit(chromium, served.address) as visit:
        visit.choose(clients["granted"])
        (before,) = served.all("scoring.cli")
        before.kill()
        visit.finder.fill(str(clients["refused"]))
        said = visit.page.locator(".adv-alert[role=alert]")
        expect(said).to_contain_text(FR.text("page.error_unreachable", reference="#").split("#")[0])
        deadline = time.monotonic() + OPENING / 1000
        while not said.is_hidden():
            assert time.monotonic() < deadline, "the scoring process was not started again"
            time.sleep(1.0)
            visit.finder.fill(str(clients["refused"]))  # whoever types again asks again
        visit.choose(clients["refused"])
        expect(said).to_be_hidden()
        expect(visit.page.locator(".adv-score h2")).to_contain_text(formats("fr").client(clients["refused"]))
        assert before not in served.all("scoring.cli")


@contextmanager
def scoring(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """A scoring process on this port, once it answers."""
    environment = os.environ | {"SCORING_DATA": str(data), "SCORING_LOG": "faults"}
    process = subprocess.Popen(launch.scoring_command(port), env=environment)
    try:
        launch._wait((Part("scoring process", process, port, "/ready"),))
        yield process
    finally:
        process.kill()
        process.wait()


def test_a_scoring_process_that_comes_back_is_asked_again(
    chromium: Browser, published: Path, clients: dict[str, int]
) -> None:
    port, own = launch.free_port(0), launch.free_port(0)
    with (
        launch._workspace() as folder,
        launch._voila(launch.find_notebook(), own, port, Path(folder), launch.LOOPBACK, None, "") as page,
    ):
        with scoring(published, port):
            launch._wait((page,))
            visit = Visit(chromium, f"http://localhost:{own}")
            visit.choose(clients["granted"])
        said = visit.page.locator(".adv-alert[role=alert]")
        visit.finder.fill(str(clients["refused"]))
        expect(said).to_contain_text(FR.text("page.error_unreachable", reference="#").split("#")[0])
        expect(said).to_contain_text(re.compile(r"[0-9A-F]{4}\."))
        visit.picture("1440-unreachable")
        with visit, scoring(published, port):
            visit.choose(clients["refused"])
            expect(said).to_be_hidden()
            expect(visit.page.locator(".adv-score h2")).to_contain_text(formats("fr").client(clients["refused"]))
