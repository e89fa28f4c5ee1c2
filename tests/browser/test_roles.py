"""Two users of one page, behind a proxy that names them and their groups: what each sees and may do."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from scoring.serving.questions import Questions
from scoring.words import LANGUAGES, Language, words
from tests.browser.served import Served
from tests.browser.session import ARTEFACTS, OPENING, Visit

pytestmark = pytest.mark.browser

USER, GROUPS = "X-Forwarded-User", "X-Forwarded-Groups"
SETTINGS = {
    "SCORING_PROXY_USER": USER,
    "SCORING_PROXY_ADDRESSES": "127.0.0.1",
    "SCORING_PROXY_ROLES": GROUPS,
    "SCORING_PAGE_ROLES": "desk=advisor, heads=manager",
    "SCORING_LOG": "faults",
}
LOGIN = f"""
import os
from advisor.login import Login
from scoring.settings import Settings
os.environ.update({SETTINGS})
login = Login.of(Settings.read(os.environ))
"""
ADVISOR = {USER: "ana", GROUPS: "staff,desk"}
MANAGER = {USER: f"{'ben.' * 12}@example.org", GROUPS: "staff,heads"}


@pytest.fixture(scope="module")
def guarded(published: Path) -> Iterator[str]:
    """Where the page is served behind a login."""
    with Served(published, LOGIN) as served:
        yield served.address


def test_what_an_advisor_decides_a_manager_signs(chromium: Browser, guarded: str, answers: Questions) -> None:
    scores = {client: answers.score(client) for client in answers.find("", 150).ids}
    # The last such client: other files decide about the first.
    *_, near = (client for client, score in scores.items() if score.review and score.decision == "granted")
    address = f"{guarded}/?client={near}&panel=decide"
    with Visit(chromium, address, headers=ADVISOR) as visit:
        visit.page.locator("[data-act=decide]").click()
        expect(visit.page.locator(".adv-status").first).to_contain_text("par ana (conseil)")
        expect(visit.page.locator("[data-act=sign]")).to_have_count(0)
    with Visit(chromium, address, headers=MANAGER) as visit:
        visit.page.locator("[data-act=sign][data-value^='sign:']").click()
        expect(visit.page.locator(".adv-status").first).to_contain_text(f"par {MANAGER[USER]} (responsable)")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844), (320, 640)])
def test_the_head_names_user_and_role(
    chromium: Browser, guarded: str, language: Language, width: int, height: int
) -> None:
    with Visit(chromium, f"{guarded}/?lang={language}", width, height, headers=MANAGER) as visit:
        user = visit.page.locator(".adv-user")
        expect(user).to_contain_text(MANAGER[USER])
        expect(user).to_contain_text(words(language).roles("manager"))
        role = user.locator("span").last.bounding_box()
        assert role is not None
        assert 0 < role["x"] + role["width"] <= width  # it is the name that is cut short
        assert visit.sideways() <= 0
        ARTEFACTS.mkdir(exist_ok=True)
        visit.page.screenshot(path=ARTEFACTS / f"{width}-user-{language}.png")


@pytest.fixture
def renewed(published: Path) -> Iterator[str]:
    """Where the page is served behind a login that is asked again every four seconds."""
    with Served(published, f"{LOGIN}from dataclasses import replace\nlogin = replace(login, minutes=4 / 60)") as served:
        yield served.address


def test_an_open_page_lasts_as_long_as_its_roles(chromium: Browser, renewed: str, clients: dict[str, int]) -> None:
    with Visit(chromium, f"{renewed}/?client={clients['granted']}", headers=MANAGER) as visit:
        lost, kernel = visit.page.locator(".adv-lost"), visit.kernel
        visit.page.wait_for_timeout(10_000)
        assert visit.cut >= 2
        expect(lost).to_have_count(0)
        visit.choose(clients["refused"])  # nothing is seen of it
        assert visit.kernel == kernel
        assert visit.complaints == []
        visit.context.set_extra_http_headers(MANAGER | {GROUPS: "staff,desk"})
        expect(lost).to_contain_text(words("fr").text("page.lost"))
        lost.get_by_role("button").click()
        expect(visit.page.locator(".adv-user")).to_contain_text(words("fr").roles("advisor"), timeout=OPENING)
        expect(visit.page.locator(".adv-score")).to_be_visible(timeout=OPENING)
        visit.complaints.clear()  # the browser's, of what was refused


def test_who_has_no_role_reads_why(chromium: Browser, guarded: str) -> None:
    with Visit(chromium, guarded, now=False, headers={USER: "eve", GROUPS: "staff"}) as visit:
        visit.page.goto(guarded)
        for language in LANGUAGES:
            expect(visit.page.locator("body")).to_contain_text(words(language).text("page.no_role"))
        visit.complaints.clear()  # the browser's, of the status
